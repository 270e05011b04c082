"""Do the ledger's commands say and return what people and scripts rely on?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gateway.bootstrap import open_app
from gateway.cli import ledger as ledger_command
from gateway.cli import verify as verify_command
from gateway.store.triggers import drop_append_only_ddl
from tests.builders.customer import a_customer
from tests.builders.ledger import a_ledger, an_entry, record
from tests.fakes.clock import A_MONDAY
from tests.fakes.ids import SeededIds

DEMO = Path(__file__).resolve().parents[3] / "config" / "demo.toml"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An installation in a folder of its own, with the demonstration's creditors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DUNWELL_CLOCK", "2027-03-01T16:00:00Z")
    monkeypatch.setenv("DUNWELL_CONFIG", str(DEMO))
    return tmp_path


@pytest.fixture
def filled(home, ids):
    """Three entries about one customer, number C-7."""
    with open_app() as parts:
        with parts.store.begin() as tx:
            customer = a_customer(tx, ids, creditor_id="northwind", customer_number="C-7")
        record(parts.store, parts.ledger, *(an_entry(ids, customer.customer_id) for _ in range(3)))
    return customer


def run(command, *arguments):
    return CliRunner().invoke(command.app, list(arguments))


def tamper(statement):
    with open_app() as parts, parts.store.begin() as tx:
        for ddl in drop_append_only_ddl("sqlite"):
            tx.exec_driver_sql(ddl)
        tx.exec_driver_sql(statement)


def test_an_empty_ledger_holds(home):
    result = run(ledger_command, "verify")
    assert (result.exit_code, "holds: 0 entries" in result.stdout) == (0, True)


def test_a_whole_ledger_holds(filled):
    result = run(ledger_command, "verify")
    assert result.exit_code == 0
    assert "holds: 3 entries of 1 subjects, 3 in the tree" in result.stdout


def test_the_first_bad_entry_is_named_and_the_status_is_one(filled):
    tamper("UPDATE ledger_entry SET kind = 'x' WHERE subject_seq = 2")
    result = run(ledger_command, "verify")
    assert result.exit_code == 1
    assert "does NOT hold. First: position 1, entry " in result.stdout


def test_machines_get_the_same_facts(filled):
    tamper("UPDATE ledger_entry SET kind = 'x' WHERE subject_seq = 2")
    found = json.loads(run(ledger_command, "verify", "--json").stdout)
    assert (found["holds"], found["entries"], found["finding"]["position"]) == (False, 3, 1)


def test_a_checkpoint_that_somebody_kept_is_confirmed(filled, home):
    assert run(ledger_command, "checkpoint", "-o", "kept").exit_code == 0
    assert run(ledger_command, "verify", "--checkpoint", "kept").exit_code == 0


def test_a_checkpoint_of_more_than_there_is_shows_a_rollback(filled, home):
    with open_app() as parts:
        note = parts.ledger.signer.checkpoint(9, bytes(32), parts.clock.now())
    (home / "kept").write_text(note)
    result = run(ledger_command, "verify", "--checkpoint", "kept")
    assert (result.exit_code, "rolled back" in result.stdout) == (1, True)


def test_a_checkpoint_signed_by_another_key_is_refused_with_status_one(filled, home):
    (home / "kept").write_text(a_ledger(SeededIds()).signer.checkpoint(1, bytes(32), A_MONDAY))
    result = run(ledger_command, "verify", "--checkpoint", "kept")
    assert result.exception.exit_status == 1
    assert "not a checkpoint of this ledger" in str(result.exception)


def test_the_checkpoint_goes_to_standard_output_alone(filled):
    result = run(ledger_command, "checkpoint")
    assert result.stdout.startswith("dunwell.local/contact-ledger\n3\n")
    assert result.stderr.startswith("Public key: dunwell.local/contact-ledger+")


def test_there_is_no_checkpoint_of_an_empty_ledger(home):
    assert run(ledger_command, "checkpoint").exit_code == 1


def test_evidence_by_customer_number_is_checked_offline(filled, home):
    made = run(ledger_command, "evidence", "C-7", "-o", "c7.zip")
    assert made.exit_code == 0, made.output
    key = made.stdout.split("Public key: ")[1].strip()
    checked = run(verify_command, "c7.zip", "--key", key)
    assert checked.exit_code == 0
    assert "4 entries" in checked.stdout


def test_evidence_by_customer_id(filled, home):
    assert run(ledger_command, "evidence", str(filled.customer_id), "-o", "c7.zip").exit_code == 0


def test_evidence_of_an_unknown_number_is_refused(filled, home):
    result = run(ledger_command, "evidence", "C-8", "-o", "c8.zip")
    assert "no customer of that number" in str(result.exception)
    assert not (home / "c8.zip").exists()


def test_a_pack_that_does_not_hold_gives_status_one(filled, home):
    run(ledger_command, "evidence", "C-7", "-o", "c7.zip")
    (home / "c7.zip").write_bytes((home / "c7.zip").read_bytes()[:-30])
    result = run(verify_command, "c7.zip")
    assert (result.exit_code, "DOES NOT HOLD" in result.stderr) == (1, True)


def test_a_pack_under_another_key_gives_status_one(filled, home):
    run(ledger_command, "evidence", "C-7", "-o", "c7.zip")
    assert run(verify_command, "c7.zip", "--key", "evil+00000000+AAAA").exit_code == 1
