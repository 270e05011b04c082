"""Is what was told what the rulebook sees, once, and judged at once?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from compliance.facts import Event
from compliance.question_events import parse_event as parse_question_event
from gateway.domain.errors import DataError
from gateway.domain.portfolio import Customer
from gateway.domain.words import PointKind
from gateway.events import NewEvent, parse_event, record_events
from gateway.store import Store, events, schema
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_person
from tests.builders.ledger import a_ledger
from tests.fakes.clock import A_MONDAY
from tests.fakes.ids import SeededIds
from tests.fakes.statements import statements_of
from tests.unit.events.examples import EXAMPLES, POINT

NOW = A_MONDAY


class Teller:
    """Somebody who tells of one customer, with two accounts and a mobile number."""

    def __init__(self, store: Store, ids: SeededIds) -> None:
        self.store, self.ids, self.ledger = store, ids, a_ledger(ids)
        with store.begin() as tx:
            self.customer: Customer = a_person(tx, ids, customer_number="C-1")
            self.point = a_contact_point(tx, ids, self.customer, PointKind.MOBILE, value=POINT)
            self.accounts = {
                number: an_account(tx, ids, self.customer, account_number=number, days_past_due=40)
                for number in ("A-1", "A-2")
            }

    def tell(self, obj: Mapping[str, Any]) -> Any:
        """Record one event as it would come in by the API."""
        with self.store.begin() as tx:
            event = parse_event(tx, {"customer_number": "C-1", "creditor": "acme", **obj}, now=NOW)
            return record_events(tx, self.ledger, [event], now=NOW, ids=self.ids, source="api")[0]

    def known(self) -> list[Event]:
        """Return what the rulebook sees."""
        with self.store.read() as tx:
            return events.events_of(tx, [self.customer.customer_id]).get(self.customer.customer_id, [])

    def rows(self, table: sa.Table) -> list[Any]:
        """Return a table's rows."""
        with self.store.read() as tx:
            return list(tx.execute(sa.select(table).order_by(*table.primary_key)))


@pytest.fixture
def teller(store: Store, ids: SeededIds) -> Teller:
    """A customer about whom something is told."""
    return Teller(store, ids)


def test_the_rulebook_sees_what_a_question_with_the_same_words_would_tell_it(teller: Teller) -> None:
    for example in EXAMPLES:
        teller.tell(example)
    for seen, example in zip(teller.known(), _by_hand(teller), strict=True):
        assert replace(seen, id=None) == replace(example, id=None), example.type


def test_our_own_keys_change_nothing_for_the_rulebook(teller: Teller) -> None:
    teller.tell({"type": "promise_to_pay", "at": "2027-02-20T10:00:00Z", "due_on": "2027-03-15",
                 "amount": "10.00", "currency": "USD"})  # fmt: skip
    [seen] = teller.known()
    assert (seen.type, str(seen.due_on), seen.accounts) == ("promise_to_pay", "2027-03-15", None)


def test_accounts_are_named_by_number_and_seen_by_id(teller: Teller) -> None:
    teller.tell({"type": "hold", "at": "2027-02-20T10:00:00Z", "account_number": "A-2"})
    teller.tell({"type": "hold", "at": "2027-02-21T10:00:00Z", "accounts": ["A-1", "A-2"]})
    first, second = teller.known()
    ids = {number: str(account.account_id) for number, account in teller.accounts.items()}
    assert first.accounts == (ids["A-2"],)
    assert second.accounts == (ids["A-1"], ids["A-2"])


@pytest.mark.parametrize("written", ["+1 212-555-0123", "(212) 555-0123", "+12125550123"])
def test_a_number_is_recognised_however_it_is_written(teller: Teller, written: str) -> None:
    teller.tell({"type": "opt_out", "at": "2027-02-20T10:00:00Z", "contact_point": written})
    assert teller.known()[0].contact_point == str(teller.point.contact_point_id)


def test_the_creditors_own_contacts_are_the_asking_actors(teller: Teller) -> None:
    told = {"type": "call", "at": "2027-02-20T10:00:00Z", "direction": "outbound", "result": "no_answer"}
    teller.tell({**told, "actor": "acme"})
    teller.tell({**told, "actor": "other-agency"})
    assert sorted(str(event.actor) for event in teller.known()) == ["None", "other-agency"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"at": None}, "at"),
        ({"at": "2027-02-20T10:00:00"}, "at"),  # no offset
        ({"at": (NOW + timedelta(seconds=61)).isoformat()}, "at"),
        ({"customer_number": None}, "customer_number"),
        ({"customer_number": "C-404"}, "customer_number"),
        ({"creditor": "nobody"}, "customer_number"),
        ({"account_number": "A-404"}, "account_number"),
        ({"contact_point": "someone@else.example"}, "contact_point"),
        ({"discussed": ["A-404"]}, "discussed"),
        ({"type": None}, "type"),
        ({"tyype": "hold"}, "tyype"),
    ],
)
def test_what_cannot_be_placed_is_named(teller: Teller, change: dict[str, Any], field: str) -> None:
    told = {"type": "sms", "at": "2027-02-20T10:00:00Z", "direction": "outbound"}
    with pytest.raises(DataError) as caught:
        teller.tell({**told, **change})
    assert caught.value.field == field
    assert teller.known() == []


