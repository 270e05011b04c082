"""`dunwell queue ACCOUNT`: a collector's one-off, with its ruling at once."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from gateway.cli.options import instant
from gateway.domain.words import Channel, Verdict

app = typer.Typer()

_ANSWERS = {
    Verdict.ALLOW: "It may go now.",
    Verdict.DEFER: "It has to wait.",
    Verdict.REFUSE: "It may not go; it stays and is judged again when something changes.",
}


@app.command()
def queue(
    account: Annotated[str, typer.Argument(help="The account number in the creditor's books.")],
    channel: Annotated[Channel, typer.Option(help="email, sms, voice or letter.")],
    template: Annotated[str, typer.Option(help="The message's name, a folder in templates/.")],
    not_before: Annotated[
        datetime | None, typer.Option(parser=instant, metavar="INSTANT", help="RFC 3339; earliest time.")
    ] = None,
    creditor: Annotated[str | None, typer.Option(help="Its creditor, where several use the number.")] = None,
) -> None:
    """Queue a one-off and say whether, when and why (not) it may go."""
    from gateway.bootstrap import open_app
    from gateway.oneoffs import OneOff
    from gateway.oneoffs import queue as queue_one_off

    with open_app() as parts:
        request = OneOff(
            account_number=account,
            channel=channel,
            template=template,
            key=str(parts.ids.new()),
            creditor=creditor,
            not_before=not_before,
            requested_by="command-line",
        )
        with parts.store.begin() as tx:
            queued = queue_one_off(
                tx,
                parts.ledger,
                request,
                judge=parts.judge,
                creditors=parts.creditors,
                templates=frozenset(parts.renderer.messages),
                now=parts.clock.now(),
                ids=parts.ids,
            )
    preview = queued.preview
    print(f"Queued as {queued.outreach_id}.")
    print(f"{_ANSWERS[preview.verdict]} {preview.because}")
    if preview.verdict is Verdict.DEFER and preview.permitted_at:
        print(f"It goes by itself from {preview.permitted_at:%Y-%m-%d %H:%M:%S} UTC on.")
