"""Does the history that is built from the chain speak the words of the decision contract, all of them?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from compliance.question_events import GRAMMARS
from compliance.question_text import event_text
from gateway.audit.chain import ChainEntry
from gateway.audit.completeness import NOTHING, compare
from gateway.audit.history import FLAGS, SAME_WORDS, History
from gateway.domain.ids import CustomerId
from gateway.events import NewEvent, record_events
from gateway.ledger import Ledger
from gateway.store import Store, events, ledger
from tests.builders.customer import a_customer
from tests.builders.ledger import a_ledger
from tests.fakes.clock import A_MONDAY
from tests.fakes.ids import SeededIds

TOLD: list[tuple[str, dict[str, Any]]] = [
    ("call", {"direction": "inbound", "discussed": ["a", "b"]}),
    ("call", {"direction": "outbound", "result": "voicemail", "form": "prerecorded", "actor": "other"}),
    ("email", {"direction": "outbound", "kind": "reply", "in_reply_to": "x"}),
    ("portal", {"direction": "inbound"}),
    ("opt_out", {"channel": "sms", "revokes_consent": True}),
    ("cease_request", {"written": True}),
    ("attorney_represents", {"contact_known": True, "words": "Ask Ms Lee"}),
    ("dispute", {"scope": "part", "duplicative": True, "reason": "twice", "invoice_number": "4711"}),
    ("validation_notice", {"delivered_by": "letter", "undeliverable_at": "2027-03-01T10:00:00+00:00"}),
    ("consent", {"to": "text", "written": True, "given_to": "acme", "until": "2027-09-01"}),
    ("inconvenient", {"days": ["mon", "sun"], "from": "17:00", "to": "19:30", "until": "2027-04-01"}),
    ("inconvenient", {"place": "work", "only_now": True}),
    ("bankruptcy_ended", {"how": "dismissed"}),
    ("promise_to_pay", {"due_on": "2027-03-20"}),
    ("payment", {"amount": "12.50", "currency": "USD", "reference": "R1"}),
    ("hold", {"until": "2027-03-10T12:00:00+00:00", "reason": "needs time"}),
]


def chain_of(store: Store, book: Ledger, customer: CustomerId) -> list[ChainEntry]:
    with store.read() as tx:
        subject = ledger.subject_of(tx, customer)
        assert subject is not None
        ids = [row.entry_id for row in ledger.chain(tx, subject.subject_id)]
        opened = [book.open(tx, entry_id) for entry_id in ids]
    return [
        ChainEntry(
            str(e["entry_id"]), e["seq"], e["kind"], e["at"], e["public"], dict(e["private"] or {}), True
        )
        for e in opened
    ]


@pytest.mark.parametrize(("kind", "body"), TOLD)
def test_an_event_is_rebuilt_as_the_rulebook_was_told_of_it(
    store: Store, ids: SeededIds, kind: str, body: dict[str, Any]
) -> None:
    book = a_ledger(ids)
    with store.begin() as tx:
        customer = a_customer(tx, ids).customer_id
        told = NewEvent(kind, A_MONDAY - timedelta(hours=3), customer, body=body)
        record_events(tx, book, [told], now=A_MONDAY, ids=ids, source="record")
    with store.read() as tx:
        asked = [event_text(event) for event in events.events_of(tx, [customer])[customer]]
    history = History()
    for entry in chain_of(store, book, customer):
        history.tell(entry, entry.sealed or {})
    assert compare(asked, history, 99, datetime.now(UTC), {}) == NOTHING


def test_every_key_of_an_event_is_rebuilt() -> None:
    everywhere = {"type", "at", "id", "person", "accounts", "contact_point"}
    said = everywhere.union(*(grammar.readers for grammar in GRAMMARS.values()))
    own = everywhere | {"discussed", "days", "to", "from"}
    assert own | set(SAME_WORDS) | set(FLAGS) == said
