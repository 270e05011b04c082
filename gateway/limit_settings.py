"""How much may leave before a second person is asked? One `[[limit]]` table each, checked to the last key."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, StringConstraints, model_validator

from gateway.domain.limits import Limit, Span
from gateway.domain.money import Money
from gateway.domain.words import Channel

_COST = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?) ([A-Z]{3})")


class LimitSettings(BaseModel):
    """A volume limit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")] = Field(
        description="What it is called: small letters, digits, hyphens."
    )
    per: Span = Field(
        description="`hour` or `day` (of UTC), or `import`: reminders that a strategy planned within a day "
        "after one portfolio file."
    )
    contacts: PositiveInt | None = Field(default=None, description="So many contacts at most.")
    cost: str | None = Field(
        default=None, description='Or so much money, by the price list, such as `"50.00 USD"`.'
    )
    channel: Channel | None = Field(default=None, description="Of one channel only.")
    creditor: str | None = Field(default=None, description="Of one creditor only.")

    @model_validator(mode="after")
    def _one_measure(self) -> LimitSettings:
        if (self.contacts is None) == (self.cost is None):
            raise ValueError("give one of contacts and cost")
        if self.cost is not None and (not _COST.fullmatch(self.cost) or self._money().amount <= 0):
            raise ValueError('write the cost with its currency, such as "50.00 USD"')
        return self

    def limit(self) -> Limit:
        """Return the limit."""
        money = self._money() if self.cost is not None else None
        return Limit(self.name, self.per, self.contacts, money, self.channel, self.creditor)

    def _money(self) -> Money:
        amount, _, currency = (self.cost or "").partition(" ")
        return Money(Decimal(amount), currency)
