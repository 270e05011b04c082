"""`dunwell stop`: nothing more leaves, of everything or of one channel, template or creditor."""

from __future__ import annotations

from typing import Annotated

import typer

from gateway.cli.options import OfChannel, OfCreditor, OfTemplate

app = typer.Typer()


@app.command()
def stop(
    reason: Annotated[str, typer.Option(help="Why; shown to everybody who asks. Name no customer.")],
    channel: OfChannel = None,
    template: OfTemplate = None,
    creditor: OfCreditor = None,
) -> None:
    """Stop sending at once, in every daemon: everything, or what one option names."""
    from gateway.bootstrap import open_app
    from gateway.controls import extent_of
    from gateway.controls import stop as stop_sending

    with open_app() as parts:
        extent = extent_of(
            channel=channel,
            template=template,
            creditor=creditor,
            templates=parts.renderer.messages if template else (),
            creditors=parts.creditors,
        )
        with parts.store.begin() as tx:
            now = parts.clock.now()
            done = stop_sending(
                tx, parts.ledger, extent, reason=reason, by="command-line", now=now, ids=parts.ids
            )
    if done.is_new:
        print(f"Stopped {extent.in_words}. What the providers have already is not recalled.")
    else:
        known = done.stop
        print(
            f"Already stopped: {extent.in_words}, since {known.since:%Y-%m-%d %H:%M} UTC by {known.by}: "
            f"{known.reason}"
        )
