"""Does a rehearsal tell what would happen, and leave the installation as it is?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from gateway.bootstrap import App, open_app
from gateway.creditor_settings import CreditorSettings
from gateway.settings import Settings
from gateway.simulate import Diary, simulate
from gateway.simulate.diary import most_within
from gateway.store import Store, schema
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer, a_person
from tests.databases import Database
from tests.fakes.clock import A_MONDAY
from tests.fakes.ids import SeededIds

ACME = CreditorSettings(
    id="acme",
    name="Acme Supply Co.",
    neutral_name="Acme",
    default_country="US",
    address="Acme Supply Co.\n1 Main Street\nAlbany, NY 12207",
    telephone="+15185550100",
    email_from="billing@acme.example",
    sms_from="+15185550101",
    voice_from="+15185550102",
    how_to_pay={"bank": "Routing 021000021"},
    max_feed_age_days=2,
)


@pytest.fixture
def app(database: Database, store: Store, ids: SeededIds, tmp_path: Path) -> Iterator[App]:
    """An installation with five companies that owe and one person who cannot be reached."""
    with store.begin() as tx:
        for days_past_due in (-1, 1, 4, 12, 40):
            customer = a_customer(tx, ids)
            a_contact_point(tx, ids, customer)
            an_account(tx, ids, customer, days_past_due=days_past_due)
        an_account(tx, ids, a_person(tx, ids), days_past_due=9)
    settings = Settings(database_url=SecretStr(database.url), var_dir=tmp_path / "var", creditor=[ACME])
    with open_app(at=A_MONDAY, settings=settings) as opened:
        yield opened


def everything(store: Store) -> dict[str, list]:
    with store.read() as tx:
        tables = schema.metadata.sorted_tables
        return {table.name: list(tx.execute(sa.select(table))) for table in tables}


async def test_a_rehearsal_sends_what_the_strategies_and_the_rulebook_say(app: App) -> None:
    diary = await simulate(app, days=60)
    assert diary.sent == {"email": 21}
    assert diary.by_step["commercial reminder-1"] == diary.by_step["commercial reminder-4"] == 5
    assert diary.by_step["commercial upcoming"] == 1
    assert sum(diary.refused_because.values()) == 1  # nobody knows how to reach the person
    local = {made.at.astimezone(ZoneInfo("America/New_York")).hour for made in diary.made}
    assert local <= set(range(8, 21))  # also after the clocks went forward


async def test_a_rehearsal_leaves_the_installation_as_it_is(app: App, store: Store, tmp_path: Path) -> None:
    before = everything(store)
    await simulate(app, days=5)
    assert everything(store) == before
    assert not list((tmp_path / "var").glob("simulation-*"))
    assert not list((tmp_path / "var").glob("*.key"))


async def test_the_same_seed_gives_the_same_days_and_payments_end_reminders(app: App) -> None:
    one, same, nobody_pays = [await simulate(app, days=25, seed=seed) for seed in (7, 7, None)]
    assert one.as_dict() == same.as_dict()
    assert sum(day.paid for day in one.days) > 0
    assert len(one.made) < len(nobody_pays.made)


async def test_the_diary_speaks_in_words_and_in_json(app: App) -> None:
    diary = await simulate(app, days=10)
    text = "\n".join(diary.as_lines())
    assert f"Sent {len(diary.made)}" in text
    assert "2027-03-01" in text
    assert diary.as_dict()["days"][0]["on"] == "2027-03-01"


@pytest.mark.parametrize(
    ("days", "most"), [([], 0), ([0], 1), ([0, 6.9], 2), ([0, 7], 1), ([0, 1, 8, 9, 10], 3)]
)
def test_the_most_in_a_week_is_over_any_seven_days(days: list[float], most: int) -> None:
    instants = [(UUID(int=1), A_MONDAY + timedelta(days=day)) for day in days]
    assert most_within(instants, timedelta(days=7)) == most


def test_each_customer_is_counted_alone() -> None:
    assert most_within([(UUID(int=1), A_MONDAY), (UUID(int=2), A_MONDAY)], timedelta(days=7)) == 1


def test_an_empty_diary_can_be_told() -> None:
    diary = Diary(A_MONDAY, A_MONDAY)
    assert diary.as_dict()["sent"] == {}
    assert "Sent 0" in diary.as_lines()[-1]
