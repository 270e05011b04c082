"""`dunwell clock confirm`: the clock is right as it is."""

from __future__ import annotations

import typer

app = typer.Typer(no_args_is_help=True)


@app.callback()
def clock() -> None:
    """The system clock."""


@app.command()
def confirm() -> None:
    """Say that the system clock is right, so that daemons that paused after a jump go on."""
    from gateway.bootstrap import open_app
    from gateway.store import clock_switch

    with open_app() as parts:
        now = parts.clock.now()
        with parts.store.begin() as tx:
            had_jumped = clock_switch.settle(tx, now)
    if had_jumped:
        print(f"It is {now:%Y-%m-%d %H:%M:%S} UTC. Planning and sending go on.")
    else:
        print("No jump was waiting for a confirmation.")
