"""`dunwell costs`: what contacts cost."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated

import typer

from gateway.cli.options import AsJson, instant
from gateway.store.costs import By

app = typer.Typer()
Since = Annotated[
    datetime | None, typer.Option(parser=instant, metavar="INSTANT", help="From then on (RFC 3339).")
]
Before = Annotated[
    datetime | None, typer.Option(parser=instant, metavar="INSTANT", help="Up to then (RFC 3339).")
]


@app.command()
def costs(
    by: Annotated[By, typer.Option(help="channel, creditor or template.")] = By.CHANNEL,
    since: Since = None,
    before: Before = None,
    as_json: AsJson = False,
) -> None:
    """Add up what contacts cost: by the provider's word, or else as expected by the price list."""
    from gateway.bootstrap import open_app
    from gateway.store import costs as kept

    with open_app() as parts, parts.store.read() as tx:
        rows = kept.costs(tx, by, since, before)
    if as_json:
        print(json.dumps([row.as_json() for row in rows]))
        return
    for row in rows:
        print(
            f"{row.name}: {row.cost.amount:.2f} {row.cost.currency} for {row.contacts} contacts, "
            f"{row.told} by the provider's word; {row.expected.amount:.2f} was expected"
        )
    if not rows:
        print("Nothing that has a price was sent.")
