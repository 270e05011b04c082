"""`dunwell decide FILE`: may this person be contacted, and if not, when? Nothing is stored."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def decide(
    file: Annotated[str, typer.Argument(help="One JSON object, or JSON Lines; - is standard input.")],
) -> None:
    """Answer questions of the decision contract: one JSON answer per question, in the same order."""
    from compliance.decision import answer_lines, is_error, questions_in
    from gateway.bootstrap import open_app

    lines = questions_in(_text(file))
    has_failed = False
    for number, answered in enumerate(answer_lines(lines, open_app().rulebook), 1):
        print(json.dumps(answered, ensure_ascii=False))
        if is_error(answered):
            has_failed = True
            problem = answered["error"]
            print(f"dunwell: question {number}: {problem['message']}", file=sys.stderr)
    if has_failed:
        raise typer.Exit(2)


def _text(file: str) -> str:
    from gateway.domain.errors import DataError

    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DataError(f"{file}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise DataError(f"{file}: not UTF-8 at byte {error.start}") from None
