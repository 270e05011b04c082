"""What does the draft change in the coming days? Two rehearsals of the same days, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from gateway.domain.ids import CustomerId
from gateway.simulate import Diary
from gateway.store.rehearsal import Made

_Wish = tuple[CustomerId, str, str, str]  # customer, strategy, step, cycle


@dataclass(frozen=True, slots=True)
class Shifts:
    """How much later or earlier the same things happen."""

    later: tuple[timedelta, ...]
    earlier: tuple[timedelta, ...]
    same: int

    @classmethod
    def of(cls, pairs: Iterable[tuple[datetime, datetime]]) -> Shifts:
        """Return the shifts of pairs: in force, draft."""
        by = [after - before for before, after in pairs]
        zero = timedelta()
        later, earlier = (one for one in by if one > zero), (-one for one in by if one < zero)
        return cls(tuple(sorted(later)), tuple(sorted(earlier)), sum(one == zero for one in by))

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {"later": _spread(self.later), "earlier": _spread(self.earlier), "same_instant": self.same}


@dataclass(frozen=True, slots=True)
class Days:
    """Two diaries compared. Customers are sorted by when the side that contacts them does so."""

    before: Diary
    after: Diary
    newly: tuple[CustomerId, ...]
    no_longer: tuple[CustomerId, ...]
    delayed: tuple[tuple[CustomerId, timedelta], ...]  # the first contact, the worst first
    both: int  # customers contacted under both
    first: Shifts  # of the first contact of customers contacted under both
    steps: Shifts  # of the same step of the same cycle
    only_before: int  # contacts by a step that the other side does not make
    only_after: int
    other_channel: Counter[tuple[str, str]]  # of the same step: in force, draft

    @property
    def changes_anything(self) -> bool:
        """Whether any contact is made otherwise under the draft."""
        moved = self.steps.later or self.steps.earlier
        return bool(moved or self.only_before or self.only_after or self.other_channel)

    def by_day(self) -> dict[date, tuple[Counter[str], Counter[str]]]:
        """Return the contacts of each day by channel: in force, draft."""
        found: dict[date, tuple[Counter[str], Counter[str]]] = {}
        for side, diary in enumerate((self.before, self.after)):
            for made in diary.made:
                page = found.setdefault(made.at.date(), (Counter(), Counter()))
                page[side][made.channel.value] += 1
        return dict(sorted(found.items()))

    def by_channel(self) -> dict[str, tuple[int, int]]:
        """Return the contacts by channel: in force, draft."""
        return side_by_side(self.before.sent, self.after.sent)

    def by_step(self) -> dict[str, tuple[int, int]]:
        """Return the contacts by strategy and step: in force, draft."""
        return side_by_side(self.before.by_step, self.after.by_step)


def compare(before: Diary, after: Diary) -> Days:
    """Return what differs between the rehearsal with what is in force and the one with the draft."""
    first_before, first_after = _first_of_customers(before), _first_of_customers(after)
    steps_before, steps_after = _by_step(before), _by_step(after)
    in_both = [one for one in first_before if one in first_after]
    delays = [(one, first_after[one] - first_before[one]) for one in in_both]
    delayed = [(one, by) for one, by in delays if by > timedelta()]
    same_steps = [one for one in steps_before if one in steps_after]
    pairs = [(steps_before[one], steps_after[one]) for one in same_steps]
    return Days(
        before=before,
        after=after,
        newly=tuple(one for one in first_after if one not in first_before),
        no_longer=tuple(one for one in first_before if one not in first_after),
        delayed=tuple(sorted(delayed, key=lambda one: one[1], reverse=True)),
        both=len(in_both),
        first=Shifts.of((first_before[one], first_after[one]) for one in in_both),
        steps=Shifts.of((old.at, new.at) for old, new in pairs),
        only_before=len(steps_before) - len(same_steps),
        only_after=len(steps_after) - len(same_steps),
        other_channel=Counter(
            (old.channel.value, new.channel.value) for old, new in pairs if old.channel is not new.channel
        ),
    )


def side_by_side(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Return both counts of everything that either side counts."""
    return {name: (before.get(name, 0), after.get(name, 0)) for name in sorted({*before, *after})}


def _first_of_customers(diary: Diary) -> dict[CustomerId, datetime]:
    found: dict[CustomerId, datetime] = {}
    for made in diary.made:
        found.setdefault(made.customer_id, made.at)
    return found


def _by_step(diary: Diary) -> dict[_Wish, Made]:
    return {(made.customer_id, made.strategy, made.step, made.cycle): made for made in diary.made}


def _spread(by: tuple[timedelta, ...]) -> dict[str, Any]:
    if not by:
        return {"count": 0, "median_seconds": None, "worst_seconds": None}
    return {
        "count": len(by),
        "median_seconds": round(median(one.total_seconds() for one in by)),
        "worst_seconds": round(by[-1].total_seconds()),
    }
