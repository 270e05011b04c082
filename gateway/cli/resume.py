"""`dunwell resume`: what was stopped goes on."""

from __future__ import annotations

import typer

from gateway.cli.options import OfChannel, OfCreditor, OfTemplate

app = typer.Typer()


@app.command()
def resume(channel: OfChannel = None, template: OfTemplate = None, creditor: OfCreditor = None) -> None:
    """Take a stop back, of everything or of what one option names; what waited is judged again."""
    from gateway.bootstrap import open_app
    from gateway.controls import extent_of
    from gateway.controls import resume as resume_sending

    with open_app() as parts, parts.store.begin() as tx:
        extent = extent_of(
            channel=channel,
            template=template,
            creditor=creditor,
            templates=(template,) if template else (),  # a stop outlives what it names
            creditors=(creditor,) if creditor else (),
        )
        now = parts.clock.now()
        done = resume_sending(tx, parts.ledger, extent, by="command-line", now=now, ids=parts.ids)
    print(f"Resumed {extent.in_words}; {done.released} put off by the stop are due again.")
