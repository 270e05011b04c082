"""Who owes what to whom, and how can they be reached? Plain values, as the store hands them out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gateway.domain.ids import AccountId, ContactPointId, CreditorId, CustomerId, InvoiceId
from gateway.domain.money import Money
from gateway.domain.payment_plan import PlanPolicy
from gateway.domain.words import ActorRole, Channel, DebtClass, PointKind


@dataclass(frozen=True, slots=True)
class HowToPay:
    """The creditor's own ways to be paid; Dunwell never takes card data."""

    page: str | None = None  # https address of the creditor's payment page
    bank: str | None = None  # lines of text: account holder, IBAN or routing and account number
    post: str | None = None  # where a cheque goes


@dataclass(frozen=True, slots=True)
class Creditor:
    """Whom it is owed to: brand, sender addresses and licences hang on it. Comes from the settings."""

    creditor_id: CreditorId
    name: str
    neutral_name: str  # on a first page or a lock screen: gives no debt away
    default_country: str  # ISO 3166-1 alpha-2
    address: str  # postal, several lines
    telephone: str
    email_from: str
    sms_from: str
    voice_from: str
    how_to_pay: HowToPay
    reply_to: str | None = None
    licence_numbers: tuple[str, ...] = ()
    collector_name: str | None = None  # where somebody else collects for the creditor: the actor's name
    check_person: tuple[str, ...] = ("postal_code", "birth_year")
    check_company: tuple[str, ...] = ("postal_code", "invoice_number")
    max_feed_age_days: int | None = None  # None: the newest file may be of any age
    licence_regions: tuple[str, ...] = ()
    letter_envelope: str | None = None  # us-10 | din-5008-a | din-5008-b; None: by the customer's country
    certified_letters: tuple[str, ...] = ()  # templates whose letters go by certified mail
    contact_person: str | None = None  # a voicemail must name a natural person to ask for
    transfer_to: str | None = None  # whoever wants to talk in a call is put through to this number
    promise_within_days: int = 30  # a later day is a plan
    plans: PlanPolicy | None = None  # None: a person looks at every plan


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """An address, number or mailbox."""

    contact_point_id: ContactPointId
    customer_id: CustomerId
    kind: PointKind
    value: str  # normalised: lower-case domain, E.164, or postal lines joined by newlines
    place: str | None = None  # home | work
    employer_provided: bool = False
    retired_at: datetime | None = None  # a hard bounce or a wrong party
    unfit_for: tuple[Channel, ...] = ()  # channels that do not work there, such as texts to a landline


@dataclass(frozen=True, slots=True)
class Customer:
    """Person or company that owes, as one creditor knows it."""

    customer_id: CustomerId
    creditor_id: CreditorId
    customer_number: str
    name: str
    is_company: bool
    language: str  # BCP 47
    street: str | None = None
    city: str | None = None
    region: str | None = None  # ISO 3166-2, e.g. US-NY
    postal_code: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-2
    time_zone: str | None = None  # declared IANA name
    birth_year: int | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """One customer's obligation to one creditor; unit of dunning and of call counting."""

    account_id: AccountId
    customer_id: CustomerId
    creditor_id: CreditorId
    account_number: str
    debt_class: DebtClass
    actor_role: ActorRole
    strategy: str | None = None  # as the file asked; None: chosen by the strategies' conditions
    number_group: str | None = None


@dataclass(frozen=True, slots=True)
class Invoice:
    """Single bill on an account; a negative balance is a credit."""

    invoice_id: InvoiceId
    account_id: AccountId
    customer_id: CustomerId
    invoice_number: str
    due_on: date
    balance: Money
    issued_on: date | None = None
    amount: Money | None = None  # as first billed
    disputed: bool = False

    def days_past_due(self, today: date) -> int:
        """Return the days since the due date; negative before it."""
        return (today - self.due_on).days


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Open invoices of one currency, due date and kind of account; a negative balance is a credit."""

    currency: str
    due_on: date
    minor: int
    disputed: bool = False
    debt_class: DebtClass = DebtClass.COMMERCIAL
    actor_role: ActorRole = ActorRole.ORIGINAL_CREDITOR
    strategy: str | None = None  # as the account asks
