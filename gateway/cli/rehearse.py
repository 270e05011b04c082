"""`dunwell rehearse --packs DIR`: what would a draft rulebook change, before anybody activates it?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.options import AsJson, At

app = typer.Typer()
CHANGES_SOMETHING = 3


@app.command()
def rehearse(
    packs: Annotated[Path | None, typer.Option(help="Directory of the draft's packs.")] = None,
    strategies: Annotated[Path | None, typer.Option(help="Directory of the draft's strategies.")] = None,
    over: Annotated[
        bool,
        typer.Option("--over", help="The directories hold only changed files, laid over those in force."),
    ] = False,
    against: Annotated[
        Path | None, typer.Option(help="Compare with the packs of this directory, not with those in force.")
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=366, help="How many days to go through.")] = 14,
    seed: Annotated[
        int | None, typer.Option(help="Let customers pay as drawn from this number; else nobody reacts.")
    ] = None,
    sample: Annotated[int, typer.Option(min=0, help="How many of each kind to list.")] = 5,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 3 if anything changes for anybody.")
    ] = False,
    at: At = None,
    as_json: AsJson = False,
) -> None:
    """Try a draft on a copy of the portfolio and print what it changes; nothing is sent or activated."""
    import json

    from gateway.bootstrap import open_app, run_in_loop
    from gateway.rehearse import as_dict, as_lines, read_draft
    from gateway.rehearse import rehearse as try_out

    with open_app() as parts:
        draft = read_draft(parts, packs=packs, strategies=strategies, against=against, over=over)
        found = run_in_loop(
            lambda: try_out(parts, draft, days=days, at=at, seed=seed, sample=sample, progress=_tell)
        )
    _tell("")
    for line in [json.dumps(as_dict(found))] if as_json else as_lines(found):
        print(line)
    if exit_code and found.changes_anything:
        raise typer.Exit(CHANGES_SOMETHING)


def _tell(doing: str) -> None:
    """One line that changes, for whoever waits at a terminal."""
    if sys.stderr.isatty():
        print(f"\r\033[K{doing}", end="", file=sys.stderr, flush=True)
