"""`dunwell webhook`: who is told what happens here, and what became of it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from gateway.cli.options import AsJson, OfCreditor, instant

if TYPE_CHECKING:
    from gateway.bootstrap import App

app = typer.Typer(no_args_is_help=True)
BY = "command-line"
EndpointId = Annotated[
    UUID, typer.Argument(metavar="ENDPOINT", help="The endpoint's id, as `dunwell webhook list` shows it.")
]
Since = Annotated[
    datetime | None, typer.Option(parser=instant, metavar="INSTANT", help="From then on (RFC 3339).")
]
Before = Annotated[
    datetime | None, typer.Option(parser=instant, metavar="INSTANT", help="Until before then (RFC 3339).")
]


@app.callback()
def webhook() -> None:
    """Whom other systems' news go to."""


@app.command()
def add(
    url: Annotated[str, typer.Argument(help="Where messages are posted to: https://…")],
    types: Annotated[
        list[str] | None,
        typer.Option("--type", help="Only such messages: a type, a beginning such as attempt.*, or *."),
    ] = None,
    creditor: OfCreditor = None,
    private: Annotated[
        bool, typer.Option("--private", help="Let the address lie in the own network or on this machine.")
    ] = False,
    label: Annotated[str, typer.Option(help="What it is for.")] = "",
) -> None:
    """Add an endpoint and print its secret; it cannot be shown again."""
    from gateway.bootstrap import open_app
    from gateway.webhooks_out import Wish

    wish = Wish(url, tuple(types or ()), creditor, private, label)
    with open_app() as parts, parts.store.begin() as tx:
        row, secret = parts.webhook_office.add(tx, wish, parts.creditors, by=BY, now=parts.clock.now())
    print(f"Endpoint {row.endpoint_id} hears {', '.join(row.types)}")
    print(secret)


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the endpoints and how they fare."""
    from gateway.bootstrap import open_app
    from gateway.webhooks_out.showing import endpoints_shown

    with open_app() as parts, parts.store.read() as tx:
        found = endpoints_shown(tx)
    for one in found:
        print(json.dumps(one) if as_json else _in_words(one))
    if not found and not as_json:
        print("Nobody is told; add an endpoint: dunwell webhook add https://…")


@app.command()
def types() -> None:
    """List the types of messages."""
    from gateway.webhooks_out.types import TYPES

    for name, sentence in TYPES.items():
        print(f"{name:32}{sentence}")


@app.command()
def rotate(
    endpoint_id: EndpointId,
    overlap_hours: Annotated[int, typer.Option(help="For so long the secret before signs too.")] = 24,
) -> None:
    """Give an endpoint a new secret and print it; it cannot be shown again."""
    from gateway.bootstrap import open_app

    overlap = timedelta(hours=overlap_hours)
    with open_app() as parts, parts.store.begin() as tx:
        _, secret = parts.webhook_office.rotate(tx, endpoint_id, overlap, by=BY, now=parts.clock.now())
    print(f"The secret before signs too for {overlap_hours} hours.")
    print(secret)


@app.command()
def disable(
    endpoint_id: EndpointId,
    reason: Annotated[str, typer.Option(help="Why.")] = "switched off",
) -> None:
    """Tell an endpoint nothing more; what is meant for it is kept."""
    from gateway.bootstrap import open_app

    with open_app() as parts, parts.store.begin() as tx:
        done = parts.webhook_office.disable(tx, endpoint_id, reason, by=BY, now=parts.clock.now())
    print("Disabled. What is meant for it is kept for replay." if done else "It is disabled already.")


@app.command()
def enable(endpoint_id: EndpointId) -> None:
    """Tell an endpoint what happens from now on."""
    from gateway.bootstrap import open_app
    from gateway.store.webhook_endpoints import counts_by_endpoint, failed_of

    with open_app() as parts, parts.store.begin() as tx:
        done = parts.webhook_office.enable(tx, endpoint_id, by=BY, now=parts.clock.now())
        missed = failed_of(counts_by_endpoint(tx).get(endpoint_id, {}))
    print("Enabled." if done else "It is enabled already.")
    if missed:
        print(f"It missed {missed} messages; to send them: dunwell webhook replay {endpoint_id}")


@app.command()
def remove(endpoint_id: EndpointId) -> None:
    """Forget an endpoint and everything that was meant for it."""
    from gateway.bootstrap import open_app

    with open_app() as parts, parts.store.begin() as tx:
        parts.webhook_office.remove(tx, endpoint_id, by=BY, now=parts.clock.now())
    print("Removed.")


@app.command()
def test(endpoint_id: EndpointId) -> None:
    """Send a message that tells nothing, now, and say what the endpoint answered."""
    from gateway.bootstrap import open_app
    from gateway.bootstrap.loop import run_in_loop
    from gateway.store import webhook_deliveries

    with open_app() as parts:
        with parts.store.begin() as tx:
            message_id = parts.webhook_office.ping(tx, endpoint_id, parts.clock.now())
        run_in_loop(lambda: _send_one(parts, endpoint_id, message_id))
        with parts.store.read() as tx:
            tried = webhook_deliveries.tries(tx, endpoint_id, message_id)
    if not tried:
        print("A daemon has the message in hand; see: dunwell webhook deliveries")
        return
    one = tried[-1]
    print(f"{one.code}: status {one.status or 'none'} after {one.milliseconds} ms")
    if one.code != "delivered":
        raise typer.Exit(3)


@app.command()
def replay(
    endpoint_id: EndpointId,
    message: Annotated[str | None, typer.Option(help="One message, by its webhook-id.")] = None,
    since: Since = None,
    before: Before = None,
    delivered: Annotated[
        bool, typer.Option("--delivered", help="Also what the endpoint took before.")
    ] = False,
) -> None:
    """Tell an endpoint once more what it missed, or one message; daemons send it."""
    from gateway.bootstrap import open_app
    from gateway.webhooks_out.replaying import Again
    from gateway.webhooks_out.replaying import replay as send_again

    again = Again(message, since, before, delivered)
    with open_app() as parts, parts.store.begin() as tx:
        count = send_again(tx, endpoint_id, again, parts.clock.now())
    print(f"{count} messages are due again.")


@app.command()
def deliveries(
    endpoint_id: EndpointId,
    state: Annotated[str | None, typer.Option(help="waiting, delivered, failed or held.")] = None,
    message: Annotated[str | None, typer.Option(help="The tries of one message, by its webhook-id.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
) -> None:
    """Print an endpoint's messages, the newest first, as JSON lines."""
    from gateway.bootstrap import open_app
    from gateway.store import webhook_deliveries as rows
    from gateway.webhooks_out.endpoints import found
    from gateway.webhooks_out.replaying import message_id_in
    from gateway.webhooks_out.showing import delivery_shown, try_shown

    if state is not None and state not in rows.STATES:
        raise typer.BadParameter(f"write one of {', '.join(rows.STATES)}", param_hint="--state")
    with open_app() as parts, parts.store.read() as tx:
        found(tx, endpoint_id)
        if message is not None:
            shown = [try_shown(one) for one in rows.tries(tx, endpoint_id, message_id_in(message))]
        else:
            sent = rows.deliveries(tx, endpoint_id, state=state, before=None, limit=limit)
            shown = [delivery_shown(one) for one in sent]
    for one in shown:
        print(json.dumps(one))


async def _send_one(parts: App, endpoint_id: UUID, message_id: UUID) -> None:
    await parts.messenger.open()
    try:
        await parts.messenger.send_one(endpoint_id, message_id)
    finally:
        await parts.messenger.close()


def _in_words(one: dict[str, Any]) -> str:
    why = f" since {one['disabled_at']}: {one['disabled_because']}" if one["disabled_at"] else ""
    whose = f", creditor {one['creditor']}" if one["creditor"] else ""
    return (
        f"{one['endpoint_id']}  {one['state']}{why}  {one['label']}\n"
        f"    {one['url']}  ({', '.join(one['types'])}{whose})\n"
        f"    waiting {one['waiting']}, failed {one['failed']}, held {one['held']}, "
        f"last delivered {one['delivered_at'] or 'never'}"
    )
