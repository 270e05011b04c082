"""Is there room under the volume limits? Counted where it is reserved, for all daemons together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from gateway.controls import LIMIT_REACHED
from gateway.dispatcher.cases import Case
from gateway.domain.limits import Limit, Span, covering
from gateway.domain.words import Origin, OutreachState, Verdict
from gateway.store import Tx, volume
from gateway.store.volume import COUNTED_AFTER_IMPORT, Place

REACHED = LIMIT_REACHED  # stands for a rule where a limit holds back; and the kind of the task
Taken = list[tuple[str, str, int]]  # limit, window, amount


class Meter:
    """What the cases of one batch take of each limit; the counts it reads are locked until it is over."""

    def __init__(self, tx: Tx, limits: Sequence[Limit], now: datetime) -> None:
        self._tx, self._limits, self._now = tx, limits, now
        self._seen: dict[Place, int] = {}
        self._used: dict[Place, int] = {}
        self._most: dict[Place, int] = {}
        self._likely: dict[Place, int] = {}
        self._imports: list[tuple[str, UUID, datetime]] = []
        self.reached: dict[Place, Limit] = {}

    def sorted_out(self, cases: Iterable[Case]) -> list[Case]:
        """Return the cases; what has surely no room no longer sends."""
        wanted = list(cases)
        if not self._limits or not wanted:
            return wanted
        if any(limit.span is Span.IMPORT for limit in self._limits):
            earliest = min((c.due.planned_at for c in wanted if c.due.planned_at), default=self._now)
            self._imports = volume.imports_since(self._tx, earliest - COUNTED_AFTER_IMPORT)
        places = {place: limit for case in wanted for place, limit in self._places(case)}
        self._seen = volume.lock_counts(self._tx, places.keys())
        more = volume.lifted(self._tx, places.keys(), self._now)
        self._most = {place: limit.most + more.get(place, 0) for place, limit in places.items()}
        self._used, self._likely = dict(self._seen), dict(self._seen)
        return [self._full(case) or case for case in wanted]

    def take(self, case: Case, cost_micros: int) -> Taken | Case:
        """Return what a finished message takes of each limit, or the case that must wait instead."""
        places = self._places(case)
        for place, limit in places:
            if self._used[place] + limit.amount(cost_micros) > self._most[place]:
                return self._held(case, place, limit)
        for place, limit in places:
            self._used[place] += limit.amount(cost_micros)
        return [(*place, limit.amount(cost_micros)) for place, limit in places]

    def write(self) -> None:
        """Write down what the limits have come to."""
        volume.keep_counts(self._tx, self._seen, self._used)

    def _full(self, case: Case) -> Case | None:
        places = self._places(case)
        for place, limit in places:
            least = 1 if limit.contacts is not None else 0
            if self._likely[place] + least > self._most[place]:
                return self._held(case, place, limit)
        for place, limit in places:
            self._likely[place] += limit.contacts is not None
        return None

    def _held(self, case: Case, place: Place, limit: Limit) -> Case:
        self.reached[place] = limit
        return replace(
            case,
            state=OutreachState.DEFERRED,
            verdict=Verdict.DEFER,
            because=limit.because,
            due_at=limit.ends_at(self._now),
            rule=REACHED,
            held_by=hold_of(place),
        )

    def _places(self, case: Case) -> list[tuple[Place, Limit]]:
        """What a customer asked for is their own doing: an answer is neither counted nor held back."""
        if case.due.origin == Origin.ANSWER:
            return []
        found = []
        for limit in covering(self._limits, case.way.channel, case.due.creditor_id):
            window = limit.window(self._now, self._import_of(case) if limit.span is Span.IMPORT else None)
            if window is not None:
                found.append(((limit.name, window), limit))
        return found

    def _import_of(self, case: Case) -> UUID | None:
        """The newest portfolio file before a strategy planned it, where that was soon after."""
        planned_at = case.due.planned_at
        if case.due.origin != Origin.STRATEGY or planned_at is None:
            return None
        for creditor_id, import_id, imported_at in self._imports:
            if creditor_id == case.due.creditor_id and imported_at <= planned_at:
                return import_id if planned_at - imported_at <= COUNTED_AFTER_IMPORT else None
        return None


def hold_of(place: Place) -> str:
    """Return what marks outreach that a limit holds back."""
    return f"limit:{place[0]}:{place[1]}"
