"""`dunwell reconcile`: does a provider have what we know, and we what it has?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.options import AsJson

if TYPE_CHECKING:
    from gateway.bootstrap import App
    from gateway.deliveries import Reconciled

app = typer.Typer()
DIFFERENT = 3  # something is on one side alone
FAILED = 69  # EX_UNAVAILABLE: a provider's list could not be had


@app.command()
def reconcile(
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="From this day on (UTC); else as `delivery.reconcile_days`."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compare both sides now, correct what differs, and say what only one of them has."""
    from gateway.bootstrap import open_app, run_in_loop

    with open_app() as opened:
        compared = run_in_loop(lambda: _compare(opened, since))
    for one in compared:
        print(json.dumps({**one.as_json(), "ids": [*one.not_ours, *one.missing]}) if as_json else _words(one))
    if not compared and not as_json:
        print("No adapter in use can show what its provider has.")
    if any(one.failure for one in compared):
        raise typer.Exit(FAILED)
    if any(one.not_ours or one.missing or one.not_asked_for for one in compared):
        raise typer.Exit(DIFFERENT)


async def _compare(opened: App, since: datetime | None) -> Sequence[Reconciled]:
    from gateway.deliveries import Reconciler

    span = timedelta(days=opened.settings.delivery.reconcile_days)
    start = since.replace(tzinfo=UTC) if since else opened.clock.now() - span
    reconciler = Reconciler(opened.store, opened.ledger, opened.adapters, opened.clock, opened.ids)
    try:
        for adapter in opened.adapters.values():
            await adapter.open()
        return await reconciler.run(start)
    finally:
        for adapter in opened.adapters.values():
            await adapter.close()


def _words(one: Reconciled) -> str:
    if one.failure:
        return f"{one.adapter}: its list could not be had ({one.failure}); try again later"
    lines = [
        f"{one.adapter}, since {one.since:%Y-%m-%d %H:%M} UTC: {one.at_provider:,} there, {one.ours:,} ours, "
        f"{one.changed:,} corrected"
    ]
    lines += [f"  we do not know: {reference}" for reference in one.not_ours]
    lines += [f"  {one.adapter} does not have: attempt {attempt}" for attempt in one.missing]
    if one.not_asked_for:
        lines.append(f"  not in its list, and too many to ask for each: {one.not_asked_for:,} attempts")
    return "\n".join(lines)
