"""Can an officer read what was sent and what was not, page by page?"""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from gateway.api.contact_log import safe_cell
from gateway.domain.words import Channel, PointKind, Role
from tests.builders.office import Office


def log(office: Office, accept: str = "application/json", **query: Any) -> Any:
    headers = office.key(Role.AUDITOR) | {"Accept": accept}
    return office.client.get("/v1/contact-log", params=query, headers=headers)


def entries(office: Office, **query: Any) -> list[dict[str, Any]]:
    answer = log(office, **query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["entries"])


def test_what_was_sent_and_what_was_not_is_there(office: Office) -> None:
    first, _ = office.customer(customer_number="C-1")
    second, _ = office.customer(PointKind.MOBILE, number="A-2", customer_number="C-2")
    office.send(first)
    office.send(second, Channel.SMS)
    found = {entry["customer_number"]: entry for entry in entries(office)}
    assert (found["C-1"]["ruling"], found["C-1"]["state"]) == ("allow", "accepted")
    assert found["C-1"]["accounts"] == ["A-1"]
    assert found["C-2"]["ruling"] in ("allow", "refuse", "defer")


def test_every_filter_leaves_out_what_it_should(office: Office) -> None:
    first, _ = office.customer(customer_number="C-1")
    office.send(first)
    office.desk.clock.advance(hours=12)
    second, _ = office.customer(number="A-2", customer_number="C-2")
    office.send(second)
    late = office.desk.clock.now().isoformat()
    for query, expected in (
        ({"customer": "C-1"}, ["C-1"]),
        ({"account": "A-2"}, ["C-2"]),
        ({"account": "A-2", "customer": "C-2", "creditor": "acme"}, ["C-2"]),
        ({"creditor": "acme"}, ["C-2", "C-1"]),
        ({"creditor": "other"}, []),
        ({"channel": "email"}, ["C-2", "C-1"]),
        ({"channel": "letter"}, []),
        ({"ruling": "defer"}, ["C-2"]),
        ({"rule": "decent-hours"}, ["C-2"]),
        ({"since": late}, ["C-2"]),
        ({"before": late}, ["C-1"]),
    ):
        assert [entry["customer_number"] for entry in entries(office, **query)] == expected, query


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"costumer": "C-1"}, 422),
        ({"customer": "C-404"}, 404),
        ({"account": "A-404"}, 404),
        ({"account": "A-1", "customer": "C-2"}, 422),
        ({"channel": "pigeon"}, 422),
        ({"since": "2027-03-01"}, 422),
        ({"since": "0001-01-01T00:00:00+14:00"}, 200),
        ({"before": "9999-12-31T23:59:59-14:00"}, 200),
        ({"limit": "0"}, 422),
        ({"limit": "1001"}, 422),
        ({"cursor": "made-up"}, 422),
        ({"cursor": "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OS4w"}, 422),
        ({"rule": "\x00"}, 422),
    ],
)
def test_a_filter_that_cannot_be_kept_to_is_refused(office: Office, query: Any, status: int) -> None:
    office.customer(customer_number="C-1")
    office.customer(number="A-2", customer_number="C-2")
    assert log(office, **query).status_code == status


def test_pages_hold_every_entry_once_although_new_ones_come(office: Office) -> None:
    for number in range(7):
        customer, _ = office.customer(number=f"A-{number}", customer_number=f"C-{number}")
        office.send(customer)
        if number % 2:
            office.desk.clock.advance(microseconds=1)
    seen: list[str] = []
    cursor, page = None, 0
    while True:
        answer = log(office, limit=2, **({"cursor": cursor} if cursor else {})).json()
        seen += [entry["customer_number"] for entry in answer["entries"]]
        cursor, page = answer["next"], page + 1
        if cursor is None:
            break
        office.desk.clock.advance(seconds=1)
        newcomer, _ = office.customer(number=f"N-{page}", customer_number=f"N-{page}")
        office.send(newcomer)
    assert sorted(seen) == [f"C-{number}" for number in range(7)]


def test_csv_has_the_same_entries_and_leads_on(office: Office) -> None:
    for number in range(3):
        customer, _ = office.customer(number=f"A-{number}", customer_number=f"=C-{number}")
        office.send(customer)
    answer = log(office, accept="text/csv", limit=2)
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    assert [line["customer_number"] for line in lines] == ["'=C-2", "'=C-1"]
    assert lines[0]["accounts"] == "A-2"
    following = answer.headers["link"].split(">")[0].lstrip("<")
    assert following.startswith("/v1/contact-log?")
    rest = office.client.get(following, headers=office.key(Role.AUDITOR) | {"Accept": "text/csv"})
    assert "'=C-0" in rest.text
    assert "link" not in rest.headers


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_spreadsheet_executes_a_cell(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_ordinary_cells_stay_as_they_are() -> None:
    assert [safe_cell(value) for value in ("C-1", None, 3, ["A", "B"])] == ["C-1", "", "3", "A B"]
