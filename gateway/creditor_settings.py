"""What must the settings say of a creditor? One `[[creditor]]` table, checked to the last key."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal

from email_validator import EmailNotValidError, validate_email
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PositiveInt,
    StringConstraints,
    model_validator,
)

from gateway.domain.ids import CreditorId
from gateway.domain.payment_plan import MOST_INSTALMENTS, Interval, PlanPolicy
from gateway.domain.portfolio import Creditor, HowToPay

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Telephone = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$")]
Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")]  # ISO 3166-2
CheckFact = Literal[
    "postal_code", "last_name", "birth_year", "customer_number", "account_number", "invoice_number"
]


def _email(value: str) -> str:
    try:
        return validate_email(value, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise ValueError(str(error)) from None


def _payment_page(value: str) -> str:
    if not re.match(r"https://[^/\s]+", value):
        raise ValueError("a payment page needs an https address")
    return value


def _two_different(value: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(value)) < 2:
        raise ValueError("name at least two different facts: one alone is too easily known by somebody else")
    return value


Email = Annotated[str, AfterValidator(_email)]
CheckFacts = Annotated[tuple[CheckFact, ...], AfterValidator(_two_different)]


class PaymentSettings(BaseModel):
    """The creditor's own ways to be paid; every reminder names them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    page: Annotated[str, AfterValidator(_payment_page)] | None = Field(
        default=None, description="https address of the creditor's own payment page."
    )
    bank: Text | None = Field(default=None, description="Bank details, several lines.")
    post: Text | None = Field(default=None, description="Where a cheque goes.")

    @model_validator(mode="after")
    def _at_least_one(self) -> PaymentSettings:
        if not (self.page or self.bank or self.post):
            raise ValueError("say how the creditor is paid: page, bank or post")
        return self


class PlanSettings(BaseModel):
    """Which payment plans are agreed at once; a person looks at every other proposal."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fewest: Annotated[int, Field(ge=2, le=MOST_INSTALMENTS)] = Field(
        default=2, description="Fewest instalments."
    )
    most: Annotated[int, Field(ge=2, le=MOST_INSTALMENTS)] = Field(
        default=12, description="Most instalments."
    )
    longest_days: Annotated[int, Field(ge=7, le=3660)] = Field(
        default=366, description="Longest time in days until the last instalment."
    )
    least_instalment: Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=4)] = Field(
        default=Decimal(25),
        description="Smallest instalment, in the account's currency; the last one may be smaller.",
    )
    down_payment_percent: Annotated[int, Field(ge=0, le=90)] = Field(
        default=0, description="Smallest share of the balance that the first instalment pays, in percent."
    )
    intervals: Annotated[tuple[Interval, ...], Field(min_length=1)] = Field(
        default=tuple(Interval), description="How often may be paid: `weekly`, `two-weekly`, `monthly`."
    )
    begins_within_days: Annotated[int, Field(ge=1, le=90)] = Field(
        default=30, description="Longest time in days until the first instalment."
    )
    grace_days: Annotated[int, Field(ge=0, le=30)] = Field(
        default=3,
        description="How many days late an instalment may arrive before the plan is broken and reminders go "
        "on. Too short: banks that take their time break plans.",
    )

    @model_validator(mode="after")
    def _has_room(self) -> PlanSettings:
        if self.fewest > self.most:
            raise ValueError("fewest is more than most: no plan would be possible")
        return self

    def policy(self) -> PlanPolicy:
        """Return the policy as the rest of Dunwell knows it."""
        return PlanPolicy(**self.model_dump())


class CreditorSettings(BaseModel):
    """Whom it is owed to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")] = Field(
        description="As files and strategies name it: lower-case letters, digits, `-`, `_`."
    )
    name: Text = Field(description="The full name, in messages.")
    neutral_name: Text = Field(
        description="On a first page, a lock screen and as the sender: must not give a debt away."
    )
    default_country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = Field(
        description="ISO 3166-1 code; for customers whose country is not known."
    )
    address: Text = Field(description="Postal address, several lines; the sender of letters.")
    telephone: Telephone = Field(description="For customers who want to talk; E.164, like `+15185550100`.")
    email_from: Email = Field(description="Sender of emails.")
    sms_from: Telephone = Field(description="Sender of SMS; E.164.")
    voice_from: Telephone = Field(description="Caller number; E.164.")
    how_to_pay: PaymentSettings
    reply_to: Email | None = Field(default=None, description="Where answers to emails go.")
    licence_numbers: tuple[Text, ...] = Field(default=(), description="Shown where the law asks for it.")
    licence_regions: tuple[Region, ...] = Field(
        default=(), description="ISO 3166-2 regions for which a collection licence is held."
    )
    collector_name: Text | None = Field(
        default=None, description="Where somebody else collects for the creditor: the collector's name."
    )
    contact_person: Text | None = Field(
        default=None, description="A natural person to ask for, whom a voicemail must name."
    )
    transfer_to: Telephone | None = Field(
        default=None,
        description="Number that a call is put through to when somebody wants to talk. Without it, a task "
        "asks a person to call back.",
    )
    letter_envelope: Literal["us-10", "din-5008-a", "din-5008-b"] | None = Field(
        default=None, description="Envelope of letters; without it, what the customer's country is used to."
    )
    certified_letters: tuple[Text, ...] = Field(
        default=(), description="Templates whose letters go by certified mail, where the adapter can do that."
    )
    check_person: CheckFacts = Field(
        default=("postal_code", "birth_year"),
        description="What a person must know before a page shows a debt; at least two facts.",
    )
    check_company: CheckFacts = Field(
        default=("postal_code", "invoice_number"), description="The same for a company."
    )
    max_feed_age_days: PositiveInt | None = Field(
        default=None,
        description="When the newest file is older, nothing is sent. Without it files may be of any age.",
    )

    promise_within_days: Annotated[int, Field(ge=1, le=90)] = Field(
        default=30,
        description="How far ahead a customer may promise, on pages and in calls; later is a plan.",
    )
    plans: PlanSettings | None = Field(
        default=None,
        description="Which payment plans customers may agree to on their own. Without it, a person looks at "
        "every proposal.",
    )

    def creditor(self) -> Creditor:
        """Return the creditor as the rest of Dunwell knows it."""
        values = self.model_dump(exclude={"id", "how_to_pay", "plans"})
        return Creditor(
            creditor_id=CreditorId(self.id),
            how_to_pay=HowToPay(**self.how_to_pay.model_dump()),
            plans=self.plans.policy() if self.plans else None,
            **values,
        )
