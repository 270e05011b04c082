"""What does a contact cost? By a price list, in exact amounts, from its units and the recipient's country."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from gateway.domain.limits import micros
from gateway.domain.money import Money
from gateway.domain.words import Channel


@dataclass(frozen=True, slots=True)
class Price:
    """One row of a price list. countries: none means every other country."""

    provider: str
    channel: Channel
    unit: str
    each: Decimal
    currency: str
    first: Decimal = Decimal(0)
    countries: frozenset[str] = frozenset()

    def of(self, units: int) -> Money:
        """Return the price of so many units."""
        return Money(self.first + self.each * units, self.currency)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one contact is expected to cost, and for how many of what."""

    units: int
    unit: str
    money: Money

    @property
    def micros(self) -> int:
        """The money in millionths of its currency."""
        return micros(self.money)


class PriceList:
    """The price of each provider, channel and country."""

    def __init__(self, prices: Iterable[Price] = ()) -> None:
        self._rows: dict[tuple[str, Channel], list[Price]] = {}
        for price in prices:
            self._rows.setdefault((price.provider, price.channel), []).append(price)

    def price(self, provider: str, channel: Channel, country: str | None) -> Price | None:
        """Return the row that a recipient's country falls under; None where the list says nothing of it."""
        rows = self._rows.get((provider, channel), [])
        named = (row for row in rows if country in row.countries)
        return next(named, None) or next((row for row in rows if not row.countries), None)

    def currency(self, provider: str, channel: Channel) -> str | None:
        """Return the currency that a provider asks for on a channel."""
        rows = self._rows.get((provider, channel))
        return rows[0].currency if rows else None
