"""`dunwell decide FILE`: may this person be contacted, and if not, when? Nothing is stored."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from gateway.cli.decided import Decided

app = typer.Typer()


@app.command()
def decide(
    file: Annotated[str, typer.Argument(help="One JSON object, or JSON Lines; - is standard input.")],
) -> None:
    """Answer questions of the decision contract: one JSON answer per question, in the same order. On standard
    input each is answered as soon as it is complete."""
    from gateway.domain.errors import DataError

    out, count, has_failed = sys.stdout.buffer, 0, False
    for decided in _decided(file):
        out.write(decided.answers)
        if file == "-":
            out.flush()  # somebody may be waiting for it before asking the next
        for number, message in decided.errors:
            has_failed = True
            print(f"dunwell: question {count + number}: {message}", file=sys.stderr, flush=True)
        count += decided.count
    out.flush()
    if not count:
        raise DataError(f"{'standard input' if file == '-' else file}: holds no question")
    if has_failed:
        raise typer.Exit(2)


def _decided(file: str) -> Iterator[Decided]:
    from gateway.bootstrap import open_app
    from gateway.cli.decided import on_all_cores, one_by_one
    from gateway.domain.errors import DataError

    rulebook = open_app().rulebook
    if file == "-":
        yield from one_by_one(sys.stdin.buffer, rulebook)
        return
    try:
        with Path(file).open("rb") as stream:
            yield from on_all_cores(stream, rulebook)
    except OSError as error:
        raise DataError(f"{file}: cannot be read ({error.strerror})") from None
