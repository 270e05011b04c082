"""What follows when something was taken and could not be delivered? The number, the next try, a person."""

from __future__ import annotations

from datetime import datetime, timedelta

from channels.message import Aftermath, Again, PointNews
from gateway.deliveries.refusals import record_refusals
from gateway.domain.ids import EntryId, Ids, OutreachId
from gateway.domain.words import (
    REACHES,
    AttemptState,
    Channel,
    MessageKind,
    Origin,
    OutreachState,
)
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.store import Tx, contact_points, deliveries, oneoffs, task_rows
from gateway.store.deliveries import Sent
from gateway.store.dispatch import DueOutreach
from gateway.store.events import bump_facts
from gateway.store.outreach import reconsider

USUAL: dict[AttemptState, Aftermath] = {
    AttemptState.FAILED: Aftermath(PointNews.DOUBTFUL, Again.TOMORROW),
    AttemptState.BOUNCED: Aftermath(PointNews.UNFIT, Again.NEXT),
}
"""What follows where the provider's own table says nothing."""
WAITS = {Again.NEXT: timedelta(0), Again.LATER: timedelta(minutes=15), Again.TOMORROW: timedelta(days=1)}
MOST_ATTEMPTS = 3  # of one outreach: a number that fails again and again is not chased
DOUBTFUL_TIMES, DOUBTFUL_WITHIN = 3, timedelta(days=30)  # so many failures make a contact point unfit
OBLIGED = frozenset({MessageKind.VALIDATION_NOTICE, MessageKind.REQUIRED_BY_LAW})
TASK_TEXT = {
    "delivery-failed": "A message was taken but not delivered; its code says why. See whether more is wrong.",
    "sender-refused": "The provider refused us as a sender; mend the channel's settings or reputation.",
    "notice-undelivered": "A notice that the law requires came back; see that it reaches the customer.",
}


def follow(tx: Tx, ledger: Ledger, sent: Sent, aftermath: Aftermath, *, now: datetime, ids: Ids) -> None:
    """Carry out what a failed delivery means. The customer is locked by the caller."""
    _mark_point(tx, sent, aftermath, now, ids)
    if aftermath.opts_out:
        _opt_out(tx, ledger, sent, now, ids)
    if sent.kind in OBLIGED:
        _resend(tx, ledger, sent, now, ids)
    elif aftermath.again is not Again.NO:
        due_at = now + WAITS[aftermath.again]
        deliveries.reopen_outreach(tx, sent.outreach_id, due_at, most=MOST_ATTEMPTS)
    if aftermath.task:
        _ask(tx, sent, aftermath.task, now, ids)


def _mark_point(tx: Tx, sent: Sent, aftermath: Aftermath, now: datetime, ids: Ids) -> None:
    is_unfit = aftermath.point is PointNews.UNFIT
    if aftermath.point is PointNews.DOUBTFUL:
        since = now - DOUBTFUL_WITHIN
        failures = deliveries.failures_at(tx, sent.contact_point_id, sent.channel, since)
        is_unfit = failures >= DOUBTFUL_TIMES
        if is_unfit:
            _ask(tx, sent, "delivery-failed", now, ids)
    if is_unfit:
        contact_points.mark_unfit(tx, [(sent.contact_point_id, sent.channel, sent.code or "failed")], now)
        bump_facts(tx, [sent.customer_id])  # what is reserved for this number is judged once more
        reconsider(tx, [sent.customer_id], now)


def _opt_out(tx: Tx, ledger: Ledger, sent: Sent, now: datetime, ids: Ids) -> None:
    """The provider knows a refusal by our number and theirs; it holds for everybody who has that number."""
    value = contact_points.value_of(tx, sent.contact_point_id)
    others = contact_points.holders_of(tx, value, REACHES[sent.channel]) if value else []
    key = f"provider-stop:{sent.attempt_id}"
    record_refusals(tx, ledger, others, sent.channel, key, now=now, ids=ids)


def _resend(tx: Tx, ledger: Ledger, sent: Sent, now: datetime, ids: Ids) -> None:
    """A notice that is required and came back is owed still: by the channels that are left, or by letter."""
    left = [c for c in deliveries.channels_of(tx, sent.outreach_id) if c is not sent.channel]
    due = DueOutreach(
        outreach_id=OutreachId(ids.new()),
        customer_id=sent.customer_id,
        creditor_id=sent.creditor_id,
        origin=Origin.OBLIGATION.value,
        strategy=Origin.OBLIGATION.value,
        step="resend",
        cycle=str(sent.attempt_id),
        kind=sent.kind,
        template=sent.template,
        tone="friendly",
        channels=tuple(left) or (Channel.LETTER,),
        account_id=None,
        ruling_digest=None,
        tries=0,
        facts_version=0,
    )
    made = oneoffs.insert_one_off(tx, due, due_at=now, planned_at=now, requested_by="dunwell")
    if made == due.outreach_id:
        ledger.append(tx, [_planned(due, sent, now, ids)])
    _ask(tx, sent, "notice-undelivered", now, ids)


def _planned(due: DueOutreach, sent: Sent, now: datetime, ids: Ids) -> Entry:
    return Entry(
        entry_id=EntryId(ids.new()),
        customer_id=due.customer_id,
        kind=EntryKind.OUTREACH_PLANNED,
        at=now,
        public={
            "outreach_id": str(due.outreach_id),
            "strategy_step": f"{due.strategy}:{due.step}",
            "template": due.template,
            "state": OutreachState.DUE.value,
            "instead_of": str(sent.attempt_id),
        },
        may_be_empty=True,
    )


def _ask(tx: Tx, sent: Sent, kind: str, now: datetime, ids: Ids) -> None:
    by_day = kind == "sender-refused"  # one alarm a day and channel, not one a message
    task = {
        "task_id": ids.new(),
        "customer_id": None if by_day else sent.customer_id,
        "kind": kind,
        "reference": f"{sent.channel}:{now.date()}" if by_day else str(sent.attempt_id),
        "text": TASK_TEXT.get(kind, TASK_TEXT["delivery-failed"]),
        "opened_at": now,
    }
    task_rows.insert_tasks(tx, [task])
