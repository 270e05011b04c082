"""`dunwell replay`: would what was ruled be ruled again, by the rules of then or of today?"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.options import AsJson
from gateway.domain.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable

    from gateway.bootstrap import App
    from gateway.ledger import OpenedEntry
    from gateway.replay import KeptRulebook
    from gateway.store import Tx
    from gateway.store.contact_log import LogFilter

app = typer.Typer()
RULED_OTHERWISE = 1  # the rules of then do not say again what they said: ask why before anything else


class Rules(StrEnum):
    """Which rules are asked."""

    THEN = "then"
    TODAY = "today"


@app.command()
def replay(
    account: Annotated[
        str | None, typer.Argument(help="An account number; without one, every account's rulings.")
    ] = None,
    creditor: Annotated[str | None, typer.Option(help="Its creditor, where several use the number.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="From this day on (UTC).")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="To the end of this day.")
    ] = None,
    rules: Annotated[Rules, typer.Option(help="The rules of then, or those in force today.")] = Rules.TODAY,
    packs: Annotated[Path | None, typer.Option(help="Ask the packs of this folder instead.")] = None,
    questions: Annotated[
        bool, typer.Option("--questions", help="Print the questions, one a line, in the contract's words.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Judge the ledger's rulings again from the facts kept with them, and show what would differ."""
    from gateway.bootstrap import open_app
    from gateway.replay import run

    if since and until and until < since:
        raise DataError("--until is before --since", field="until")
    if rules is Rules.THEN and packs is not None:
        raise DataError("--packs and --rules then are two choices of rules: give one", field="packs")
    with open_app() as parts, parts.store.read() as tx:
        wanted = _wanted(parts, tx, account, creditor, since, until)
        if questions:
            _print_questions(parts, tx, wanted)
            return
        report = run.replay(tx, parts.ledger, wanted, _choice(parts, tx, rules, packs))
    if as_json:
        print(json.dumps(report.as_json()))
    else:
        for line in report.as_lines():
            print(line)
    if rules is Rules.THEN and report.differing:
        raise typer.Exit(RULED_OTHERWISE)


def _wanted(
    parts: App,
    tx: Tx,
    account: str | None,
    creditor: str | None,
    since: datetime | None,
    until: datetime | None,
) -> LogFilter:
    from gateway.directory import account_named
    from gateway.store.contact_log import LogFilter

    if creditor is not None and creditor not in parts.creditors:
        known = ", ".join(sorted(parts.creditors)) or "none"
        raise DataError(f"--creditor: {creditor} is not in the settings; there are {known}", field="creditor")
    found = account_named(tx, account, creditor) if account is not None else None
    return LogFilter(
        customer_id=found.customer_id if found else None,
        account_id=found.account_id if found else None,
        creditor_id=creditor if found is None else None,
        since=since.replace(tzinfo=UTC) if since else None,
        before=until.replace(tzinfo=UTC) + timedelta(days=1) if until else None,
    )


def _choice(parts: App, tx: Tx, rules: Rules, packs: Path | None) -> Callable[[OpenedEntry], KeptRulebook]:
    from gateway.bootstrap.app import rulebook_in
    from gateway.replay import KeptRulebook, Rulebooks

    if rules is Rules.THEN:
        kept = Rulebooks(tx, parts.ledger, parts.rulebook)
        return lambda entry: kept.of(entry["public"]["rulebook"])
    rulebook = parts.rulebook if packs is None else rulebook_in(packs)
    chosen = KeptRulebook(rulebook.digest, rulebook, None)
    return lambda entry: chosen


def _print_questions(parts: App, tx: Tx, wanted: LogFilter) -> None:
    from gateway.replay import run
    from gateway.replay.again import questions_in

    policy = [pack.id for pack in parts.rulebook.packs if pack.kind == "policy" and pack.enabled]
    for _, entry in run.rulings_of(tx, parts.ledger, wanted):
        for question in questions_in(entry):
            print(json.dumps({**question, "policy": {"packs": policy}}))
