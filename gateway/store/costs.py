"""What did contacts cost? Expected and told, by channel, creditor or template; nothing about anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from gateway.domain.ids import AttemptId
from gateway.domain.limits import from_micros, micros
from gateway.domain.money import Money
from gateway.domain.words import COUNTS
from gateway.store.schema import attempt

_LEFT = attempt.c.state.in_([state.value for state in COUNTS])


class By(StrEnum):
    """What costs are added up by."""

    CHANNEL = "channel"
    CREDITOR = "creditor"
    TEMPLATE = "template"


_COLUMNS = {
    By.CHANNEL: attempt.c.channel,
    By.CREDITOR: attempt.c.creditor_id,
    By.TEMPLATE: attempt.c.template,
}


@dataclass(frozen=True, slots=True)
class CostRow:
    """The contacts of one channel, creditor or template in one currency.

    cost: by the provider's word, or else as expected. told: so many have the provider's word. expected: of
    those whose price list has the same currency.
    """

    name: str
    contacts: int
    units: int
    told: int
    expected: Money
    cost: Money

    def as_json(self) -> dict[str, Any]:
        """Return it for programs and spreadsheets, amounts as exact text."""
        return {
            "name": self.name,
            "contacts": self.contacts,
            "units": self.units,
            "told": self.told,
            "expected": f"{self.expected.amount:f}",
            "cost": f"{self.cost.amount:f}",
            "currency": self.cost.currency,
        }


def costs(tx: sa.Connection, by: By, since: datetime | None, before: datetime | None) -> list[CostRow]:
    """Return what contacts cost that have a price, the dearest first. What never left costs nothing."""
    name, columns = _COLUMNS[by], attempt.c
    currency = sa.func.coalesce(columns.price_currency, columns.cost_currency)
    paid = sa.func.coalesce(columns.price_micros, columns.cost_micros)
    expected = sa.case((columns.cost_currency == currency, columns.cost_micros))
    query = (
        sa.select(
            name.label("name"),
            currency.label("currency"),
            sa.func.count().label("contacts"),
            sa.func.coalesce(sa.func.sum(columns.units), 0).label("units"),
            sa.func.count(columns.price_micros).label("told"),
            sa.func.coalesce(sa.func.sum(expected), 0).label("expected"),
            sa.func.sum(paid).label("paid"),
        )
        .where(_LEFT, paid.is_not(None))
        .group_by(name, currency)
    )
    if since is not None:
        query = query.where(columns.reserved_at >= since)
    if before is not None:
        query = query.where(columns.reserved_at < before)
    found = sorted(tx.execute(query), key=lambda row: (-row.paid, row.name, row.currency))
    return [
        CostRow(
            row.name,
            row.contacts,
            int(row.units),
            row.told,
            from_micros(int(row.expected), row.currency),
            from_micros(int(row.paid), row.currency),
        )
        for row in found
    ]


def keep_prices(tx: sa.Connection, prices: Mapping[AttemptId, Money]) -> None:
    """Write down what a provider asks for attempts of ours."""
    if not prices:
        return
    change = sa.update(attempt).where(attempt.c.attempt_id == sa.bindparam("key"))
    values = change.values(
        price_micros=sa.bindparam("micros", type_=sa.BigInteger), price_currency=sa.bindparam("currency")
    )
    tx.execute(
        values,
        [
            {"key": attempt_id, "micros": micros(price), "currency": price.currency}
            for attempt_id, price in sorted(prices.items())
        ],
    )


def total_since(tx: sa.Connection, since: datetime) -> dict[str, int]:
    """Return what is expected to have been spent, in millionths of each currency."""
    columns = attempt.c
    query = (
        sa.select(columns.cost_currency, sa.func.sum(columns.cost_micros))
        .where(_LEFT, columns.reserved_at >= since, columns.cost_micros > 0)
        .group_by(columns.cost_currency)
    )
    return {row[0]: int(row[1]) for row in sorted(tx.execute(query))}
