"""`dunwell run`: the daemon."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from gateway.bootstrap import App

app = typer.Typer()


@app.command()
def run(
    only: Annotated[
        str, typer.Option(metavar="PARTS", help="Run some parts: scheduler,dispatcher,web.")
    ] = "scheduler,dispatcher,web",
) -> None:
    """Plan, send and answer until told to stop."""
    from gateway.bootstrap import open_app, run_in_loop, steady_seconds
    from gateway.daemon import Daemon, Part
    from gateway.daemon.logs import set_up_logs

    try:
        parts = frozenset(Part(word.strip()) for word in only.split(",") if word.strip())
    except ValueError:
        raise typer.BadParameter(f"choose from {', '.join(Part)}", param_hint="--only") from None
    set_up_logs()
    with open_app() as opened:

        def on_ready(address: str | None) -> None:
            _say(opened, address)

        async def work() -> int:
            return await Daemon(opened, parts, steady=steady_seconds, on_ready=on_ready).run()

        status = run_in_loop(work)
    raise typer.Exit(status)


def _say(opened: App, address: str | None) -> None:
    """Where to look, on standard output; the log has standard error to itself."""
    if address is not None:
        print(f"Dunwell answers on http://{address}; customers open {opened.settings.public_url}")
        print("To look at it: dunwell sign-in prints a link that works once")
    if "sandbox" in opened.channels.values():
        print(f"Messages of sandbox channels are files below {opened.settings.outbox}")
    sys.stdout.flush()
