"""`dunwell simulate --days N`: what would be sent, deferred and refused?"""

from __future__ import annotations

from typing import Annotated

import typer

from gateway.cli.options import AsJson, At

app = typer.Typer()


@app.command()
def simulate(
    days: Annotated[int, typer.Option(min=1, max=3660, help="How many days to go through.")],
    seed: Annotated[
        int | None, typer.Option(help="Let customers pay as drawn from this number; else nobody reacts.")
    ] = None,
    at: At = None,
    as_json: AsJson = False,
) -> None:
    """Go through the coming days with a copy of the portfolio; nothing is sent and nothing is changed."""
    import json

    from gateway.bootstrap import open_app, run_in_loop
    from gateway.simulate import simulate as rehearse

    with open_app(at) as parts:
        diary = run_in_loop(lambda: rehearse(parts, days=days, seed=seed))
    if as_json:
        print(json.dumps(diary.as_dict()))
        return
    for line in diary.as_lines():
        print(line)
