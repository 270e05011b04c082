"""Does every customer get the one strategy that is meant for them?"""

from pathlib import Path
from uuid import UUID

import pytest

from gateway.domain.ids import AccountId, CreditorId, CustomerId
from gateway.domain.portfolio import Account, Customer
from gateway.domain.words import ActorRole, DebtClass
from gateway.strategies import load_strategies
from tests.unit.strategies.texts import RIGHT

SHIPPED = Path(__file__).resolve().parents[3] / "config" / "strategies"
FIRST, AGENCY = ActorRole.ORIGINAL_CREDITOR, ActorRole.THIRD_PARTY_COLLECTOR


@pytest.fixture(scope="module")
def shipped():
    return load_strategies({path.name: path.read_text() for path in SHIPPED.glob("*.toml")})


def somebody(country: str | None = "US", is_company: bool = True) -> Customer:
    return Customer(CustomerId(UUID(int=1)), CreditorId("acme"), "1", "A", is_company, "en", country=country)


def owing(
    debt: DebtClass = DebtClass.COMMERCIAL, role: ActorRole = FIRST, strategy: str | None = None
) -> Account:
    return Account(
        AccountId(UUID(int=2)), CustomerId(UUID(int=1)), CreditorId("acme"), "A", debt, role, strategy
    )


def chosen(strategies, *accounts, customer=None):
    strategy = strategies.choose(customer or somebody(), accounts)
    return strategy.id if strategy else None


@pytest.mark.parametrize(
    ("debt", "role", "expected"),
    [
        (DebtClass.COMMERCIAL, FIRST, "commercial"),
        (DebtClass.COMMERCIAL, AGENCY, "third-party-commercial"),
        (DebtClass.CONSUMER, FIRST, "consumer"),
        (DebtClass.MEDICAL, ActorRole.SERVICER, "consumer"),
        (DebtClass.CONSUMER, AGENCY, "third-party-consumer"),
        (DebtClass.AUTO, ActorRole.DEBT_BUYER, "third-party-consumer"),
    ],
)
def test_the_shipped_conditions_tell_debts_and_actors_apart(shipped, debt, role, expected):
    assert chosen(shipped, owing(debt, role)) == expected


def test_every_debt_and_actor_has_a_shipped_strategy(shipped):
    assert all(chosen(shipped, owing(debt, role)) for debt in DebtClass for role in ActorRole)


def test_an_account_that_names_a_strategy_gets_it(shipped):
    assert chosen(shipped, owing(strategy="key-account-relaxed")) == "key-account-relaxed"


def test_a_strategy_on_request_is_nobody_elses(shipped):
    assert shipped.get("key-account-relaxed").on_request
    assert chosen(shipped, owing()) == "commercial"


def test_a_name_that_no_file_has_means_no_strategy_and_never_another_one(shipped):
    assert chosen(shipped, owing(strategy="comercial")) is None
    assert chosen(shipped, owing(strategy="comercial"), owing(strategy="commercial")) is None


def test_of_several_that_fit_the_highest_priority_holds_for_the_customer(shipped):
    assert chosen(shipped, owing(), owing(DebtClass.CONSUMER)) == "consumer"


def test_nobody_with_nothing_open_has_a_strategy(shipped):
    assert chosen(shipped) is None


@pytest.mark.parametrize(
    ("condition", "fits"),
    [
        ('countries = ["US"]', True),
        ('countries = ["DE"]', False),
        ('customer_kinds = ["company"]', True),
        ('customer_kinds = ["person"]', False),
        ('creditors = ["acme"]', True),
        ('creditors = ["other"]', False),
    ],
)
def test_each_condition_is_asked(condition, fits):
    text = RIGHT.replace('debt_classes = ["commercial"]', condition)
    assert (chosen(load_strategies({"a.toml": text}), owing()) is not None) == fits


def test_a_customer_of_no_known_country_fits_no_country_condition():
    text = RIGHT.replace('debt_classes = ["commercial"]', 'countries = ["US"]')
    assert chosen(load_strategies({"a.toml": text}), owing(), customer=somebody(country=None)) is None


def test_ties_go_to_the_first_id():
    texts = {name: RIGHT.replace('"plain"', f'"{name}"') for name in ("b", "a")}
    assert chosen(load_strategies(texts), owing()) == "a"
