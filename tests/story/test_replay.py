"""Can every ruling in the ledger be asked again, by the rules of then, of today and of a draft?"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from gateway.bootstrap import open_app
from gateway.cli import main
from gateway.domain.ids import CustomerId
from gateway.domain.words import PointKind
from gateway.events import NewEvent, record_events
from gateway.store import schema
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer
from tests.builders.question import PACKS
from tests.fakes.ids import SeededIds
from tests.story.test_plan_command import SETTINGS

AT = "2027-03-01T16:00:00Z"


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ids: SeededIds) -> None:
    """A folder with settings, its own packs, and two customers who owe: one may be written to."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(PACKS, tmp_path / "packs")
    (tmp_path / "dunwell.toml").write_text('packs = "packs"\n' + SETTINGS)
    with open_app() as app, app.store.begin() as tx:
        for number in ("free", "stopped"):
            customer = a_customer(tx, ids, customer_number=number)
            a_contact_point(tx, ids, customer, PointKind.EMAIL)
            an_account(tx, ids, customer, account_number=number, days_past_due=5)
        stop = NewEvent("opt_out", app.clock.now(), customer.customer_id, body={"channel": "email"})
        record_events(tx, app.ledger, [stop], now=app.clock.now(), ids=app.ids, source="record")


@pytest.fixture
def dunwell(capsys, monkeypatch):
    def run(*words: str, status: int = 0) -> str:
        monkeypatch.setattr("sys.argv", ["dunwell", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        assert (ended.value.code or 0) == status, shown.err
        return str(shown.out + shown.err)

    return run


@pytest.fixture
def ruled(dunwell) -> None:
    dunwell("plan", "--at", AT)
    dunwell("dispatch", "--once", "--at", AT)


def replayed(dunwell, *words: str, status: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(dunwell("replay", "--json", *words, status=status))
    return found


def forbid_email(folder: Path) -> None:
    """Change a policy that is in force: emails at night only."""
    pack = folder / "policy-decent-hours.toml"
    text = pack.read_text("utf-8")
    assert '"08:00-20:00"' in text
    pack.write_text(text.replace('"08:00-20:00"', '"03:00-03:30"'), "utf-8")


@pytest.mark.usefixtures("ruled")
def test_the_same_rules_say_the_same_again(dunwell) -> None:
    for rules in ("then", "today"):
        report = replayed(dunwell, "--rules", rules)
        assert (report["rulings"], report["differences"], report["not_asked"]) == (2, [], {})
        assert report["questions"] == report["same"] > 0


@pytest.mark.usefixtures("ruled")
def test_a_draft_shows_what_it_would_change_and_changes_nothing(dunwell, tmp_path) -> None:
    draft = tmp_path / "draft"
    shutil.copytree(tmp_path / "packs", draft)
    forbid_email(draft)
    report = replayed(dunwell, "--packs", str(draft))
    assert report["changes"]["newly-blocked"] == 1
    (blocked,) = [one for one in report["differences"] if one["change"] == "newly-blocked"]
    assert blocked["customer_number"] == "free"
    assert blocked["sentence"].startswith("Allowed before, put off now: ")
    assert replayed(dunwell)["differences"] == []


@pytest.mark.usefixtures("ruled")
def test_the_rules_of_then_are_kept_when_the_packs_change(dunwell, tmp_path) -> None:
    forbid_email(tmp_path / "packs")
    assert replayed(dunwell)["changes"]["newly-blocked"] == 1
    assert replayed(dunwell, "--rules", "then")["differences"] == []
    told = dunwell("replay", "free")
    assert "1 rulings" in told
    assert "Allowed before, put off now: " in told


@pytest.mark.usefixtures("ruled")
def test_the_questions_are_those_of_the_decision_contract(dunwell, tmp_path) -> None:
    asked = dunwell("replay", "--questions")
    (tmp_path / "asked.jsonl").write_text(asked)
    answers = [json.loads(line) for line in dunwell("decide", "asked.jsonl").splitlines()]
    assert sorted(answer["verdict"] for answer in answers)[0] == "allow"
    assert "refuse" in {answer["verdict"] for answer in answers}


@pytest.mark.usefixtures("ruled")
def test_an_erased_customers_ruling_is_counted_and_said(dunwell) -> None:
    with open_app() as app, app.store.begin() as tx:
        query = sa.select(schema.customer.c.customer_id).where(schema.customer.c.customer_number == "free")
        app.ledger.erase(tx, CustomerId(tx.execute(query).scalar_one()), app.clock.now())
    report = replayed(dunwell)
    assert report["not_asked"] == {"the customer's data was erased; nobody can read what was asked": 1}


def test_a_folder_that_is_none_is_named(dunwell) -> None:
    assert "no-such-folder: there is no such folder of packs" in dunwell(
        "replay", "--packs", "no-such-folder", status=2
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--since", "2027-03-02", "--until", "2027-03-01"), "--until is before --since"),
        (("--creditor", "nobody"), "--creditor: nobody is not in the settings; there are "),
        (("--rules", "then", "--packs", "packs"), "--packs and --rules then are two choices of rules"),
    ],
)
def test_arguments_that_would_find_nothing_are_refused(dunwell, words, told) -> None:
    assert told in dunwell("replay", *words, status=2)
