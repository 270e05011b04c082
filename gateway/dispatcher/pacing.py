"""Is it this message's turn at its provider? Turns are shared by all daemons and given out by deadline.

What has no turn soon waits in the database, and whose permission ends first is called up first. So the end
of a contact window strands as few messages as the rate allows, and none leaves after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from channels.message import Adapter, Message
from channels.segments import segments
from gateway.dispatcher.cases import ASK_AGAIN_AFTER, LEAST_WAIT, Case
from gateway.dispatcher.composing import sender_of
from gateway.domain.rates import Rate, Rates, Route
from gateway.domain.words import Channel, OutreachState, Verdict
from gateway.store import Tx, pacing

PACED = "provider-pace"  # stands for a rule where a provider's pace holds back
AHEAD = timedelta(seconds=5)  # turns are given out so far ahead: until the next look at what is due


class Pacer:
    """Knows the rate of each provider; makes the turns of each batch."""

    def __init__(self, adapters: Mapping[Channel, Adapter], rates: Rates, ahead: timedelta = AHEAD) -> None:
        self._adapters, self._rates, self._ahead = adapters, rates, ahead

    def call_up(self, tx: Tx, now: datetime) -> dict[str, pacing.Line]:
        """Set due what waits and has its turn soon; return all lines as they stand."""
        lines = pacing.lines(tx)
        for key, line in lines.items():
            provider, channel, sender = [*key.split(":", 2), ""][:3]
            rate = self._rates.get((provider, Channel(channel)))
            route = Route(provider, Channel(channel), sender)
            rest_until = lines.get(route.way, line).rest_until
            if rate is None or (rest_until and rest_until > now):
                continue
            first = max(now, line.next_at or now)
            pacing.call_up(tx, route.hold, rate.turns_until(now + self._ahead, first), first, now)
        return lines

    def turns(self, tx: Tx, lines: Mapping[str, pacing.Line], now: datetime) -> Turns:
        """Return the turns of one batch."""
        return Turns(tx, self.route, self._rates, lines, now, self._ahead)

    def route(self, case: Case) -> Route:
        """Return the way that an allowed case would take."""
        assert case.dossier is not None
        channel = case.way.channel
        provider = self._adapters[channel].name
        rate = self._rates.get((provider, channel))
        sender = sender_of(case.dossier.creditor, channel) if rate and rate.by_sender else ""
        return Route(provider, channel, sender)


class Turns:
    """The turns that one transaction gives out; the lines it touches are locked until it ends."""

    def __init__(
        self,
        tx: Tx,
        route_of: Callable[[Case], Route],
        rates: Rates,
        lines: Mapping[str, pacing.Line],
        now: datetime,
        ahead: timedelta,
    ) -> None:
        self._tx, self._route_of, self._rates = tx, route_of, rates
        self._lines, self._now, self._until = dict(lines), now, now + ahead
        self._next: dict[str, datetime] = {}
        self._likely: dict[str, datetime] = {}
        self._queues: dict[str, bool] = {}

    def sorted_out(self, cases: Iterable[Case]) -> list[Case]:
        """Return the cases, those whose permission ends first in front; what must wait no longer sends."""
        wanted = sorted(cases, key=self._deadline)
        routes = {case.due.outreach_id: self._route_of(case) for case in wanted}
        paced = {route.key for route in routes.values() if self._rate(route)}
        self._lines |= pacing.lock_lines(self._tx, paced)
        self._next = {key: max(self._now, self._lines[key].next_at or self._now) for key in paced}
        self._likely = dict(self._next)
        return [self._waiting(case, routes[case.due.outreach_id]) or case for case in wanted]

    def turn(self, case: Case) -> datetime | Case | None:
        """Return when a case may leave: None means at once; a case means that it must wait."""
        route = self._route_of(case)
        rate = self._rate(route)
        if rate is None:
            return None
        turn = self._next[route.key]
        return turn if turn < self._deadline(case) else self._queued(case, route, rate)

    def take(self, case: Case, message: Message) -> None:
        """Take the turns that a finished message needs."""
        route = self._route_of(case)
        rate = self._rate(route)
        if rate is not None:
            self._next[route.key] += rate.spacing(units_of(message, rate))

    def write(self) -> None:
        """Write down which turns were taken."""
        pacing.keep_turns(self._tx, self._next)

    def _waiting(self, case: Case, route: Route) -> Case | None:
        line, rate = self._lines.get(route.way), self._rate(route)
        if line and line.rest_until and line.rest_until > self._now:
            because = f"{route.provider} takes no more by {route.channel} until {_clock(line.rest_until)}."
            if rate is None:
                return _held(case, because, None, line.rest_until)
            return self._until_deadline(case, because, route)
        if rate is None:
            return None
        likely = self._likely[route.key]
        is_called = case.due.held_by == route.hold
        if likely > self._until or likely >= self._deadline(case) or (self._queue(route) and not is_called):
            return self._queued(case, route, rate)
        self._likely[route.key] = likely + rate.spacing()
        return None

    def _queue(self, route: Route) -> bool:
        if route.hold not in self._queues:
            self._queues[route.hold] = pacing.waits(self._tx, route.hold)
        return self._queues[route.hold]

    def _queued(self, case: Case, route: Route, rate: Rate) -> Case:
        because = f"{route.provider} takes {rate.in_words}; this waits for its turn."
        return self._until_deadline(case, because, route)

    def _until_deadline(self, case: Case, because: str, route: Route) -> Case:
        """Called up before, if its turn comes; else judged again when the permission is over."""
        return _held(case, because, route.hold, max(self._deadline(case), self._now + LEAST_WAIT))

    def _rate(self, route: Route) -> Rate | None:
        return self._rates.get((route.provider, route.channel))

    def _deadline(self, case: Case) -> datetime:
        """The end of the permission. Where there is none, nobody waits longer than an hour for a turn."""
        ends = (case.way.not_after, case.due.not_after)
        return min((end for end in ends if end), default=self._now + ASK_AGAIN_AFTER)


def units_of(message: Message, rate: Rate) -> int:
    """Return what a message takes of a rate."""
    return segments(message.text).count if rate.unit == "segments" else 1


def _held(case: Case, because: str, hold: str | None, due_at: datetime) -> Case:
    return replace(
        case,
        state=OutreachState.DEFERRED,
        verdict=Verdict.DEFER,
        because=because,
        due_at=due_at,
        rule=PACED,
        held_by=hold,
    )


def _clock(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
