"""What did contacts cost? By the price list where the provider has not told, exact to the last decimal."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from channels.message import NotSent, Scope
from gateway.dispatcher.pricing import cost_of, read_prices
from gateway.domain.errors import ConfigError
from gateway.domain.money import Money
from gateway.domain.prices import Price, PriceList
from gateway.domain.words import Channel, PointKind, Role
from gateway.shipped import shipped
from gateway.store import Store, costs, schema
from gateway.store.costs import By
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer
from tests.builders.dispatcher import Desk, a_desk, an_outreach
from tests.builders.message import a_message
from tests.builders.office import Office, an_office
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

PRICES = PriceList([Price("fake", Channel.EMAIL, "message", Decimal("0.0083"), "USD")])
SHIPPED = shipped("config/providers/prices.toml")


@pytest.fixture
def desk(store: Store, clock: FixedClock, ids: SeededIds) -> Desk:
    return a_desk(store, clock, ids, prices=PRICES)


async def sent(desk: Desk, count: int) -> None:
    with desk.store.begin() as tx:
        for _ in range(count):
            customer = a_customer(tx, desk.ids)
            a_contact_point(tx, desk.ids, customer, PointKind.EMAIL)
            an_account(tx, desk.ids, customer, days_past_due=12)
            an_outreach(tx, desk.ids, customer, desk.clock.now())
    await desk.dispatcher.run_once()


async def test_expected_costs_add_up_exactly_and_what_never_left_is_free(desk: Desk) -> None:
    await sent(desk, 3)
    desk.email.answer_next(NotSent(scope=Scope.CONTENT, retryable=False, code="554"))
    await sent(desk, 1)
    for by, name in ((By.CHANNEL, "email"), (By.CREDITOR, "acme"), (By.TEMPLATE, "reminder-1")):
        with desk.store.read() as tx:
            (row,) = costs.costs(tx, by, None, None)
        assert (row.name, row.contacts, row.cost) == (name, 3, Money(Decimal("0.0249"), "USD"))


async def test_the_providers_own_word_counts_where_it_is_known(desk: Desk) -> None:
    await sent(desk, 2)
    first = sa.select(sa.func.min(sa.cast(schema.attempt.c.entry_id, sa.Text))).scalar_subquery()
    change = sa.update(schema.attempt).where(sa.cast(schema.attempt.c.entry_id, sa.Text) == first)
    with desk.store.begin() as tx:
        tx.execute(change.values(price_micros=7_500, price_currency="USD"))
    with desk.store.read() as tx:
        (row,) = costs.costs(tx, By.CHANNEL, None, None)
    assert (row.told, row.expected.amount, row.cost.amount) == (1, Decimal("0.0166"), Decimal("0.0158"))


async def test_what_was_expected_in_other_money_is_not_added_to_it(desk: Desk) -> None:
    await sent(desk, 1)
    with desk.store.begin() as tx:
        tx.execute(sa.update(schema.attempt).values(price_micros=7_500, price_currency="EUR"))
    with desk.store.read() as tx:
        (row,) = costs.costs(tx, By.CHANNEL, None, None)
    assert (row.cost, row.expected) == (Money(Decimal("0.0075"), "EUR"), Money(Decimal(0), "EUR"))


def test_a_text_costs_by_segment_and_country() -> None:
    prices = read_prices(SHIPPED)
    home = cost_of(prices, "twilio", a_message(Channel.SMS, text="x" * 161), "DE")
    assert home is not None
    assert (home.units, home.money) == (2, Money(Decimal("0.0290"), "USD"))
    away = cost_of(prices, "twilio", a_message(Channel.SMS, to="+491701234567"), "US")
    assert away is not None
    assert away.money.amount == Decimal("0.15")


def test_a_letter_costs_its_envelope_once() -> None:
    cost = cost_of(read_prices(SHIPPED), "lob", a_message(Channel.LETTER, text="x" * 2600), "US")
    assert cost is not None
    assert (cost.units, cost.money.amount) == (2, Decimal("1.00"))


def test_a_provider_without_a_price_costs_nothing_known() -> None:
    assert cost_of(read_prices(SHIPPED), "sandbox", a_message(Channel.SMS), "US") is None


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ('each = "0.0083"', "is missing"),
        (
            'provider = "p"\nchannel = "sms"\nunit = "segment"\ncurrency = "USD"\neach = 0.5',
            "amounts such as",
        ),
        ('provider = "p"\nchannel = "sms"\nunit = "page"\ncurrency = "USD"\neach = "1"', "by the segment"),
        ('provider = "p"\nchannel = "fax"\nunit = "page"\ncurrency = "USD"\neach = "1"', "a channel that"),
        ('provider = "p"\nchannel = "sms"\nunit = "segment"\ncurrency = "usd"\neach = "1"', "three letters"),
        ('provider = "p"\nchannel = "sms"\nunit = "segment"\ncurrency = "USD"\neach = "-1"', "amounts"),
        (
            'provider = "p"\nchannel = "sms"\nunit = "segment"\ncurrency = "USD"\neach = "0.0000001"',
            "amounts",
        ),
        ('provider = "p"\nchannel = "sms"\nunit = "segment"\ncurrency = "USD"\neach = "NaN"', "amounts"),
        (
            'provider = "p"\nchannel = "sms"\nunit = "segment"\ncurrency = "USD"\neach = "1"'
            '\ncountries = ["US"]',
            "without countries",
        ),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str, why: str) -> None:
    file = tmp_path / "prices.toml"
    file.write_text(f"[[price]]\n{row}\n")
    with pytest.raises(ConfigError, match=why):
        read_prices(file)


def test_other_systems_read_costs_as_json_and_csv(store: Store, clock: FixedClock, ids: SeededIds) -> None:
    office: Office = an_office(store, clock, ids)
    key = office.key(Role.AUDITOR)
    assert office.client.get("/v1/costs?by=creditor", headers=key).json() == {"by": "creditor", "costs": []}
    table = office.client.get("/v1/costs", headers=key | {"Accept": "text/csv"})
    assert table.text == "name,contacts,units,told,expected,cost,currency\r\n"
    assert office.client.get("/v1/costs?by=customer", headers=key).status_code == 422