def test_a_teller_whose_clock_runs_a_little_ahead_is_believed(teller: Teller) -> None:
    teller.tell({"type": "hold", "at": (NOW + timedelta(seconds=59)).isoformat()})
    assert teller.known()[0].at == NOW


def test_a_number_that_two_creditors_use_needs_the_creditor(teller: Teller) -> None:
    with teller.store.begin() as tx:
        a_person(tx, teller.ids, customer_number="C-1", creditor_id="borealis")
    with pytest.raises(DataError, match="several creditors"):
        teller.tell({"type": "hold", "at": "2027-02-20T10:00:00Z", "creditor": None})


def test_the_same_id_counts_once(teller: Teller) -> None:
    told = {"type": "hold", "at": "2027-02-20T10:00:00Z", "id": "crm-77"}
    first, second = teller.tell(told), teller.tell(told)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.event_id == second.event_id
    assert len(teller.known()) == len(teller.rows(schema.ledger_entry)) == 1


def test_news_let_refused_and_deferred_outreach_be_judged_again(teller: Teller) -> None:
    states = ("refused", "deferred", "done", "in-hand")
    with teller.store.begin() as tx:
        for state in states:
            tx.execute(sa.insert(schema.outreach).values(_outreach(teller, state)))
    teller.tell({"type": "hold_lifted", "at": "2027-02-20T10:00:00Z"})
    after = {row.step: row.state for row in teller.rows(schema.outreach)}
    assert after == {"refused": "due", "deferred": "due", "done": "done", "in-hand": "in-hand"}


def test_news_raise_the_version_so_that_nothing_judged_before_leaves(teller: Teller) -> None:
    teller.tell({"type": "deceased", "at": "2027-02-20T10:00:00Z"})
    assert [row.facts_version for row in teller.rows(schema.customer)] == [1]


def test_the_ledger_keeps_the_words_sealed(teller: Teller) -> None:
    told = teller.tell({"type": "dispute", "at": "2027-02-20T10:00:00Z", "words": "I paid Ms Miller in cash"})
    [entry] = teller.rows(schema.ledger_entry)
    assert b"Miller" not in entry.body + entry.ciphertext
    with teller.store.read() as tx:
        opened = teller.ledger.open(tx, entry.entry_id)
    assert opened["public"] == {"event_id": str(told.event_id), "type": "dispute", "source": "api"}
    assert isinstance(opened["private"], dict)
    assert opened["private"]["body"]["words"] == "I paid Ms Miller in cash"


def test_nothing_is_recorded_when_one_of_several_is_wrong(teller: Teller) -> None:
    good = NewEvent("deceased", NOW, teller.customer.customer_id)
    bad = NewEvent("deceased", NOW, teller.customer.customer_id, body={"how": "peacefully"})
    with pytest.raises(DataError), teller.store.begin() as tx:
        record_events(tx, teller.ledger, [good, bad], now=NOW, ids=teller.ids, source="api")
    assert teller.known() == []


def test_a_wrong_party_retires_the_contact_point(teller: Teller) -> None:
    teller.tell({"type": "wrong_party", "at": "2027-02-20T10:00:00Z", "contact_point": POINT})
    [row] = teller.rows(schema.contact_point)
    assert (row.retired_at, row.retired_because) == (NOW, "wrong_party")


def test_a_hundred_events_take_a_handful_of_statements(teller: Teller) -> None:
    told = [NewEvent("hold", NOW, teller.customer.customer_id, dedupe_key=f"k{n}") for n in range(100)]
    with statements_of(teller.store) as said, teller.store.begin() as tx:
        record_events(tx, teller.ledger, told, now=NOW, ids=teller.ids, source="import")
    assert len(said) < 20


def _by_hand(teller: Teller) -> list[Event]:
    """The examples as the rulebook's own reader of questions reads them, in the order of recording."""
    found = []
    for example in EXAMPLES:
        named = dict(example)
        if "contact_point" in named:
            named["contact_point"] = str(teller.point.contact_point_id)
        found.append(parse_question_event(named, NOW))
    return found


def _outreach(teller: Teller, state: str) -> dict[str, Any]:
    return {
        "outreach_id": teller.ids.new(),
        "customer_id": teller.customer.customer_id,
        "creditor_id": "acme",
        "origin": "strategy",
        "strategy": "consumer",
        "step": state,
        "cycle": "1",
        "kind": "dunning",
        "template": "reminder-1",
        "channels": ["email"],
        "state": state,
        "due_at": NOW,
        "planned_at": NOW,
    }
