"""What do people and other systems know about these customers? Events in, and out again for the rulebook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from compliance.facts import Event
from gateway.domain.ids import CustomerId, EventId
from gateway.store.schema import customer, event

_SAME_NAME = (
    "direction", "actor", "person", "result", "form", "kind", "in_reply_to", "channel", "given_to", "scope",
    "delivered_by", "place", "how",
)  # fmt: skip
_FLAGS = (
    "written", "revokes_consent", "contact_known", "duplicative", "only_now", "reassigned",
    "complete_database",
)  # fmt: skip
_DATES = ("due_on", "opt_out_by")
_IN_LIST = 5_000  # ids in one statement; SQLite takes 32,766 parameters, PostgreSQL 65,535


def events_of(tx: sa.Connection, customer_ids: Collection[CustomerId]) -> dict[CustomerId, list[Event]]:
    """Return what was told about each customer as the rulebook reads it, oldest first.

    Accounts and contact points go by their ids as text; an event that names no account binds all of them,
    and one that names no person or actor means the question's.
    """
    found: dict[CustomerId, list[Event]] = defaultdict(list)
    wanted = list(customer_ids)
    for start in range(0, len(wanted), _IN_LIST):
        some = wanted[start : start + _IN_LIST]
        query = sa.select(event).where(event.c.customer_id.in_(some)).order_by(event.c.at, event.c.event_id)
        for row in tx.execute(query):
            found[CustomerId(row.customer_id)].append(_fact(row))
    return dict(found)


def find_event(tx: sa.Connection, event_id: EventId, customer_id: CustomerId) -> sa.Row[Any] | None:
    """Return one event's row if it is about that customer, or None."""
    query = sa.select(event).where(event.c.event_id == event_id, event.c.customer_id == customer_id)
    return tx.execute(query).first()


def body_of(tx: sa.Connection, event_id: EventId) -> dict[str, Any] | None:
    """Return what an event says beyond who, when and about what; None where there is no such event."""
    body = tx.execute(sa.select(event.c.body).where(event.c.event_id == event_id)).scalar()
    return None if body is None else dict(body)


def event_of_key(tx: sa.Connection, dedupe_key: str) -> EventId | None:
    """Return the event that was recorded under a dedupe key, or None."""
    found = tx.execute(sa.select(event.c.event_id).where(event.c.dedupe_key == dedupe_key)).scalar()
    return EventId(found) if found else None


def lock_customers(tx: sa.Connection, customer_ids: Collection[CustomerId]) -> None:
    """Lock the customers until the transaction ends, in one order so that no two wait for each other."""
    query = sa.select(customer.c.customer_id).where(customer.c.customer_id.in_(set(customer_ids)))
    tx.execute(query.order_by(customer.c.customer_id).with_for_update()).all()


def bump_facts(tx: sa.Connection, customer_ids: Collection[CustomerId]) -> None:
    """Note that there is news about the customers: what was judged before must be judged again."""
    tx.execute(
        sa.update(customer)
        .where(customer.c.customer_id.in_(set(customer_ids)))
        .values(facts_version=customer.c.facts_version + 1)
    )


def insert_events(tx: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> dict[str, EventId]:
    """Write events; one whose dedupe key is known already is left out.

    Returns the event id behind every dedupe key among the rows: a new one's own, or the first one's.
    """
    if not rows:
        return {}
    insert = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    tx.execute(insert(event).on_conflict_do_nothing(index_elements=["dedupe_key"]), list(rows))
    keys = [row["dedupe_key"] for row in rows if row["dedupe_key"] is not None]
    query = sa.select(event.c.dedupe_key, event.c.event_id).where(event.c.dedupe_key.in_(keys))
    return {row.dedupe_key: EventId(row.event_id) for row in tx.execute(query)} if keys else {}


def customers_of_number(tx: sa.Connection, number: str, creditor: str | None) -> list[CustomerId]:
    """Return the customers of that number, at one creditor or (None) at any."""
    query = sa.select(customer.c.customer_id).where(customer.c.customer_number == number)
    if creditor is not None:
        query = query.where(customer.c.creditor_id == creditor)
    return [CustomerId(row.customer_id) for row in tx.execute(query.limit(2))]


def _fact(row: Any) -> Event:
    body = row.body
    values: dict[str, Any] = {key: body[key] for key in (*_SAME_NAME, *_FLAGS) if key in body}
    values |= {key: date.fromisoformat(body[key]) for key in _DATES if key in body}
    if row.type == "call" and body.get("direction") == "inbound":
        values["result"] = "conversation"  # whoever calls, talks
    return Event(
        type=row.type,
        at=row.at,
        id=body.get("id") or str(row.event_id),
        accounts=_accounts(row),
        discussed=tuple(body.get("discussed", ())),
        contact_point=str(row.contact_point_id) if row.contact_point_id else None,
        undeliverable_at=_instant(body.get("undeliverable_at")),
        days=tuple(body.get("days", ())),
        **values,
        **_until(body.get("until")),
        **_to(row.type, body),
    )


def _accounts(row: Any) -> tuple[str, ...] | None:
    if row.account_id is not None:
        return (str(row.account_id),)
    named = row.body.get("accounts")
    return tuple(named) if named else None


def _until(value: str | None) -> dict[str, Any]:
    """A date means its whole day on the person's clocks, an instant itself."""
    if value is None:
        return {}
    return {"until_on": date.fromisoformat(value)} if len(value) == 10 else {"until": _instant(value)}


def _to(type_: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """`to` is a time of day where somebody says when it suits them, and what is consented to elsewhere."""
    if type_ in ("inconvenient", "convenient_again"):
        return {"from_time": body.get("from"), "to_time": body.get("to")}
    return {"to": body.get("to")}


def _instant(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
