"""What do people and other systems know? Event files: each line is one event and says what it changed."""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, TextIO

import typer

from gateway.bootstrap import App, open_app
from gateway.cli.options import At
from gateway.domain.errors import DataError
from gateway.events import Recorded, parse_event, record_events

app = typer.Typer()
MAX_LINE = 1_000_000  # characters; an event is a few hundred
ALL_RECORDED, NOTHING_RECORDED, SOME_REJECTED = 0, 2, 3


@dataclass(slots=True)
class Tally:
    """How many lines went in, and how many did not."""

    recorded: int = 0
    rejected: int = 0

    @property
    def exit_status(self) -> int:
        """0 when every event is in, 3 when some were rejected, 2 when none is in."""
        if not self.recorded:
            return NOTHING_RECORDED
        return SOME_REJECTED if self.rejected else ALL_RECORDED


@app.command()
def record(
    files: Annotated[
        list[Path], typer.Argument(metavar="EVENT-FILE…", help="JSON Lines; - is standard input.")
    ],
    at: At = None,
) -> None:
    """Record facts and outside contacts from event files."""
    tally = Tally()
    with open_app(at) as installation:
        for path in files:
            try:
                with _opened(path) as lines:
                    _record_lines(installation, path, lines, tally)
            except DataError as error:  # one file that cannot be read stops no other
                tally.rejected += 1
                print(error, file=sys.stderr)
    print(f"{tally.recorded} recorded, {tally.rejected} rejected.")
    raise typer.Exit(tally.exit_status)


def _record_lines(installation: App, path: Path, lines: TextIO, tally: Tally) -> None:
    """Each line is a transaction of its own: a wrong one stops no other.

    An event without an id of its own is known by its line, so that the same file again changes nothing; a
    line that stands in the file twice is two events, such as two calls within one minute.
    """
    seen: Counter[bytes] = Counter()
    for number, line in enumerate(_lines(lines), 1):
        if not line.strip():
            continue
        try:
            found = _record_line(installation, line, seen)
        except DataError as error:
            tally.rejected += 1
            print(f"{path}:{number}: {_where(error)}{error}", file=sys.stderr)
        else:
            tally.recorded += 1
            print(f"{path}:{number}: {found.event.type.replace('_', ' ')}: {found.effect}")


def _record_line(installation: App, line: str, seen: Counter[bytes]) -> Recorded:
    if len(line) > MAX_LINE:
        raise DataError(f"the line is longer than {MAX_LINE:,} characters; one event is one line")
    try:
        told = json.loads(line)
    except RecursionError:
        raise DataError("the JSON is nested too deeply") from None
    except ValueError:
        raise DataError("the line is not a JSON object") from None
    now = installation.clock.now()
    with installation.store.begin() as tx:
        event = parse_event(tx, told, now=now)
        if event.dedupe_key is None:
            event = replace(event, dedupe_key=_key_of(line, seen))
        found = record_events(
            tx, installation.ledger, [event], now=now, ids=installation.ids, source="record"
        )
    return found[0]


def _key_of(line: str, seen: Counter[bytes]) -> str:
    digest = hashlib.sha256(line.strip().encode("utf-8", "replace")).digest()
    seen[digest] += 1
    return f"line:{digest.hex()}:{seen[digest]}"


def _lines(lines: TextIO) -> Iterator[str]:
    """Yield lines; of one that is too long only the beginning, so that memory stays flat."""
    while line := lines.readline(MAX_LINE + 1):
        whole = line
        while len(whole) > MAX_LINE and not whole.endswith("\n"):
            whole = lines.readline(MAX_LINE + 1) or "\n"
        yield line


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    if str(path) == "-":
        yield sys.stdin
        return
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as lines:
            yield lines
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}") from None


def _where(error: DataError) -> str:
    return f"{error.field}: " if error.field else ""
