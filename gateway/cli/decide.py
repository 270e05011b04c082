"""`dunwell decide FILE`: may this person be contacted, and if not, when? Nothing is stored."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def decide(
    file: Annotated[str, typer.Argument(help="One JSON object, or JSON Lines; - is standard input.")],
) -> None:
    """Answer questions of the decision contract: one JSON answer per question, in the same order. On standard
    input each is answered as soon as it is complete."""
    import orjson

    from compliance.decision import answers_to, is_error
    from compliance.question_lines import questions_in
    from gateway.bootstrap import open_app
    from gateway.domain.errors import DataError

    out, number, has_failed = sys.stdout.buffer, 0, False
    for number, answered in enumerate(answers_to(questions_in(_lines(file)), open_app().rulebook), 1):
        out.write(orjson.dumps(answered, option=orjson.OPT_APPEND_NEWLINE))
        if file == "-":
            out.flush()  # somebody may be waiting for it before asking the next
        if is_error(answered):
            has_failed = True
            print(f"dunwell: question {number}: {answered['error']['message']}", file=sys.stderr, flush=True)
    out.flush()
    if not number:
        raise DataError(f"{'standard input' if file == '-' else file}: holds no question")
    if has_failed:
        raise typer.Exit(2)


def _lines(file: str) -> Iterator[bytes]:
    from gateway.domain.errors import DataError

    if file == "-":
        yield from sys.stdin.buffer
        return
    try:
        with open(file, "rb") as stream:
            yield from stream
    except OSError as error:
        raise DataError(f"{file}: cannot be read ({error.strerror})") from None
