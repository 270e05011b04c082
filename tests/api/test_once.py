"""Is a repeated write carried out once?"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from gateway.api.once import TAKEN_OVER_AFTER
from gateway.domain.words import Role
from gateway.importer import ImportReport
from gateway.store import Store, requests, schema
from tests.builders.office import Office, an_office
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds


def ask(account: str = "A-1", channel: str = "email") -> dict[str, str]:
    return {"account_number": account, "channel": channel, "template": "statement"}


def rows_of(office: Office, table: Any) -> int:
    with office.store.read() as tx:
        return tx.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def test_the_same_key_and_body_gets_the_first_answer(office: Office) -> None:
    office.customer()
    headers = office.key(Role.COLLECTOR) | {"Idempotency-Key": "one"}
    first = office.client.post("/v1/outreach", json=ask(), headers=headers)
    again = office.client.post("/v1/outreach", json=ask(), headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["idempotent-replayed"] == "true"
    assert rows_of(office, schema.outreach) == 1


def test_the_same_key_with_another_body_is_refused(office: Office) -> None:
    office.customer()
    headers = office.key(Role.COLLECTOR) | {"Idempotency-Key": "one"}
    office.client.post("/v1/outreach", json=ask(), headers=headers)
    answer = office.client.post("/v1/outreach", json=ask(channel="sms"), headers=headers)
    assert answer.status_code == 422
    assert answer.json()["field"] == "Idempotency-Key"


def test_another_query_is_another_request(office: Office) -> None:
    headers = office.key() | {"Idempotency-Key": "one"}
    body = '{"customer_number":"C-9","customer_name":"Acme","invoice_number":"I-1","due_on":"2027-02-01",'
    body += '"balance":"10.00","currency":"USD","country":"US"}'
    first = office.client.post("/v1/portfolio?creditor=acme", content=body, headers=headers)
    assert first.status_code == 200, first.text
    assert office.client.post("/v1/portfolio", content=body, headers=headers).status_code == 422


def test_keys_of_two_callers_do_not_meet(office: Office) -> None:
    office.customer()
    for _ in range(2):
        headers = office.key(Role.COLLECTOR) | {"Idempotency-Key": "one"}
        assert office.client.post("/v1/outreach", json=ask(), headers=headers).status_code == 201
    assert rows_of(office, schema.outreach) == 2


def test_an_error_keeps_nothing_so_the_request_can_be_mended(office: Office) -> None:
    headers = office.key(Role.COLLECTOR) | {"Idempotency-Key": "one"}
    assert office.client.post("/v1/outreach", json=ask(), headers=headers).status_code == 404
    assert rows_of(office, schema.idempotency) == 0
    office.customer()
    assert office.client.post("/v1/outreach", json=ask(), headers=headers).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256, "caf\u00e9"])
def test_a_key_must_be_short_and_printable(office: Office, key: str) -> None:
    headers = office.key(Role.COLLECTOR) | {"Idempotency-Key": key.encode("latin-1")}
    answer = office.client.post("/v1/outreach", json=ask(), headers=headers)
    assert answer.status_code == 422


class SlowImport:
    """An import that ends when it is told to."""

    def __init__(self, clock: FixedClock) -> None:
        self.has_begun, self.may_end = threading.Event(), threading.Event()
        self.calls = 0
        self._today = clock.now().date()

    def __call__(self, body: bytes, creditor: str | None) -> ImportReport:
        self.calls += 1
        self.has_begun.set()
        assert self.may_end.wait(20)
        return ImportReport("rows", "", "portfolio", "native", self._today)


@pytest.fixture
def slow(store: Store, clock: FixedClock, ids: SeededIds) -> tuple[Office, SlowImport]:
    imports = SlowImport(clock)
    return an_office(store, clock, ids, import_rows=imports), imports


def test_whoever_sends_the_same_at_the_same_time_is_told_so(slow: tuple[Office, SlowImport]) -> None:
    office, imports = slow
    headers = office.key() | {"Idempotency-Key": "one"}
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(office.client.post, "/v1/portfolio", content=b"{}", headers=headers)
        assert imports.has_begun.wait(20)
        meanwhile = office.client.post("/v1/portfolio", content=b"{}", headers=headers)
        imports.may_end.set()
        assert first.result().status_code == 200
    assert meanwhile.status_code == 409
    assert office.client.post("/v1/portfolio", content=b"{}", headers=headers).status_code == 200
    assert imports.calls == 1


def test_of_many_at_once_one_is_carried_out(office: Office) -> None:
    office.customer()
    headers = office.key(Role.COLLECTOR) | {"Idempotency-Key": "one"}
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda _: office.client.post("/v1/outreach", json=ask(), headers=headers), range(16))
        )
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert rows_of(office, schema.outreach) == 1


def test_a_claim_whose_holder_died_is_taken_over(office: Office) -> None:
    office.customer()
    headers = office.key(Role.COLLECTOR) | {"Idempotency-Key": "one"}
    office.client.post("/v1/outreach", json=ask(), headers=headers)
    with office.store.begin() as tx:  # as if the process had died before it could answer
        tx.execute(sa.update(schema.idempotency).values(status=None, response=None))
    assert office.client.post("/v1/outreach", json=ask(), headers=headers).status_code == 409
    office.desk.clock.advance(TAKEN_OVER_AFTER)
    again = office.client.post("/v1/outreach", json=ask(), headers=headers)
    assert again.status_code == 200  # queued before, and found again by the same key
    assert rows_of(office, schema.outreach) == 1


def test_the_late_holder_of_a_claim_can_keep_nothing(store: Store, clock: FixedClock) -> None:
    began = clock.now()
    later = began + timedelta(minutes=20)
    with store.begin() as tx:
        assert requests.claim(tx, "k", "digest", began) is None
        assert requests.take_over(tx, "k", began, later)
        assert not requests.take_over(tx, "k", began, later)
        assert not requests.keep_answer(tx, "k", began, 200, "{}")
        requests.let_go(tx, "k", began)
        assert requests.keep_answer(tx, "k", later, 200, "{}")
        known = requests.claim(tx, "k", "digest", later)
    assert known == requests.Known("digest", later, 200, "{}")
