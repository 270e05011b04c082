"""Does a rehearsal tell an officer what a draft would change, and leave the installation as it is?"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from gateway.bootstrap import App, open_app
from gateway.cli import main
from gateway.domain.errors import ConfigError, RefusedToRun
from gateway.domain.words import Channel
from gateway.planner import run_plan
from gateway.rehearse import Rehearsed, as_dict, as_lines, read_draft, rehearse
from gateway.rehearse.answers import Move
from gateway.settings import Settings
from gateway.store import Store, schema
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer
from tests.builders.dispatcher import shipped_renderer, shipped_rulebook
from tests.builders.draft import NO_EMAIL, a_folder, shipped
from tests.builders.importing import Desk
from tests.builders.portfolio_file import a_file
from tests.databases import Database
from tests.fakes.clock import A_MONDAY
from tests.fakes.ids import SeededIds
from tests.story.test_plan_command import AT, SETTINGS
from tests.story.test_simulate import ACME

NEW_YORK = {"street": "1 Broad Street", "city": "New York", "region": "US-NY", "postal_code": "10005"}
ROWS: list[dict[str, Any]] = [
    {"customer_number": "1", "invoice_number": "I-1", "email": "one@customers.example", **NEW_YORK},
    {"customer_number": "2", "invoice_number": "I-2", "email": "two@customers.example"},
    {"customer_number": "3", "invoice_number": "I-3", "mobile": "+12125550123"},
    {
        "customer_number": "4",
        "customer_name": "Alex Rivera",
        "invoice_number": "I-4",
        "customer_kind": "person",
        "debt_class": "consumer",
        "email": "four@customers.example",
        "mobile": "+12125550124",
        "region": "US-NY",
        "postal_code": "10005",
    },
]
PERSONAL = ("customers.example", "Rivera", "Northwind", "+1212", "Broad Street")
# What is played is always a copy in SQLite: reading the original is what differs.
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
LATE_HOURS = ("08:00-20:00", "13:00-17:00")


@pytest.fixture
def app(database: Database, store: Store, ids: SeededIds, tmp_path: Path) -> Iterator[App]:
    """Four customers from a file, none of them contacted yet; it is 11 o'clock where they live."""
    rows = [{"country": "US", "region": "US-NY", **row} for row in ROWS]
    report = Desk(store, ids).take(a_file(tmp_path, *rows))
    assert (report.rows_new, report.rows_rejected) == (4, 0)
    settings = Settings(
        database_url=SecretStr(database.url),
        var_dir=tmp_path / "var",
        creditor=[ACME.model_copy(update={"max_feed_age_days": None})],
    )
    with open_app(at=A_MONDAY, settings=settings) as opened:
        opened.rulebook, opened.renderer = shipped_rulebook(), shipped_renderer()
        yield opened


async def tried(app: App, folder: Path, days: int = 3, **how: Any) -> Rehearsed:
    """Rehearse files laid over the packs in force."""
    return await rehearse(app, read_draft(app, packs=folder, over=True, **how), days=days)


def digests(store: Store) -> dict[str, str]:
    """Return a digest of every table's rows."""
    with store.read() as tx:
        rows = {table: tx.execute(sa.select(table)).all() for table in schema.metadata.sorted_tables}
    return {table.name: hashlib.sha256(repr(found).encode()).hexdigest() for table, found in rows.items()}


async def test_tighter_hours_come_later_and_reach_the_same_customers(app: App, tmp_path: Path) -> None:
    pack = shipped("compliance/policy-decent-hours.toml", LATE_HOURS)
    found = await tried(app, a_folder(tmp_path / "draft", policy_decent_hours=pack))
    assert found.present.contacts == {Move.LATER: 5, Move.UNCHANGED: 1}  # a letter knows no hours
    shift = found.present.shifts[Move.LATER][0]
    assert shift.rule == "policy-decent-hours/decent-hours"
    assert (shift.before, shift.after) == (A_MONDAY, A_MONDAY.replace(hour=18, second=1))
    assert len(found.days.before.made) == len(found.days.after.made) == 4
    assert found.days.first.later == (timedelta(hours=2, seconds=1),) * 4
    assert [change.name for change in found.changes] == ["policy-decent-hours/decent-hours"]


