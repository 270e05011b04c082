"""`dunwell queue ACCOUNT`: a collector's one-off, with its ruling at once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.options import instant
from gateway.domain.words import Channel, Verdict

if TYPE_CHECKING:
    from gateway.oneoffs import Preview

app = typer.Typer()


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
    from gateway.oneoffs import OneOff, templates_of
    from gateway.oneoffs import queue as queue_one_off
    from gateway.store import portfolio
    from gateway.why import as_words, medium, read_clock

    with open_app() as parts:
        now = parts.clock.now()
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
                previewer=parts.previewer,
                templates=templates_of(parts.renderer),
                now=now,
                ids=parts.ids,
            )
            (customer,) = portfolio.customers_by_id(tx, [queued.customer_id]).values()
            zone = read_clock(tx, customer, parts.creditors)
    print(f"Queued: {as_words(template)} by {medium(channel)} for account {account}, to {customer.name}.")
    if queued.preview is not None:
        print(_answer(queued.preview, zone))


def _answer(preview: Preview, zone: str) -> str:
    """Whether, when and why (not), by the customer's clock."""
    from gateway.why import as_words, dates_in_words, time_in_words

    source = f" [{'; '.join(preview.sources)}]" if preview.sources else ""
    because = dates_in_words(preview.because) + source
    if preview.verdict is Verdict.ALLOW:
        return f"It may go now, and goes with the next dispatch. {because}"
    if preview.permitted_at is None:
        return f"It may not go as things are; it stays and is judged again when something changes. {because}"
    when = time_in_words(preview.permitted_at, zone)
    return f"It goes by itself from {when} on, {as_words(zone)} time. {because}"
