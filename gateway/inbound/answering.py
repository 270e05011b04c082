"""What do we answer by ourselves? A stop is confirmed once, HELP is answered once a day; both are judged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.domain.ids import EntryId, EventId, Ids, OutreachId
from gateway.domain.words import Channel, MessageKind, Origin, OutreachState
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.store import Tx, oneoffs
from gateway.store.contact_points import Holder
from gateway.store.dispatch import DueOutreach

CONFIRM_WITHIN = timedelta(minutes=5)  # 47 CFR 64.1200(a)(12): later it must be shown to be reasonable
ANSWER_WITHIN = timedelta(hours=1)  # nobody waits longer for an answer to HELP


@dataclass(frozen=True, slots=True)
class Answer:
    """A text that we would like to send back. once: whatever makes a second one of the kind superfluous."""

    kind: MessageKind
    template: str
    in_reply_to: EventId
    not_after: datetime
    once: str


def confirm_stop(stop: EventId, received_at: datetime) -> Answer:
    """Return the one confirmation of a stop."""
    return Answer(
        MessageKind.OPT_OUT_CONFIRMATION,
        "opt-out-confirmation",
        stop,
        received_at + CONFIRM_WITHIN,
        f"stop:{stop}",
    )


def tell_who_we_are(question: EventId, now: datetime) -> Answer:
    """Return the answer to HELP, the same all day."""
    return Answer(MessageKind.REPLY, "help", question, now + ANSWER_WITHIN, f"help:{now.date()}")


def queue_answer(tx: Tx, ledger: Ledger, to: Holder, answer: Answer, *, now: datetime, ids: Ids) -> None:
    """Queue an answer to the contact point that the question came from, unless the same one was queued.

    It is an outreach like every other: judged when it leaves, counted, in the ledger.
    """
    due = DueOutreach(
        outreach_id=OutreachId(ids.new()),
        customer_id=to.customer_id,
        creditor_id=to.creditor_id,
        origin=Origin.ANSWER.value,
        strategy=Origin.ANSWER.value,
        step=answer.template,
        cycle=answer.once,
        kind=answer.kind,
        template=answer.template,
        tone="friendly",
        channels=(Channel.SMS,),
        account_id=None,
        ruling_digest=None,
        tries=0,
        facts_version=0,
        in_reply_to=str(answer.in_reply_to),
        contact_point_id=to.contact_point_id,
        not_after=answer.not_after,
    )
    made = oneoffs.insert_one_off(tx, due, due_at=now, planned_at=now, requested_by="dunwell")
    if made == due.outreach_id:
        ledger.append(tx, [_entry(due, now, ids)])


def _entry(due: DueOutreach, now: datetime, ids: Ids) -> Entry:
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
        },
        may_be_empty=True,
    )
