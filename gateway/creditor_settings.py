"""What must the settings say of a creditor? One `[[creditor]]` table, checked to the last key."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, PositiveInt, StringConstraints, model_validator

from gateway.domain.ids import CreditorId
from gateway.domain.portfolio import Creditor, HowToPay

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Telephone = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$")]
Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")]  # ISO 3166-2
CheckFact = Literal["postal_code", "birth_year", "invoice_number"]


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

    page: Annotated[str, AfterValidator(_payment_page)] | None = None
    bank: Text | None = None
    post: Text | None = None

    @model_validator(mode="after")
    def _at_least_one(self) -> PaymentSettings:
        if not (self.page or self.bank or self.post):
            raise ValueError("say how the creditor is paid: page, bank or post")
        return self


class CreditorSettings(BaseModel):
    """Whom it is owed to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    name: Text
    neutral_name: Text  # on a first page and a lock screen: must give no debt away
    default_country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    address: Text
    telephone: Telephone
    email_from: Email
    sms_from: Telephone
    voice_from: Telephone
    how_to_pay: PaymentSettings
    reply_to: Email | None = None
    licence_numbers: tuple[Text, ...] = ()
    licence_regions: tuple[Region, ...] = ()
    collector_name: Text | None = None
    contact_person: Text | None = None
    check_person: CheckFacts = ("postal_code", "birth_year")
    check_company: CheckFacts = ("postal_code", "invoice_number")
    max_feed_age_days: PositiveInt | None = None

    def creditor(self) -> Creditor:
        """Return the creditor as the rest of Dunwell knows it."""
        values = self.model_dump(exclude={"id", "how_to_pay"})
        return Creditor(
            creditor_id=CreditorId(self.id), how_to_pay=HowToPay(**self.how_to_pay.model_dump()), **values
        )
