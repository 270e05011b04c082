"""Whom should a collector call next? Who may be called now and often answers at this hour comes first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from compliance.facts import Event
from gateway.calls.scripts import masked
from gateway.dispatcher.cases import CaseMaker
from gateway.dispatcher.dossier import Dossier, gather
from gateway.dispatcher.judging import Judge
from gateway.domain.errors import NotFound
from gateway.domain.ids import CreditorId
from gateway.domain.portfolio import Creditor
from gateway.domain.words import Channel, Verdict
from gateway.oneoffs import Preview
from gateway.store import Tx, calls, controls, dispatch
from gateway.store.calls import WaitingCall
from gateway.why import clock_of

MOST = 200  # on one list; nobody calls more in a day
_BEST_OF = 3  # hours that are named as the best
_ORDER = {Verdict.ALLOW: 0, Verdict.DEFER: 1, Verdict.REFUSE: 2}


@dataclass(frozen=True, slots=True)
class CallTask:
    """A call that waits for a collector, as far as it may be seen before it is judged.

    best_hours: at which hours of their day the customer has answered, the most frequent first.
    """

    call: WaitingCall
    dossier: Dossier
    time_zone: str
    preview: Preview
    open_until: datetime | None  # when the permission ends, where it is open now
    best_hours: tuple[int, ...]
    number: str  # masked

    @property
    def account_id(self) -> str:
        """The account that it is about, or the first of several."""
        named = self.call.due.account_id
        return str(named or (self.dossier.accounts[0].account_id if self.dossier.accounts else ""))

    def is_good_hour(self, now: datetime) -> bool:
        """Whether the customer often answers at this hour of their day."""
        return now.astimezone(ZoneInfo(self.time_zone)).hour in self.best_hours


def work_list(
    tx: Tx, judge: Judge, creditors: Mapping[CreditorId, Creditor], now: datetime
) -> list[CallTask]:
    """Return the calls that wait, best first: those that may be made now, at a good hour and while they
    still may; then those whose time comes soonest; those that may not be made stand last."""
    tasks = _tasks(tx, judge, creditors, calls.waiting_calls(tx, now, MOST), now)
    return sorted(tasks, key=lambda task: _rank(task, now))


def task_of(
    tx: Tx, judge: Judge, creditors: Mapping[CreditorId, Creditor], outreach_id: UUID, now: datetime
) -> CallTask:
    """Return one call with what the rulebook would say now. Raises NotFound for what is none."""
    call = calls.find_call(tx, outreach_id)
    found = _tasks(tx, judge, creditors, [call], now) if call else []
    if not found:
        raise NotFound("there is no call of that id")
    return found[0]


def _tasks(
    tx: Tx,
    judge: Judge,
    creditors: Mapping[CreditorId, Creditor],
    waiting: Sequence[WaitingCall],
    now: datetime,
) -> list[CallTask]:
    dossiers = gather(tx, {call.due.customer_id for call in waiting}, creditors, now)
    maker = CaseMaker(judge, dispatch.newest_feeds(tx), controls.stops(tx))
    found = []
    for call in waiting:
        dossier = dossiers.get(call.due.customer_id)
        if dossier is None:
            continue
        zone = clock_of(dossier.customer, dossier.points, creditors)
        case = maker.decide(call.due, dossier, now)
        point = case.way.point if case.judged else next(iter(dossier.points_for(Channel.VOICE)), None)
        found.append(
            CallTask(
                call=call,
                dossier=dossier,
                time_zone=zone,
                preview=Preview.of(case, now),
                open_until=case.way.not_after if case.sends else None,
                best_hours=_best_hours(dossier.events, zone),
                number=masked(point.value) if point else "no number",
            )
        )
    return found


def _rank(task: CallTask, now: datetime) -> tuple[int, bool, datetime, str]:
    preview = task.preview
    until = task.open_until if preview.verdict is Verdict.ALLOW else preview.permitted_at
    last = until or task.call.planned_at
    return _ORDER[preview.verdict], not task.is_good_hour(now), last, str(task.call.due.outreach_id)


def _best_hours(events: Sequence[Event], zone: str) -> tuple[int, ...]:
    """When somebody picked up or came to us tells more than any rule of thumb."""
    answered = [e.at for e in events if e.direction == "inbound" or e.result == "conversation"]
    hours = Counter(at.astimezone(ZoneInfo(zone)).hour for at in answered)
    ranked = sorted(hours, key=lambda hour: (-hours[hour], hour))
    return tuple(ranked[:_BEST_OF])
