"""May this call be made now? Judged when a collector says that they call; the number is shown only then.

It goes the way of every other contact: the ruling, the attempt and its slot, and the exact words in the
ledger, all committed before anybody can dial.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from gateway.calls.scripts import with_script
from gateway.dispatcher.cases import Case, CaseMaker
from gateway.dispatcher.composing import Composer
from gateway.dispatcher.contexts import Addresses
from gateway.dispatcher.dossier import gather
from gateway.dispatcher.judging import Judge
from gateway.dispatcher.rule_faults import RuleAlarm
from gateway.dispatcher.writing import Pages
from gateway.domain.clock import Clock
from gateway.domain.errors import Conflict, NotFound
from gateway.domain.ids import AttemptId, CreditorId, Ids
from gateway.domain.portfolio import Creditor
from gateway.domain.stops import StopCause
from gateway.domain.words import OPEN_OUTREACH, Channel, OutreachState, Verdict
from gateway.ledger import Ledger
from gateway.oneoffs import Preview
from gateway.render import Renderer
from gateway.store import Store, Tx, calls, controls, dispatch
from gateway.store.calls import MadeCall, WaitingCall

SAME_CLICK_WITHIN = timedelta(minutes=10)  # whose answer was lost asks again; later it must be judged anew
BY_HAND = "collector"  # what an attempt has in place of an adapter's name


@dataclass(frozen=True, slots=True)
class NotNow:
    """Why a call may not be made, and when it may; the number stays hidden."""

    preview: Preview
    is_over: bool = False  # nothing is owed any more, or it is too late: the call is cancelled


@dataclass(frozen=True, slots=True)
class _Handset:
    name: str = BY_HAND


@dataclass(frozen=True, slots=True)
class CallDesk:
    """Where collectors begin their calls."""

    store: Store
    ledger: Ledger
    judge: Judge
    renderer: Renderer
    creditors: Mapping[CreditorId, Creditor]
    clock: Clock
    ids: Ids

    def begin(self, outreach_id: UUID, caller: str) -> AttemptId | NotNow:
        """Return the attempt to make now, or why not. Said twice by one collector, it is the same attempt.

        Raises NotFound for what is no collector's call, Conflict where it is over, somebody else has it,
        another call to the customer is being made, or something has changed since it was begun.
        """
        now = self.clock.now()
        with self.store.begin() as tx:
            controls.hold_gate(tx)  # a stop commits before this look or after this transaction
            call = calls.lock_call(tx, outreach_id)
            if call is None:
                raise NotFound("there is no call of that id")
            begun = self._begun(tx, call, caller, now)
            return begun if begun is not None else self._judged(tx, call, caller, now)

    def _begun(self, tx: Tx, call: WaitingCall, caller: str, now: datetime) -> AttemptId | None:
        """Return the attempt that this collector has begun just now."""
        for other in calls.calls_to(tx, call.due.customer_id):
            if (other.outreach_id, other.caller) == (call.due.outreach_id, caller):
                if not self._stands(tx, call, other, now):
                    raise Conflict(
                        "this call was begun before and may not be made any more; tell what it came to"
                    )
                return other.attempt_id
            if other.is_open:
                raise Conflict(
                    "a call to this customer is being made; its outcome must be told before another begins"
                )
        if call.state not in OPEN_OUTREACH:
            raise Conflict("this call was made or is not wanted any more")
        return None

    def _stands(self, tx: Tx, call: WaitingCall, made: MadeCall, now: datetime) -> bool:
        """Whether the ruling of a call that was begun is still good: just now, no stop, no news since."""
        due = call.due
        stop = controls.stops(tx).of_contact(due.creditor_id, due.template, Channel.VOICE)
        is_stopped = stop is not None and stop.cause is not StopCause.BREAKER
        is_new = now - made.sent_at <= SAME_CLICK_WITHIN
        return is_new and not is_stopped and made.facts_version == due.facts_version

    def _judged(self, tx: Tx, call: WaitingCall, caller: str, now: datetime) -> AttemptId | NotNow:
        dossier = gather(tx, [call.due.customer_id], self.creditors, now).get(call.due.customer_id)
        maker = CaseMaker(self.judge, dispatch.newest_feeds(tx), controls.stops(tx))
        case = maker.decide(call.due, dossier, now)
        pages = Pages(self.ids, calls.A_PERSON, self.judge.rulebook.digest, now)
        alarm = RuleAlarm(self.ids, now)
        alarm.hear(case.judged)
        pages.tasks += alarm.tasks()
        if case.verdict is not Verdict.ALLOW:
            pages.add(case)
            pages.write(tx, self.ledger)
            return NotNow(Preview.of(case, now), is_over=case.state is OutreachState.CANCELLED)
        attempt_id = self._reserve(tx, case, pages, now)
        calls.mark_calling(tx, attempt_id, caller, now)
        return attempt_id

    def _reserve(self, tx: Tx, case: Case, pages: Pages, now: datetime) -> AttemptId:
        attempt_id = AttemptId(self.ids.new())
        composer = Composer(self.renderer, {Channel.VOICE: _Handset()})
        composed = composer.compose(case, attempt_id, Addresses(), now)
        pages.add(case, with_script(tx, case, composed, self.judge, self.renderer))
        pages.write(tx, self.ledger)
        return attempt_id
