"""Whatever comes in, is the answer one that the contract knows, and never a failure of ours?"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.domain.words import Role
from tests.api.routes import addresses
from tests.builders.office import OUR_FORM, Office
from tests.builders.question import a_question

KNOWN = {200, 201, 303, 400, 401, 403, 404, 405, 409, 413, 415, 422}
QUIET = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
EVENT = {"type": "call", "at": "2027-03-01T15:00:00Z", "customer_number": "C-7", "direction": "inbound"}
ROW = {
    "customer_number": "C-9", "customer_name": "Mills", "invoice_number": "I-1", "due_on": "2027-02-01",
    "balance": "10.00", "currency": "USD", "country": "US",
}  # fmt: skip
ASK = {"account_number": "A-1", "channel": "email", "template": "statement", "not_before": None}
BODIES = {"/v1/events": EVENT, "/v1/portfolio": ROW, "/v1/outreach": ASK, "/v1/decisions": a_question()}


def spoilt(body: dict[str, Any]) -> st.SearchStrategy[Any]:
    """A right body with one value of it replaced, or something else altogether."""
    return st.sampled_from(sorted(body)).flatmap(lambda key: JSON.map(lambda v: body | {key: v})) | JSON


def check(answer: Any) -> None:
    assert answer.status_code in KNOWN, (answer.status_code, answer.text[:300])
    if answer.status_code >= 400:
        assert answer.headers["content-type"] in ("application/problem+json", "text/html; charset=utf-8")


@pytest.mark.parametrize("path", sorted(BODIES))
def test_spoilt_bodies(office: Office, path: str) -> None:
    office.customer(customer_number="C-7")
    key = office.key()

    @QUIET
    @given(body=spoilt(BODIES[path]))
    def one(body: Any) -> None:
        check(office.client.post(path, content=json.dumps(body), headers=key))

    one()


def test_bodies_that_are_anything_at_all(office: Office) -> None:
    key = office.key()

    @QUIET
    @given(path=st.sampled_from(sorted(BODIES)), body=st.binary(max_size=200))
    def one(path: str, body: bytes) -> None:
        check(office.client.post(path, content=body, headers=key))

    one()


def test_queries_and_paths_that_are_anything_at_all(office: Office) -> None:
    office.customer()
    office.sign_in(Role.OPERATOR)
    key = office.key() | OUR_FORM
    known = addresses(office.web)
    names = st.sampled_from(
        ["customer", "account", "creditor", "rule", "since", "before", "cursor", "limit", "on", "sort",
         "ruling", "channel", "number", "find"]
    )  # fmt: skip
    awkward = st.text() | st.sampled_from(["\x00", "9999-12-31", "0001-01-01", "-", "NaN", "1e999", "\u202e"])

    @QUIET
    @given(
        address=st.sampled_from([one for one in known if one.path not in ("/sign-out", "/metrics")]),
        place=st.text(min_size=1, max_size=20),
        query=st.dictionaries(names, awkward, max_size=3),
        form=st.dictionaries(st.sampled_from(["channel", "template", "key", "x"]), awkward, max_size=3),
    )
    def one(address: Any, place: str, query: dict[str, str], form: dict[str, str]) -> None:
        path = "/".join(quote(place, safe="") if "{" in part else part for part in address.path.split("/"))
        fields = {"data": form} if address.method == "POST" else {}
        check(
            office.client.request(
                address.method, path, params=query, headers=key, follow_redirects=False, **fields
            )
        )

    one()
