"""How much may leave before a second person is asked? Limits in contacts or money, over a span."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from gateway.domain.money import Money
from gateway.domain.words import Channel

MICRO = Decimal(1_000_000)  # money is counted in millionths: a text costs less than a cent


class Span(StrEnum):
    """What a limit is counted over; hours and days are those of UTC."""

    HOUR = "hour"
    DAY = "day"
    IMPORT = "import"  # what was planned within a day after a portfolio file


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many contacts, or at most so much money."""

    name: str
    span: Span
    contacts: int | None = None
    cost: Money | None = None
    channel: Channel | None = None
    creditor: str | None = None

    def covers(self, channel: Channel, creditor_id: str) -> bool:
        """Return whether a contact counts."""
        return self.channel in (None, channel) and self.creditor in (None, creditor_id)

    def window(self, now: datetime, import_id: UUID | None = None) -> str | None:
        """Return what names the span that a contact falls into, or None where it falls into none."""
        if self.span is Span.IMPORT:
            return str(import_id) if import_id else None
        return f"{now:%Y-%m-%dT%H}" if self.span is Span.HOUR else f"{now:%Y-%m-%d}"

    def ends_at(self, now: datetime) -> datetime:
        """Return when what is held back is looked at again."""
        if self.span is Span.HOUR:
            return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        return day_ends_at(now)

    def amount(self, cost_micros: int) -> int:
        """Return what one contact takes, as this limit counts."""
        return 1 if self.contacts is not None else cost_micros

    @property
    def most(self) -> int:
        """The limit as a count: contacts, or millionths of its currency."""
        return self.contacts if self.contacts is not None else micros(self.cost)

    def in_words(self, amount: int) -> str:
        """Return an amount, as this limit counts, for people."""
        if self.cost is None:
            return f"{amount:,} contacts" if amount != 1 else "1 contact"
        return f"{from_micros(amount, self.cost.currency).amount:.2f} {self.cost.currency}"

    @property
    def because(self) -> str:
        """Return why something is held back, as a sentence."""
        whose = f" by {self.channel}" if self.channel else ""
        for_whom = f" for {self.creditor}" if self.creditor else ""
        per = "from one import" if self.span is Span.IMPORT else f"in one {self.span}"
        return (
            f"The volume limit {self.name} is reached: {self.in_words(self.most)}{whose}{for_whom} {per}. "
            "Two people can lift it."
        )


def day_ends_at(now: datetime) -> datetime:
    """Return the next midnight of UTC."""
    return datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)


def micros(money: Money | None) -> int:
    """Return money in millionths of its currency. Raises ValueError for a fraction of one."""
    if money is None:
        return 0
    scaled = money.amount * MICRO
    if scaled != scaled.to_integral_value():
        raise ValueError("a price has at most six decimals")
    return int(scaled)


def from_micros(amount: int, currency: str) -> Money:
    """Return the money that so many millionths of a currency are."""
    return Money(Decimal(amount) / MICRO, currency)


def covering(limits: Iterable[Limit], channel: Channel, creditor_id: str) -> list[Limit]:
    """Return the limits that a contact counts against, by name."""
    found = [limit for limit in limits if limit.covers(channel, creditor_id)]
    return sorted(found, key=lambda limit: limit.name)
