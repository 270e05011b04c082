"""`dunwell plan`: which reminders are due, and to how many?"""

from __future__ import annotations

import typer

from gateway.cli.options import AsJson, At, DryRun

app = typer.Typer()


@app.command()
def plan(at: At = None, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Do one dunning run and print what it planned, cancelled and left alone."""
    import json

    from gateway.bootstrap import open_app
    from gateway.planner import run_plan

    with open_app(at) as parts:
        report = run_plan(
            parts.store,
            parts.ledger,
            parts.strategies,
            parts.creditors,
            now=parts.clock.now(),
            ids=parts.ids,
            dry_run=dry_run,
        )
    if as_json:
        print(json.dumps(report.as_dict()))
        return
    for line in report.as_lines():
        print(line)