async def test_a_ban_on_email_blocks_and_moves_to_the_next_channel(app: App, tmp_path: Path) -> None:
    found = await tried(app, a_folder(tmp_path / "draft", policy_no_email=NO_EMAIL))
    blocked = found.present.shifts[Move.NEWLY_BLOCKED]
    assert {(one.customer_number, one.channel) for one in blocked} == {(n, Channel.EMAIL) for n in "124"}
    assert {one.rule for one in blocked} == {"policy-no-email/consent-to-email"}
    assert found.days.by_channel() == {"email": (3, 0), "letter": (0, 1), "sms": (1, 2)}
    assert [one.customer_number for one in found.no_longer] == ["2"]  # who can be reached by email alone
    assert "consent" in (found.no_longer[0].because or "")
    assert found.days.other_channel == {("email", "letter"): 1, ("email", "sms"): 1}


@ON_SQLITE
async def test_a_looser_rulebook_contacts_more(app: App, tmp_path: Path) -> None:
    strict = a_folder(tmp_path / "strict", **all_packs(), policy_no_email=NO_EMAIL)
    loose = a_folder(tmp_path / "loose", **all_packs())
    draft = read_draft(app, packs=loose, against=strict)
    found = await rehearse(app, draft, days=3)
    assert found.present.affected[Move.NEWLY_PERMITTED] == 3
    assert found.present.shifts[Move.NEWLY_PERMITTED][0].rule == "policy-no-email/consent-to-email"
    assert [one.customer_number for one in found.newly] == ["2"]
    assert {change.how for change in found.changes} == {"dropped"}


@ON_SQLITE
async def test_a_draft_strategy_is_played_through(app: App, tmp_path: Path) -> None:
    texts = shipped(
        "strategies/commercial.toml", ('channels = ["email", "sms", "letter"]', 'channels = ["sms"]')
    )
    draft = read_draft(app, strategies=a_folder(tmp_path / "draft", commercial=texts), over=True)
    found = await rehearse(app, draft, days=3)
    assert found.days.by_channel() == {"email": (3, 1), "sms": (1, 1)}
    assert found.present.contacts[Move.NO_LONGER_WANTED] == 3  # two emails and a letter
    assert {(one.what, one.name, one.how) for one in found.changes} == {("strategy", "commercial", "changed")}


async def test_a_lower_cap_shows_fuller_windows_and_who_is_over_already(
    app: App, store: Store, ids: SeededIds, tmp_path: Path
) -> None:
    with store.begin() as tx:
        customer = tx.execute(sa.select(schema.customer.c.customer_id)).scalars().first()
        tx.execute(sa.insert(schema.event), [an_email(ids, customer, days) for days in (1, 2)])
    pack = shipped("compliance/policy-decent-hours.toml", ("max = 7, days = 7", "max = 1, days = 7"))
    found = await tried(app, a_folder(tmp_path / "draft", policy_decent_hours=pack), days=10)
    name = ("policy-decent-hours", "weekly-cap")
    assert (found.before.windows[name].count, found.before.windows[name].limit) == (3, 7)
    assert (found.after.windows[name].count, found.after.windows[name].limit) == (1, 1)
    assert [(one.rule, one.count, one.limit, one.in_force) for one in found.present.over] == [
        ("policy-decent-hours/weekly-cap", 2, 1, 7)
    ]


@ON_SQLITE
async def test_a_customer_who_cannot_be_judged_is_counted_and_the_others_go_on(
    app: App, store: Store, ids: SeededIds, tmp_path: Path
) -> None:
    with store.begin() as tx:
        customer = tx.execute(sa.select(schema.customer.c.customer_id)).scalars().first()
        tx.execute(sa.insert(schema.dunning_cycle), [a_damaged_cycle(ids, customer)])
    found = await tried(app, a_folder(tmp_path / "draft", policy_no_email=NO_EMAIL))
    assert (found.present.set_aside, found.present.customers) == (1, 3)
    assert "1  customer could not be judged at all" in "\n".join(as_lines(found))


async def test_nothing_in_the_installation_changes(app: App, store: Store, tmp_path: Path) -> None:
    run_plan(store, Desk(store, app.ids).ledger, app.strategies, app.creditors, now=A_MONDAY, ids=app.ids)
    before = digests(store)
    await tried(app, a_folder(tmp_path / "draft", policy_no_email=NO_EMAIL))
    assert digests(store) == before
    assert list((tmp_path / "var").iterdir()) == []


@ON_SQLITE
async def test_a_draft_that_says_the_same_changes_nothing(app: App, tmp_path: Path) -> None:
    found = await tried(app, a_folder(tmp_path / "draft", core=shipped("compliance/core.toml")), days=10)
    assert not found.changes_anything
    assert found.changes == []
    assert "The draft changes nothing for anybody in this portfolio." in as_lines(found)


