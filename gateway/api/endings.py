"""What does somebody say that a call came to? One body for programs and for the console's form."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from gateway.calls import CallOutcome, Ending

TimeOfDay = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Hours(BaseModel):
    """Hours of the customer's day that do not suit them."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    from_: TimeOfDay = Field(alias="from")
    to: TimeOfDay


class Promise(BaseModel):
    """A day of payment. amount: absent where all that is open is promised."""

    model_config = ConfigDict(extra="forbid")
    on: date
    amount: Annotated[Decimal, Field(gt=0, max_digits=18)] | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None


class EndingRequest(BaseModel):
    """The outcome of a call, with the facts that came up."""

    model_config = ConfigDict(extra="forbid")
    outcome: CallOutcome
    promise: Promise | None = None
    disputes: bool = False
    stop_calls: bool = False
    not_between: Hours | None = None
    attorney: bool = False
    bankruptcy: bool = False
    deceased: bool = False
    callback_at: AwareDatetime | None = None
    note: Annotated[str, Field(max_length=2000)] = ""

    def ending(self) -> Ending:
        """Return it as the desk takes it."""
        promise, hours = self.promise, self.not_between
        return Ending(
            outcome=self.outcome,
            promise_on=promise.on if promise else None,
            promise_amount=promise.amount if promise else None,
            promise_currency=promise.currency if promise else None,
            disputes=self.disputes,
            stop_calls=self.stop_calls,
            not_between=(hours.from_, hours.to) if hours else None,
            attorney=self.attorney,
            bankruptcy=self.bankruptcy,
            deceased=self.deceased,
            callback_at=self.callback_at,
            note=self.note,
        )
