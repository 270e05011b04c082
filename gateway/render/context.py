"""What may a message say? Everything that a template can use, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gateway.domain.money import Money
from gateway.domain.portfolio import Creditor
from gateway.domain.words import Channel


@dataclass(frozen=True, slots=True)
class Line:
    """One open invoice, as a message lists it."""

    account_number: str
    invoice_number: str
    due_on: date
    balance: Money
    days_past_due: int = 0  # negative before the due date
    issued_on: date | None = None
    amount: Money | None = None  # as first billed
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Further:
    """Open invoices that are not listed one by one, because nobody reads that many."""

    count: int
    balance: Money


@dataclass(frozen=True, slots=True)
class Credit:
    """Money the creditor already holds for the customer; `amount` is positive."""

    reference: str
    amount: Money


@dataclass(frozen=True, slots=True)
class PromiseMade:
    """What the customer said they would pay, and when."""

    amount: Money
    due_on: date


@dataclass(frozen=True, slots=True)
class PaymentMade:
    """A payment that has arrived."""

    amount: Money
    paid_on: date


@dataclass(frozen=True, slots=True)
class Itemized:
    """How a debt came to be what it is (12 CFR 1006.34(c)(2)), from the itemization date until today."""

    itemization_date: date
    itemization_event: str  # last_statement | charge_off | last_payment | transaction | judgment
    amount_then: Money
    interest: Money
    fees: Money
    payments: Money  # positive: paid or credited since then
    amount_now: Money


@dataclass(frozen=True, slots=True)
class Validation:
    """What a validation notice must say beyond the list of invoices (12 CFR 1006.34(c))."""

    ends_on: date  # last day of the validation period
    account_number: str  # may be truncated
    itemized: Itemized
    original_creditor: str | None = None  # on the itemization date, where it is another one
    is_financial: bool = False  # a consumer financial product: the notice names the regulator's site


@dataclass(frozen=True, slots=True)
class MessageContext:
    """All data of one message. Amounts and dates are plain values; templates write them as the reader does.

    lines: oldest due date first. totals: one sum per currency, credits already taken off.
    required: disclosures that the ruling asks for, by name; rendering fails when one cannot be given.
    first_contact: the debt collector's first communication has a wording of its own.
    respond_url, stop_url: signed links; absent where nothing can be answered by a link.
    """

    creditor: Creditor
    customer_name: str
    is_company: bool
    reference: str  # what the customer quotes when paying, calling or writing
    lines: tuple[Line, ...]
    totals: tuple[Money, ...]
    today: date  # the customer's calendar date
    country: str | None = None  # ISO 3166-1 alpha-2: habits of dates and money, paper size of a letter
    further: tuple[Further, ...] = ()  # what is open beyond the lines, one sum per currency
    credits: tuple[Credit, ...] = ()
    tone: str = "friendly"
    step: str = ""
    respond_url: str | None = None
    stop_url: str | None = None
    required: tuple[str, ...] = ()
    first_contact: bool = True
    postal_lines: tuple[str, ...] = ()  # letters: name first, country last
    promise: PromiseMade | None = None
    payment: PaymentMade | None = None
    validation: Validation | None = None
    stopped: Channel | None = None  # the channel that an opt-out confirmation confirms
    envelope: str | None = None  # what a letter's provider needs; None: by creditor or country
    checkpoint: str | None = None  # origin, size and first digits of a ledger head, for a letter's foot
    letter_code: str | None = None  # names a letter

    @property
    def actor(self) -> str:
        """Who writes: the collector, where somebody else collects for the creditor."""
        return self.creditor.collector_name or self.creditor.name

    @property
    def address_lines(self) -> tuple[str, ...]:
        """Where the sender is; without the sender's name, which stands above it anyway."""
        lines = tuple(line.strip() for line in self.creditor.address.splitlines())
        return lines[1:] if lines[:1] == (self.actor,) else lines

    @property
    def since(self) -> date | None:
        """The oldest due date among the lines."""
        return min((line.due_on for line in self.lines), default=None)
