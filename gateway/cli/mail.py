"""`dunwell mail`: mail that came back and lies in files, from another mailbox or an old backup."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from gateway.bootstrap import App
    from gateway.mailbox import Taken

app = typer.Typer(no_args_is_help=True)
ALL_READ, NOTHING_READ, SOME_LEFT = 0, 2, 3
_KINDS: Mapping[str, str] = {
    "hard-bounce": "a bounce, for good",
    "soft-bounce": "a bounce, for now",
    "delayed": "a report of a delay",
    "delivered": "a report of delivery",
    "relayed": "a report of relaying",
    "feedback": "a complaint or a stop",
    "auto-reply": "an automatic answer; nothing follows from it",
    "challenge": "a machine that asks for a confirmation; a task waits for a person",
    "reply": "somebody's own words",
    "unreadable": "no mail that can be read",
}
_REPORTS = ("hard-bounce", "soft-bounce", "delayed", "delivered", "relayed")


@app.callback()
def mail() -> None:
    """Mail that came back and lies in files."""


@app.command()
def read(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="One mail each, as .eml; - is standard input.")
    ],
) -> None:
    """Act on mails in files as if they had come into the mailbox: bounces, complaints, stops, replies."""
    from gateway.bootstrap import open_app

    done = left = 0
    with open_app() as opened:
        for path in files:
            raw = _content(path)
            if raw is None:
                left += 1
                continue
            taken = _take(opened, raw)
            print(f"{path}: {_words(opened, taken)}")
            done += 1
            left += taken.set_aside is not None
    raise typer.Exit(NOTHING_READ if not done else SOME_LEFT if left else ALL_READ)


def _take(opened: App, raw: bytes) -> Taken:
    from gateway.mailbox import Via

    return opened.mailroom.take(raw, Via.FILE)


def _content(path: Path) -> bytes | None:
    """As much of a file as is read of any mail; None where it cannot be had, and why on standard error."""
    from channels.email_inbound.parts import MAX_BYTES

    try:
        if str(path) == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        print(f"{path}: cannot be read ({error.strerror})", file=sys.stderr)
        return None


def _words(opened: App, taken: Taken) -> str:
    said = [_KINDS.get(taken.kind, taken.kind)]
    if not taken.is_new:
        said.append("it came before, and nothing follows twice")
    elif taken.kind in _REPORTS:
        said.append(_followed(opened, taken))
    elif taken.kind in ("feedback", "reply"):
        said.append("what it asks for took effect; `dunwell why` and `dunwell task list` show it")
    if taken.set_aside is not None:
        said.append(f"set aside for a person ({taken.set_aside}): see `dunwell task list`")
    return "; ".join(said)


def _followed(opened: App, taken: Taken) -> str:
    from gateway.store import history

    with opened.store.read() as tx:
        attempt = history.find_attempt(tx, taken.attempt_id) if taken.attempt_id else None
    if attempt is None:
        return "it names no email of ours, so nothing follows"
    return f"about attempt {attempt.attempt_id}, which is {attempt.state} now"
