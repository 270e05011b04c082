"""What does a message know? The facts of an allowed case, as its templates read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from gateway.dispatcher.cases import Case
from gateway.dispatcher.dossier import Dossier
from gateway.dispatcher.owed import Owed
from gateway.dispatcher.validation import validation_details
from gateway.domain.money import Money, totals
from gateway.domain.portfolio import Account, Invoice
from gateway.domain.words import Channel, MessageKind
from gateway.render import Credit, Further, Line, MessageContext

MAX_LINES = 200  # a message that lists more invoices than this is read by nobody; the rest is summed up


@dataclass(frozen=True, slots=True)
class Addresses:
    """The two links of one message; none where nothing is written."""

    respond: str | None = None
    stop: str | None = None


def context_of(
    case: Case, dossier: Dossier, open_items: Owed, links: Addresses, now: datetime
) -> MessageContext:
    """Return what the templates of a case's message may say."""
    today = _today(case, now)
    accounts = {account.account_id: account for account in dossier.accounts}
    listed, rest = open_items.invoices[:MAX_LINES], open_items.invoices[MAX_LINES:]
    postal = case.way.point.value.split("\n") if case.way.channel is Channel.LETTER else []
    wants_validation = case.due.kind is MessageKind.VALIDATION_NOTICE
    return MessageContext(
        creditor=dossier.creditor,
        customer_name=dossier.customer.name,
        is_company=dossier.customer.is_company,
        reference=_reference(case, dossier),
        lines=tuple(_line(invoice, accounts[invoice.account_id], today) for invoice in listed),
        further=_further(rest),
        totals=open_items.totals,
        today=today,
        country=dossier.customer.country or dossier.creditor.default_country,
        credits=tuple(Credit("", Money(-c.amount, c.currency)) for c in open_items.credits),
        tone=case.due.tone,
        step=case.due.step,
        respond_url=links.respond,
        stop_url=links.stop,
        required=tuple(r.name for r in case.way.requires if not r.is_step),
        first_contact=_first_contact(dossier),
        postal_lines=(dossier.customer.name, *postal) if postal else (),
        validation=validation_details(case.way.allowed[0], open_items, today) if wants_validation else None,
    )


def _today(case: Case, now: datetime) -> date:
    """The customer's calendar date; by several clocks, that of the first."""
    clocks = case.way.deciding.clocks
    return now.astimezone(ZoneInfo(clocks[0][0])).date() if clocks else now.date()


def _line(invoice: Invoice, account: Account, today: date) -> Line:
    return Line(
        account_number=account.account_number,
        invoice_number=invoice.invoice_number,
        due_on=invoice.due_on,
        balance=invoice.balance,
        days_past_due=invoice.days_past_due(today),
        issued_on=invoice.issued_on,
        amount=invoice.amount,
        disputed=invoice.disputed,
    )


def _further(rest: Sequence[Invoice]) -> tuple[Further, ...]:
    counts = Counter(invoice.balance.currency for invoice in rest)
    sums = totals(invoice.balance for invoice in rest)
    return tuple(Further(counts[balance.currency], balance) for balance in sums)


def _reference(case: Case, dossier: Dossier) -> str:
    """What the customer quotes: the account where there is one, else the customer number."""
    numbers = {account.account_number for account in case.way.allowed}
    return numbers.pop() if len(numbers) == 1 else dossier.customer.customer_number


def _first_contact(dossier: Dossier) -> bool:
    """Whether nothing was said yet: a limited-content voicemail is an attempt but no communication."""
    return not any(
        event.direction == "outbound" and event.result != "limited_content_voicemail"
        for event in dossier.events
    )
