"""What does a typical message hold? Made-up data for checks at load, previews, benchmarks and tests."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from gateway.domain.ids import CreditorId
from gateway.domain.money import Money
from gateway.domain.portfolio import Creditor, HowToPay
from gateway.domain.words import Channel
from gateway.render.context import (
    Credit,
    Itemized,
    Line,
    MessageContext,
    PaymentMade,
    PromiseMade,
    Validation,
)

TODAY = date(2026, 3, 4)
_TOKEN = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-AbCdEfGhIjKlMn"  # noqa: S105 - as long as a real link's, signs nothing


def usd(amount: str) -> Money:
    """Return so many dollars."""
    return Money(Decimal(amount), "USD")


def creditor(*, collector: bool = False) -> Creditor:
    """Return a creditor with everything filled in; with `collector`, somebody else collects for it."""
    return Creditor(
        creditor_id=CreditorId("bay-power"),
        name="Bay Power & Light",
        neutral_name="Harbor Services" if collector else "Bay Power",
        default_country="US",
        address="120 Harbor Street\nSpringfield, IL 62701",
        telephone="+1 217 555 0140",
        email_from="accounts@bay-power.example",
        sms_from="+12175550141",
        voice_from="+12175550140",
        how_to_pay=HowToPay(
            page="https://bay-power.example/pay",
            bank="Bay Power & Light\nRouting 000000000\nAccount 000123456",
            post="Bay Power & Light\nPO Box 120\nSpringfield, IL 62701",
        ),
        licence_numbers=("IL 017.021234",),
        collector_name="Harbor Receivables LLC" if collector else None,
        contact_person="Maria Lopez",
    )


def bare_creditor() -> Creditor:
    """Return a creditor of whom only the needed settings are known."""
    return Creditor(
        creditor_id=CreditorId("bare"),
        name="Bare Ltd",
        neutral_name="Bare",
        default_country="US",
        address="1 Main Street\nSpringfield, IL 62701",
        telephone="+1 217 555 0199",
        email_from="a@bare.example",
        sms_from="+12175550199",
        voice_from="+12175550199",
        how_to_pay=HowToPay(page="https://bare.example/pay"),
        contact_person="Sam Bare",
    )


def lines(count: int) -> tuple[Line, ...]:
    """Return so many open invoices, oldest first; every fourth was paid in part."""
    return tuple(_line(number, TODAY - timedelta(days=3 * (count - number) + 1)) for number in range(count))


def _line(number: int, due_on: date) -> Line:
    balance = usd("120.50") + Money(Decimal(number * 37), "USD")
    return Line(
        account_number="A-20418",
        invoice_number=f"INV-{10_020 + number}",
        due_on=due_on,
        balance=balance,
        days_past_due=(TODAY - due_on).days,
        issued_on=due_on - timedelta(days=30),
        amount=balance + usd("40.00") if number % 4 == 3 else balance,
    )


def typical(count: int = 3, *, is_company: bool = True, collector: bool = False) -> MessageContext:
    """Return a context in which everything that can be known is known."""
    open_lines = lines(count)
    owed = sum((line.balance.amount for line in open_lines), Decimal("-20.00"))
    return MessageContext(
        creditor=creditor(collector=collector),
        customer_name="Riverside Bakery Inc" if is_company else "Ana Reyes Martinez",
        is_company=is_company,
        reference="A-20418",
        lines=open_lines,
        credits=(Credit("CR-77", usd("20.00")),),
        totals=(Money(owed, "USD"),),
        today=TODAY,
        country="US",
        respond_url=f"https://pay.bay-power.example/r/{_TOKEN}",
        stop_url=f"https://pay.bay-power.example/u/{_TOKEN}",
        postal_lines=("Riverside Bakery Inc", "48 Mill Road", "Portland, OR 97205"),
        promise=PromiseMade(usd("300.00"), date(2026, 3, 20)),
        payment=PaymentMade(usd("150.00"), date(2026, 3, 2)),
        validation=_validation(),
        stopped=Channel.EMAIL,
        checkpoint="bay-power.example/ledger 20418 q1Wc7kTtQ2fL0mRz",
        letter_code="K7QF-2M9X-4RTB",
    )


def minimal() -> MessageContext:
    """Return a context with only what every message has, in Spanish habits of no country."""
    return MessageContext(
        creditor=bare_creditor(),
        customer_name="Lee",
        is_company=False,
        reference="7",
        lines=(Line("7", "1", date(2026, 1, 31), usd("5.00"), 32),),
        totals=(usd("5.00"),),
        today=TODAY,
        postal_lines=("Lee", "1 Elm Street", "Portland, OR 97205"),
        promise=PromiseMade(usd("5.00"), date(2026, 3, 20)),
        validation=_validation(),
    )


def _validation() -> Validation:
    itemized = Itemized(
        itemization_date=date(2025, 11, 30),
        itemization_event="last_statement",
        amount_then=usd("450.00"),
        interest=usd("12.50"),
        fees=usd("0.00"),
        payments=usd("10.00"),
        amount_now=usd("452.50"),
    )
    return Validation(
        ends_on=date(2026, 4, 13),
        account_number="...0418",
        itemized=itemized,
        original_creditor="First Harbor Bank",
        is_financial=True,
    )