@ON_SQLITE
async def test_the_same_customers_pay_on_both_sides(app: App, tmp_path: Path) -> None:
    draft = read_draft(
        app, packs=a_folder(tmp_path / "draft", core=shipped("compliance/core.toml")), over=True
    )
    found = await rehearse(app, draft, days=30, seed=3)
    assert sum(day.paid for day in found.days.before.days) > 0
    assert not found.changes_anything


@ON_SQLITE
async def test_words_and_json_name_accounts_but_nobody(app: App, tmp_path: Path) -> None:
    found = await tried(app, a_folder(tmp_path / "draft", policy_no_email=NO_EMAIL))
    text, told = "\n".join(as_lines(found)), as_dict(found)
    for shown in (text, json.dumps(told)):
        assert not [word for word in PERSONAL if word in shown]
    assert told["now"]["moves"]["newly_blocked"]["by_rule"] == [
        {
            "rule": "policy-no-email/consent-to-email",
            "sentence": "Emails only with consent.",
            "contacts": 3,
        }
    ]
    assert told["coming_days"]["by_channel"]["email"] == {"in_force": 3, "draft": 0}
    assert told["changes_anything"] is True
    assert max(len(line) for line in text.splitlines()) <= 115
    assert "Assumed for the coming days" in text


@ON_SQLITE
def test_a_draft_needs_a_directory_with_files(app: App, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--packs"):
        read_draft(app)
    with pytest.raises(ConfigError, match="there is no directory"):
        read_draft(app, packs=tmp_path / "nowhere")
    with pytest.raises(ConfigError, match=r"holds no file whose name ends in \.toml"):
        read_draft(app, packs=a_folder(tmp_path / "empty"))


@ON_SQLITE
def test_a_whole_draft_needs_the_stops_that_always_hold(app: App, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no pack of kind core"):
        read_draft(app, packs=a_folder(tmp_path / "draft", policy_no_email=NO_EMAIL))


async def test_a_database_of_another_version_is_left_alone(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path, creditor=[ACME])
    with open_app(at=A_MONDAY, settings=settings) as empty:
        empty.rulebook, empty.renderer = shipped_rulebook(), shipped_renderer()
        draft = read_draft(empty, packs=a_folder(tmp_path / "draft", policy_no_email=NO_EMAIL), over=True)
        with pytest.raises(RefusedToRun, match="there is no database yet"):
            await rehearse(empty, draft, days=1)
        (tmp_path / "dunwell.db").touch()
        with pytest.raises(RefusedToRun, match="another version"):
            await rehearse(empty, draft, days=1)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ids: SeededIds) -> Path:
    """A folder with settings, a company that owes, and a draft that forbids email."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dunwell.toml").write_text(SETTINGS)
    with open_app() as app, app.store.begin() as tx:
        customer = a_customer(tx, ids)
        a_contact_point(tx, ids, customer)
        an_account(tx, ids, customer, days_past_due=5)
    return a_folder(tmp_path / "draft", policy_no_email=NO_EMAIL)


def test_the_command_speaks_in_words_and_in_json(
    installed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--packs", str(installed), "--over", "--days", "2", "--at", AT]
    assert run(monkeypatch, *words) == 0
    assert "customer no longer contacted" in capsys.readouterr().out
    assert run(monkeypatch, *words, "--json", "--exit-code") == 3
    assert json.loads(capsys.readouterr().out)["coming_days"]["customers"]["no_longer_contacted"] == 1


def test_a_bad_draft_is_named_with_file_and_line_and_nothing_else_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    bad = NO_EMAIL.replace('kind = "consent_required"', 'kind = "consent_desired"')
    draft = a_folder(tmp_path / "draft", policy_no_email=bad)
    assert run(monkeypatch, "--packs", str(draft), "--over") == 2
    assert re.search(r"policy-no-email\.toml, line 1\d.*: kind: ", capsys.readouterr().err)
    assert not (tmp_path / "var").exists()


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["dunwell", "rehearse", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def all_packs() -> dict[str, str]:
    return {name.removesuffix(".toml"): text for name, text in shipped_rulebook().texts.items()}


def a_damaged_cycle(ids: SeededIds, customer: Any) -> dict[str, Any]:
    return {
        "cycle_id": ids.new(),
        "customer_id": customer,
        "creditor_id": "acme",
        "number": 1,
        "strategy": "commercial",
        "began_on": A_MONDAY.date(),
        "state": {},
    }


def an_email(ids: SeededIds, customer: Any, days_ago: int) -> dict[str, Any]:
    return {
        "event_id": ids.new(),
        "customer_id": customer,
        "type": "email",
        "at": A_MONDAY - timedelta(days=days_ago),
        "body": {"direction": "outbound"},
        "source": "record",
        "recorded_at": A_MONDAY,
    }
