"""How is an outcome written down? Attempt, outreach, ledger and what follows from it, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.dispatcher.outcomes import WITHDRAWN, Outcome
from gateway.domain.ids import AttemptId, ContactPointId, CustomerId, EntryId, Ids, OutreachId
from gateway.domain.words import DOES_NOT_COUNT, AttemptState, Channel, OutreachState
from gateway.events import NewEvent, record_events
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.store import Tx, contact_points, dispatch, task_rows, volume
from gateway.store.events import lock_customers

NOT_KNOWN = "It is not known whether this attempt left; find out and settle it."
_TASK_TEXT = {
    "unknown-outcome": NOT_KNOWN,
    "broken-outreach": "This outreach could not be carried out; look at its last attempt.",
    "sender-refused": "The provider refused us as a sender; mend the channel's settings or reputation.",
}


@dataclass(frozen=True, slots=True)
class FoundBy:
    """Who found an outcome out, and what they say of it."""

    by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """An attempt together with what became of it."""

    attempt_id: AttemptId
    outreach_id: OutreachId
    customer_id: CustomerId
    contact_point_id: ContactPointId
    channel: Channel
    outcome: Outcome
    way: str = ""  # provider and channel, where it was just handed over
    found_by: FoundBy | None = None  # a person, where no machine knew


OPEN = (AttemptState.RESERVED, AttemptState.SENDING, AttemptState.UNKNOWN)


def record_outcomes(
    tx: Tx, ledger: Ledger, items: Sequence[Settled], *, now: datetime, ids: Ids
) -> list[Settled]:
    """Write the outcomes of attempts that are still open and return those; a settled one stays as it is.

    The customers are locked before anything else about them, as whoever records an event does: two who take
    a customer and its ledger chain in different order would wait for each other.
    """
    if not items:
        return []
    lock_customers(tx, {item.customer_id for item in items})
    still_open = dispatch.lock_attempts(tx, [item.attempt_id for item in items], OPEN)
    news = [item for item in items if item.attempt_id in still_open]
    dispatch.set_outcomes(tx, [_attempt_row(item, now) for item in news])
    left_nothing = [item.attempt_id for item in news if item.outcome.attempt in DOES_NOT_COUNT]
    volume.give_back(tx, left_nothing)  # before the ledger's chains: everybody locks in this order
    dispatch.update_outreach(tx, [_outreach_row(item, now) for item in news])
    ledger.append(tx, [_entry(item, still_open[item.attempt_id].sent_at, now, ids) for item in news])
    _consequences(tx, ledger, news, now, ids)
    unknown = [item for item in news if still_open[item.attempt_id].state is AttemptState.UNKNOWN]
    _close_settled(tx, unknown, now)
    return news


def _close_settled(tx: Tx, items: Sequence[Settled], now: datetime) -> None:
    """Nobody has to find out any more what a worker, late but alive after all, has found out itself."""
    known = [str(i.attempt_id) for i in items if i.outcome.attempt is not AttemptState.UNKNOWN]
    task_rows.take_back(tx, "unknown-outcome", known, now)


def _attempt_row(item: Settled, now: datetime) -> dict[str, object]:
    outcome = item.outcome
    return {
        "attempt_id": item.attempt_id,
        "state": outcome.attempt.value,
        "outcome_at": now,
        "provider_reference": outcome.provider_reference,
        "code": outcome.code,
        "fault": outcome.fault,
    }


def _outreach_row(item: Settled, now: datetime) -> dict[str, object]:
    outcome = item.outcome
    return {
        "outreach_id": item.outreach_id,
        "state": outcome.outreach.value,
        "due_at": outcome.due_at,
        "add_tries": int(outcome.is_try),
        "done_at": now if outcome.outreach is OutreachState.DONE else None,
    }


def _entry(item: Settled, sent_at: datetime | None, now: datetime, ids: Ids) -> Entry:
    outcome = item.outcome
    return Entry(
        entry_id=EntryId(ids.new()),
        customer_id=item.customer_id,
        kind=EntryKind.CONTACT_WITHDRAWN if outcome.code == WITHDRAWN else EntryKind.CONTACT_OUTCOME,
        at=now,
        public={"attempt_id": str(item.attempt_id), "state": outcome.attempt.value, "code": outcome.code},
        private={
            "provider_reference": outcome.provider_reference,
            "sent_at": sent_at.isoformat() if sent_at else None,
            **({"found_by": item.found_by.by, "note": item.found_by.note} if item.found_by else {}),
        },
        may_be_empty=True,
    )


def _consequences(tx: Tx, ledger: Ledger, items: Sequence[Settled], now: datetime, ids: Ids) -> None:
    unfit = [(i.contact_point_id, i.channel, i.outcome.code) for i in items if i.outcome.is_unfit]
    contact_points.mark_unfit(tx, unfit, now)
    task_rows.insert_tasks(tx, [_task(i, now, ids) for i in items if i.outcome.task])
    stops = [_opt_out(i, now) for i in items if i.outcome.opts_out]
    if stops:
        record_events(tx, ledger, stops, now=now, ids=ids, source="provider")


def _task(item: Settled, now: datetime, ids: Ids) -> dict[str, object]:
    kind = item.outcome.task or ""
    by_day = kind == "sender-refused"  # one alarm a day and channel, not one a message
    about = item.outreach_id if kind == "broken-outreach" else item.attempt_id
    return {
        "task_id": ids.new(),
        "customer_id": None if by_day else item.customer_id,
        "kind": kind,
        "reference": f"{item.channel}:{now.date()}" if by_day else str(about),
        "text": _TASK_TEXT[kind],
        "opened_at": now,
    }


def _opt_out(item: Settled, now: datetime) -> NewEvent:
    return NewEvent(
        type="opt_out",
        at=now,
        customer_id=item.customer_id,
        contact_point_id=item.contact_point_id,
        body=refusal(item.channel),
        dedupe_key=f"provider-stop:{item.attempt_id}",
    )


def refusal(channel: Channel) -> dict[str, object]:
    """Whoever stops texts or calls takes back the consent to automated ones: 47 CFR 64.1200(a)(10)."""
    revokes = {"revokes_consent": True} if channel in (Channel.SMS, Channel.VOICE) else {}
    return {"channel": channel.value, **revokes}
