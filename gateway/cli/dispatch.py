"""`dunwell dispatch --once`: send what is due now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.options import At

if TYPE_CHECKING:
    pass

app = typer.Typer()


@app.command()
def dispatch(
    once: Annotated[bool, typer.Option("--once", help="Until nothing is due; the daemon does it for ever.")],
    at: At = None,
) -> None:
    """Send what is due now, until nothing is, and print counts by ruling."""
    from gateway.bootstrap import open_app, run_in_loop
    from gateway.daemon.single_pass import send_what_is_due

    with open_app(at=at) as opened:
        report = run_in_loop(lambda: send_what_is_due(opened))
    print(f"Judged {report.judged:,}.")
    for title, counts in (("ruling", report.rulings), ("attempt", report.attempts)):
        for word, count in sorted(counts.items()):
            print(f"  {count:>8,}  {title} {word}")
