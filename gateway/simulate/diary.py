"""What happened in a rehearsal, day by day? Counts for people and machines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from gateway.store.rehearsal import Made

WEEK = timedelta(days=7)


@dataclass(slots=True)
class Day:
    """One day, by the clock of UTC."""

    on: date
    planned: int = 0
    cancelled: int = 0
    paid: int = 0  # customers who paid everything
    sent: Counter[str] = field(default_factory=Counter)  # by channel
    rulings: Counter[str] = field(default_factory=Counter)  # changed states of outreach: deferred, refused, …

    @property
    def is_quiet(self) -> bool:
        """Whether nothing happened."""
        return not (self.planned or self.cancelled or self.paid or self.sent or self.rulings)


@dataclass(slots=True)
class Diary:
    """A whole rehearsal."""

    began_at: datetime
    ends_at: datetime
    days: list[Day] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)
    deferred_because: Counter[str] = field(default_factory=Counter)  # as it stands at the end
    refused_because: Counter[str] = field(default_factory=Counter)
    broken_because: Counter[str] = field(default_factory=Counter)

    def day(self, on: date) -> Day:
        """Return a day's page; a new one when it has come."""
        if not self.days or self.days[-1].on != on:
            self.days.append(Day(on))
        return self.days[-1]

    @property
    def sent(self) -> Counter[str]:
        """Contacts by channel."""
        return Counter(made.channel.value for made in self.made)

    @property
    def by_step(self) -> Counter[str]:
        """Contacts by strategy and step."""
        return Counter(f"{made.strategy} {made.step}" for made in self.made)

    @property
    def most_in_a_week(self) -> int:
        """The most contacts that any customer had within seven days."""
        return most_within(((made.customer_id, made.at) for made in self.made), WEEK)

    def as_dict(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        return {
            "began_at": self.began_at.isoformat(),
            "ends_at": self.ends_at.isoformat(),
            "sent": dict(self.sent),
            "by_step": dict(sorted(self.by_step.items())),
            "most_in_a_week": self.most_in_a_week,
            "deferred_because": dict(self.deferred_because.most_common()),
            "refused_because": dict(self.refused_because.most_common()),
            "broken_because": dict(self.broken_because.most_common()),
            "days": [
                {
                    "on": day.on.isoformat(),
                    "planned": day.planned,
                    "cancelled": day.cancelled,
                    "paid": day.paid,
                    "sent": dict(day.sent),
                    "rulings": dict(day.rulings),
                }
                for day in self.days
            ],
        }

    def as_lines(self) -> list[str]:
        """Return the rehearsal in words and columns."""
        lines = [
            f"{'day':<12}{'planned':>9}{'sent':>7}{'deferred':>10}{'refused':>9}{'cancelled':>11}{'paid':>6}"
        ]
        for day in self.days:
            if not day.is_quiet:
                lines.append(
                    f"{day.on!s:<12}{day.planned:>9,}{sum(day.sent.values()):>7,}{day.rulings['deferred']:>10,}"
                    f"{day.rulings['refused']:>9,}{day.cancelled:>11,}{day.paid:>6,}"
                )
        lines.append("")
        lines.append(
            f"Sent {len(self.made):,}; to any one customer at most {self.most_in_a_week} in seven days."
        )
        lines += _counted(self.sent) + _counted(self.by_step)
        for title, because in (
            ("deferred", self.deferred_because),
            ("refused", self.refused_because),
            ("broken", self.broken_because),
        ):
            if because:
                lines.append(f"At the end {sum(because.values()):,} {title}:")
                lines += _counted(because)
        return lines


def most_within(instants: Iterable[tuple[UUID, datetime]], length: timedelta) -> int:
    """Return the most instants of any one owner within a length of time, ends included only at its start."""
    of_owner: dict[UUID, list[datetime]] = defaultdict(list)
    for owner, at in instants:
        of_owner[owner].append(at)
    return max((_busiest(sorted(own), length) for own in of_owner.values()), default=0)


def _busiest(instants: Sequence[datetime], length: timedelta) -> int:
    first, most = 0, 0
    for last, at in enumerate(instants):
        while at - instants[first] >= length:
            first += 1
        most = max(most, last - first + 1)
    return most


def _counted(counts: Counter[str]) -> list[str]:
    return [f"  {count:>8,}  {what}" for what, count in counts.most_common()]
