"""Which figures does an audit keep? Each can be added to the same figure of another part of the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

_Figure = TypeVar("_Figure", int, timedelta)


@dataclass(slots=True)
class Worst:
    """The worst window of one limit. excused: windows over the limit that a consent or an answer explains."""

    limit: int
    window: str
    count: int = 0
    contacts: int = 0  # how many contacts were counted against it
    excused: int = 0
    over: int = 0
    at: datetime | None = None
    entry_id: str | None = None
    account_id: str | None = None

    def see(self, count: int, at: datetime, entry_id: str | None, account_id: str | None) -> None:
        """Take one contact's window."""
        self.contacts += 1
        if self.at is None or _is_first(-count, entry_id, -self.count, self.entry_id):
            self.count, self.at, self.entry_id, self.account_id = count, at, entry_id, account_id

    def add(self, other: Worst) -> None:
        """Take in the same limit's figure of another part."""
        contacts = self.contacts + other.contacts
        if other.at is not None:
            self.see(other.count, other.at, other.entry_id, other.account_id)
        self.contacts = contacts
        self.excused += other.excused
        self.over += other.over


@dataclass(slots=True)
class Hours:
    """Local times of contacts by one channel in one region, in minutes since midnight, on every clock."""

    by_hour: list[int] = field(default_factory=lambda: [0] * 24)
    earliest: int | None = None
    latest: int | None = None
    earliest_entry: str | None = None
    latest_entry: str | None = None

    def see(self, minute: int, entry_id: str | None) -> None:
        """Take one contact's reading of one clock."""
        self.by_hour[minute // 60] += 1
        self._see_edges(minute, entry_id, minute, entry_id)

    def add(self, other: Hours) -> None:
        """Take in the same figure of another part."""
        self.by_hour = [mine + theirs for mine, theirs in zip(self.by_hour, other.by_hour, strict=True)]
        if other.earliest is not None and other.latest is not None:
            self._see_edges(other.earliest, other.earliest_entry, other.latest, other.latest_entry)

    def _see_edges(self, earliest: int, early_entry: str | None, latest: int, late_entry: str | None) -> None:
        if self.earliest is None or _is_first(earliest, early_entry, self.earliest, self.earliest_entry):
            self.earliest, self.earliest_entry = earliest, early_entry
        if self.latest is None or _is_first(-latest, late_entry, -self.latest, self.latest_entry):
            self.latest, self.latest_entry = latest, late_entry


@dataclass(slots=True)
class Spread:
    """Lengths of time, to the second: how many of each."""

    seconds: Counter[int] = field(default_factory=Counter)
    worst_entry: str | None = None
    worst: int = -1

    def see(self, length: timedelta, entry_id: str | None) -> None:
        """Take one length."""
        value = max(0, round(length.total_seconds()))
        self.seconds[value] += 1
        self._see_worst(value, entry_id)

    def add(self, other: Spread) -> None:
        """Take in the same figure of another part."""
        self.seconds.update(other.seconds)
        if other.seconds:
            self._see_worst(other.worst, other.worst_entry)

    def _see_worst(self, value: int, entry_id: str | None) -> None:
        if self.worst < 0 or _is_first(-value, entry_id, -self.worst, self.worst_entry):
            self.worst, self.worst_entry = value, entry_id

    @property
    def count(self) -> int:
        """How many there are."""
        return self.seconds.total()

    @property
    def median(self) -> int | None:
        """The middle one, in seconds; the lower of two."""
        half = (self.count + 1) // 2
        return next((value for value, upto in self._upto() if upto >= half), None) if half else None

    def _upto(self) -> Iterator[tuple[int, int]]:
        total = 0
        for value in sorted(self.seconds):
            total += self.seconds[value]
            yield value, total


@dataclass(slots=True)
class Reaction:
    """How one kind of stop was obeyed. before: contacts it forbids that were ruled on before it was recorded;
    lasted: from receipt to the last of them. after: those ruled on afterwards: violations."""

    recorded: Spread = field(default_factory=Spread)
    lasted: Spread = field(default_factory=Spread)
    before: int = 0
    after: int = 0
    confirmed: int = 0

    def add(self, other: Reaction) -> None:
        """Take in the same figure of another part."""
        self.recorded.add(other.recorded)
        self.lasted.add(other.lasted)
        self.before += other.before
        self.after += other.after
        self.confirmed += other.confirmed


@dataclass(slots=True)
class Gap:
    """The shortest time between a conversation and the next call about the same debt."""

    shortest: timedelta | None = None
    entry_id: str | None = None
    account_id: str | None = None

    def see(self, length: timedelta, entry_id: str | None, account_id: str | None) -> None:
        """Take one gap."""
        if self.shortest is None or _is_first(length, entry_id, self.shortest, self.entry_id):
            self.shortest, self.entry_id, self.account_id = length, entry_id, account_id

    def add(self, other: Gap) -> None:
        """Take in the same figure of another part."""
        if other.shortest is not None:
            self.see(other.shortest, other.entry_id, other.account_id)


def _is_first(value: _Figure, entry_id: str | None, other: _Figure, other_id: str | None) -> bool:
    """Whether a figure goes before another; of equal ones the lower id, whichever part was counted first."""
    return (value, entry_id or "") < (other, other_id or "")
