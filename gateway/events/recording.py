"""How does an event become a fact? Row, ledger entry, consequences, fresh judgement, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from gateway.domain.errors import DataError
from gateway.domain.ids import EntryId, EventId, Ids
from gateway.events.consequences import apply_consequences
from gateway.events.effects import KNOWN_BEFORE, effect_of
from gateway.events.grammar import checked_body
from gateway.events.new_event import NewEvent, Recorded
from gateway.events.plan_values import REASON, plan_in, quiet_until
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.store import Tx
from gateway.store import events as rows
from gateway.store.outreach import reconsider

SOURCES = frozenset({"portal", "record", "api", "import", "provider", "system", "collector"})


def record_events(
    tx: Tx, ledger: Ledger, events: Sequence[NewEvent], *, now: datetime, ids: Ids, source: str
) -> list[Recorded]:
    """Record events in the caller's transaction and return, in the same order, what each one changed.

    One whose dedupe key is known changes nothing. The customers' refused and deferred outreach is due again,
    and what was judged but has not left yet will be judged once more.
    source: portal | record | api | import | provider | system | collector.
    Raises DataError for an event that the decision contract does not know; then nothing is recorded.
    """
    if source not in SOURCES:
        raise DataError(f"source must be one of {', '.join(sorted(SOURCES))}", field="source")
    checked = [_checked(event) for event in events]
    if not checked:
        return []
    rows.lock_customers(tx, {event.customer_id for event in checked})
    recorded = _insert(tx, checked, now=now, ids=ids, source=source)
    news = [one for one in recorded if one.is_new]
    if news:
        customers = {one.event.customer_id for one in news}
        apply_consequences(tx, news, now=now, ids=ids, source=source)
        ledger.append(tx, [_entry(one, source, now, ids) for one in news])
        rows.bump_facts(tx, customers)
        reconsider(tx, customers, now)
    return recorded


def _checked(event: NewEvent) -> NewEvent:
    names_point = event.contact_point_id is not None
    checked = replace(event, body=checked_body(event.type, event.body, names_point=names_point))
    return _with_plan(checked) if "plan" in checked.body else checked


def _with_plan(event: NewEvent) -> NewEvent:
    """A plan is about one account, and reminders wait for its first instalment."""
    if event.account_id is None:
        raise DataError(
            "a payment plan is about one account: name its account_number", field="account_number"
        )
    told = event.body["plan"]
    until = quiet_until(plan_in(told).first.due_on, told["grace_days"])
    return replace(event, body={"reason": REASON, **event.body, "until": until.isoformat()})


def _insert(tx: Tx, events: Sequence[NewEvent], *, now: datetime, ids: Ids, source: str) -> list[Recorded]:
    event_ids = [EventId(ids.new()) for _ in events]
    written = [_row(e, i, source, now) for e, i in zip(events, event_ids, strict=True)]
    first = rows.insert_events(tx, written)
    return [_recorded(event, own, first) for event, own in zip(events, event_ids, strict=True)]


def _recorded(event: NewEvent, own_id: EventId, first: dict[str, EventId]) -> Recorded:
    event_id = first[event.dedupe_key] if event.dedupe_key is not None else own_id
    is_new = event_id == own_id
    return Recorded(event_id, event, is_new, effect_of(event) if is_new else KNOWN_BEFORE)


def _row(event: NewEvent, event_id: EventId, source: str, now: datetime) -> dict[str, Any]:
    return {
        "event_id": event_id,
        "customer_id": event.customer_id,
        "type": event.type,
        "at": event.at,
        "account_id": event.account_id,
        "contact_point_id": event.contact_point_id,
        "body": dict(event.body),
        "source": source,
        "dedupe_key": event.dedupe_key,
        "recorded_at": now,
    }


def _entry(one: Recorded, source: str, now: datetime, ids: Ids) -> Entry:
    event = one.event
    return Entry(
        entry_id=EntryId(ids.new()),
        customer_id=event.customer_id,
        kind=EntryKind.EVENT_RECORDED,
        at=now,
        public={"event_id": str(one.event_id), "type": event.type, "source": source},
        private={
            "at": event.at.isoformat(),
            "account_id": str(event.account_id) if event.account_id else None,
            "contact_point_id": str(event.contact_point_id) if event.contact_point_id else None,
            "body": dict(event.body),
            "effect": one.effect,
        },
        may_be_empty=source == "provider",
    )
