"""`dunwell status`: how does this installation fare?"""

from __future__ import annotations

import json

import typer

from gateway.cli.options import AsJson

app = typer.Typer()


@app.command()
def status(as_json: AsJson = False) -> None:
    """Show health, queue depths, the oldest due, the last ticks and today's rulings."""
    from gateway.bootstrap import open_app
    from gateway.status import as_lines, status_of

    with open_app() as parts:
        facts = status_of(parts.store, parts.channels, {}, parts.clock.now(), parts.limits)
    if as_json:
        print(json.dumps(facts))
        return
    for line in as_lines(facts):
        print(line)
