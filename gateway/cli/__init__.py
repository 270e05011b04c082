"""Which command did the operator type? One module per command, imported only when it is the one.

Each module of this package has an `app`, a `typer.Typer`: with one command for a plain command, with a
callback and several for a group such as `dunwell ledger verify`.
"""

from __future__ import annotations

import sys
import traceback
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from gateway.domain.errors import DunwellError

COMMANDS: dict[str, str] = {
    "run": "The daemon: scheduler, dispatcher, web server.",
    "import": "Read a portfolio or payment file and report on every row.",
    "plan": "One dunning run: insert the outreach that is due.",
    "dispatch": "Send what is due now, until nothing is.",
    "queue": "Queue a collector's one-off for an account.",
    "call": "Calls that a person makes: the list, the script, the outcome.",
    "record": "Record facts and outside contacts from event files.",
    "mail": "Act on mails that lie in files: bounces, complaints, replies.",
    "why": "Say what was and was not sent, why, and what comes next.",
    "decide": "Answer a question of the decision contract.",
    "rules": "List every rule in force.",
    "replay": "Judge the ledger's rulings again: what would differ?",
    "audit": "Prove that nothing broke the rules of its time, or list what did.",
    "ledger": "The contact ledger: verify, checkpoint, evidence.",
    "verify": "Check an evidence pack, offline.",
    "status": "Health, queue depths, oldest due, last ticks, rulings today.",
    "reconcile": "Compare what providers have with what the ledger has.",
    "costs": "What contacts cost, by channel, creditor or template.",
    "stop": "Stop sending: everything, a channel, a template or a creditor.",
    "resume": "Take a stop back.",
    "limit": "How far the volume limits are used up; lift one, by two people.",
    "task": "What waits for a person, and what they found.",
    "webhook": "Tell other systems what happens here.",
    "key": "Make an API key, or revoke one.",
    "sign-in": "Print a one-time link to the console.",
    "config": "Check the settings.",
    "clock": "Confirm the system clock after it jumped.",
    "simulate": "Try the portfolio under a virtual clock.",
    "rehearse": "Try a draft rulebook before it is activated.",
    "demo": "Load the demo portfolio.",
}
"""Every command, in the order of a day's work, with what `dunwell --help` says of it."""

NOTHING_DONE = 2  # as for a wrong option: mend what the message names, then try again
OUR_FAULT = 1
UNAVAILABLE = 69  # EX_UNAVAILABLE of sysexits.h
_FAULTS = {
    "unreachable": "the database that DUNWELL_DATABASE_URL names does not answer",
    "full": "the disk is full",
    "broken": "the database file or its disk is damaged, or may not be written",
}


class _Commands(TyperGroup):
    """Lists the table above; imports a command's module when it is called."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        return name, _loaded(name) if name else command, rest


def main() -> None:
    """Run the command line and exit with its status."""
    try:
        _shell()(prog_name="dunwell")
    except DunwellError as error:
        print(f"dunwell: {error}", file=sys.stderr)
        sys.exit(getattr(error, "exit_status", NOTHING_DONE))
    except Exception as error:
        if (fault := _database_fault(error)) is not None:
            print(f"dunwell: {_FAULTS[fault]}; see docs/operations.md", file=sys.stderr)
            sys.exit(UNAVAILABLE)
        _tell_of_our_own(error)
        sys.exit(OUR_FAULT)


def _tell_of_our_own(error: Exception) -> None:
    """The way to the error and its type; its text may quote rows and addresses, and a service manager keeps
    whatever we print."""
    way = "".join(traceback.format_tb(error.__traceback__))
    print(f"{way}dunwell: {type(error).__name__}: this is a fault of Dunwell's; report it", file=sys.stderr)


def _shell() -> typer.Typer:
    shell = typer.Typer(
        cls=_Commands,
        help="Plans, judges, sends and records reminders for overdue accounts.",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,  # its frames print local variables, and those hold personal data
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for name, summary in COMMANDS.items():
        shell.command(name, help=summary)(lambda: None)
    return shell


def _database_fault(error: Exception) -> str | None:
    """What is wrong with the database, in place of a driver's text, which may quote rows."""
    if "sqlalchemy" not in sys.modules:
        return None
    from gateway.store.faults import fault_of

    return fault_of(error)


def _loaded(name: str) -> Any:
    """The command itself, looking like the others."""
    file = "import_" if name == "import" else name.replace("-", "_")  # import is a word of Python
    app = import_module(f"gateway.cli.{file}").app
    app._add_completion, app.rich_markup_mode = False, None
    return get_command(app)
