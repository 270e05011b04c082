"""Is everything that there is named in the docs: addresses, columns, strategies, packs, states, tasks?"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from fastapi import FastAPI

from gateway.bootstrap import App, RandomIds, SystemClock
from gateway.bootstrap.web import web_application
from gateway.calls import NO_OUTCOME_TASK
from gateway.controls import CHANNEL_STOPPED, LIMIT_REACHED
from gateway.daemon import health
from gateway.daemon.feeds import STALE_FEED
from gateway.deliveries import aftermath
from gateway.deliveries.print_house import BROKEN_FILE
from gateway.deliveries.reconciling import NOT_OURS, NOT_THERE
from gateway.dispatcher import recording
from gateway.dispatcher.rule_faults import BROKEN_RULE
from gateway.dispatcher.writing import LEFT_OUT_TASK
from gateway.domain.words import AttemptState, OutreachState
from gateway.events import waiting
from gateway.events.plan_watch import PLAN_BROKEN
from gateway.importer.headings import PAYMENT_COLUMNS, PORTFOLIO_COLUMNS
from gateway.inbound import receiving
from gateway.mailbox.setting_aside import SET_ASIDE
from gateway.settings import Settings
from gateway.tasks import KINDS as TASKS_IN_WORDS
from gateway.voice import desk
from gateway.webhooks_out import messenger
from tests.api.routes import addresses
from tests.docs.pages import ROOT, section

DOCS = ROOT / "docs"
SOURCES = [file for name in ("gateway", "channels") for file in sorted((ROOT / name).rglob("*.py"))]


@pytest.fixture
def web(tmp_path: Path) -> FastAPI:
    """The web application of an installation that nobody has set up."""
    with App(Settings(var_dir=tmp_path), SystemClock(), RandomIds()) as app:
        return web_application(app, dict)


def test_every_address_is_documented_and_no_other(web: FastAPI) -> None:
    there = {f"{one.method} {one.path}" for one in addresses(web) if one.method != "HEAD"}
    documented = set(re.findall(r"`((?:GET|POST) /[^`]*)`", _text("http-api.md")))
    assert there == documented


def test_every_gauge_is_documented() -> None:
    gauges = set(re.findall(r'"(dunwell_\w+)"', (ROOT / "gateway/api/health.py").read_text("utf-8")))
    assert gauges == set(re.findall(r"`(dunwell_\w+)", section(DOCS / "http-api.md", "For service managers")))


@pytest.mark.parametrize(
    ("title", "columns"), [("Portfolio", PORTFOLIO_COLUMNS), ("Payments", PAYMENT_COLUMNS)]
)
def test_every_column_is_documented(title: str, columns: tuple[str, ...]) -> None:
    rows = re.findall(r"^\| (`.+?) \|", section(DOCS / "portfolio-format.md", title), re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == set(columns)


def test_every_strategy_is_documented() -> None:
    assert _ids("strategies") == set(
        re.findall(r"^\| `([\w-]+)`", section(DOCS / "strategies.md", "Shipped"), re.MULTILINE)
    )


def test_every_pack_is_in_the_changelog_with_its_state() -> None:
    rows = re.findall(
        r"^\| `([\w-]+)` .* (on|off) \|$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE
    )
    packs = [pack for pack in _packs() if pack["id"] != "core"]
    assert dict(rows) == {pack["id"]: "on" if pack.get("enabled", True) else "off" for pack in packs}


def test_every_state_is_drawn() -> None:
    drawn = section(DOCS / "architecture.md", "States")
    assert [state for state in (*OutreachState, *AttemptState) if state.value not in drawn] == []


def test_every_fault_says_what_to_do() -> None:
    words = {health.STARTING, health.STOPPING, health.DATABASE, health.DISK, health.CLOCK}
    assert [word for word in sorted(words) if f"`{word}`" not in _text("operations.md")] == []


def test_every_action_of_the_log_says_what_to_do() -> None:
    actions = {found for file in SOURCES for found in re.findall(r'action="([\w:-]+)"', file.read_text())}
    assert actions
    assert [one for one in sorted(actions) if f"`{one}`" not in _text("operations.md")] == []


def test_every_task_says_what_to_do() -> None:
    told = (recording._TASK_TEXT, aftermath.TASK_TEXT, receiving.TASK_TEXT, messenger.TASK_TEXT)
    kinds = {
        *(kind for texts in told for kind in texts),
        STALE_FEED,
        BROKEN_RULE,
        NOT_OURS,
        NOT_THERE,
        CHANNEL_STOPPED,
        LIMIT_REACHED,
        BROKEN_FILE,
        SET_ASIDE,
        PLAN_BROKEN,
        *desk.TASK_TEXT,
        NO_OUTCOME_TASK,
        LEFT_OUT_TASK,
        "unapplied-cash",
        *waiting.KINDS,
    }
    rows = re.findall(r"^\| `([\w-]+)` \|", section(DOCS / "operations.md", "For a person"), re.MULTILINE)
    assert {kind.replace("_", "-") for kind in kinds} == set(rows)
    assert set(rows) <= set(TASKS_IN_WORDS)


def _text(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def _ids(folder: str) -> set[str]:
    files = sorted((ROOT / "config" / folder).glob("*.toml"))
    return {tomllib.loads(file.read_text("utf-8"))["id"] for file in files}


def _packs() -> list[dict[str, object]]:
    read = [
        tomllib.loads(file.read_text("utf-8")) for file in sorted((ROOT / "config/compliance").glob("*.toml"))
    ]
    return [one["pack"] for one in read if "pack" in one]
