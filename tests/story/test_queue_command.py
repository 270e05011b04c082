"""Does `dunwell queue` queue, and with --dry-run say what would be said without a trace?"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from gateway.bootstrap import open_app
from gateway.cli import main
from gateway.domain.words import PointKind
from gateway.events import NewEvent, record_events
from gateway.store import schema
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_person
from tests.fakes.ids import SeededIds
from tests.story.test_plan_command import SETTINGS

Run = Callable[..., tuple[int, str]]


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ids: SeededIds) -> None:
    """A folder with settings and a person who owes and can be reached by every channel."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DUNWELL_CLOCK", "2027-03-01T16:00:00Z")
    (tmp_path / "dunwell.toml").write_text(SETTINGS)
    with open_app() as app, app.store.begin() as tx:
        customer = a_person(tx, ids)
        for kind in (PointKind.EMAIL, PointKind.MOBILE, PointKind.POSTAL):
            a_contact_point(tx, ids, customer, kind)
        an_account(tx, ids, customer, account_number="A-1", days_past_due=12)
        now = app.clock.now()
        agreed = NewEvent("consent", now, customer.customer_id, body={"to": "prerecorded", "written": True})
        record_events(tx, app.ledger, [agreed], now=now, ids=ids, source="record")


@pytest.fixture
def dunwell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs the command and returns its exit status and what it printed."""

    def run(*words: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["dunwell", "queue", "A-1", "--template", "statement", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return int(ended.value.code or 0), shown.out + shown.err

    return run


def traces() -> dict[str, int]:
    """How many rows each table has."""
    with open_app() as app, app.store.read() as tx:
        tables = schema.metadata.sorted_tables
        return {t.name: tx.execute(sa.select(sa.func.count()).select_from(t)).scalar_one() for t in tables}


def test_a_dry_run_says_what_each_channel_would_say_and_leaves_no_trace(dunwell: Run) -> None:
    before = traces()
    status, told = dunwell("--dry-run")
    assert status == 0
    assert told.startswith("Statement for account A-1, to Alex Rivera. Nothing is queued")
    for heading in ("\nEmail\n", "\nText message\n", "\nCall\n", "\nLetter\n"):
        assert heading in told
    for words in (
        "  Subject: ",
        "  Attached: document-1.pdf (statement)",
        "  2 segments of GSM-7, of 2 that a text may take",
        "  To whoever answers:",
        "  Once the right person has confirmed who they are:",
        "  To a machine: nothing; the call ends without a word.",
        "  1 page\n",
        "  Expected cost: not known; the price list has no price for sandbox",
    ):
        assert words in told
    assert traces() == before


def test_a_dry_run_by_one_channel_shows_that_one(dunwell: Run) -> None:
    _, told = dunwell("--dry-run", "--channel", "sms")
    assert "Text message" in told
    assert "Email" not in told


def test_what_has_to_wait_says_until_when_and_its_words(
    dunwell: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUNWELL_CLOCK", "2027-03-02T04:00:00Z")
    _, told = dunwell("--dry-run", "--channel", "email")
    assert "It may go from 2 March 2027 at 08:00 on, America/New York time." in told
    assert "March 2, 2027" in told


def test_queueing_needs_a_channel(dunwell: Run) -> None:
    before = traces()
    status, told = dunwell()
    assert status == 2
    assert "name a channel" in told
    assert traces() == before


def test_queueing_says_whether_it_may_go(dunwell: Run) -> None:
    status, told = dunwell("--channel", "letter")
    assert status == 0
    assert told.startswith(
        "Queued: statement by letter for account A-1, to Alex Rivera.\nIt may go now, and goes"
    )
