"""`dunwell queue ACCOUNT`: a collector's one-off, with its ruling at once, or what it would say."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from gateway.cli.options import DryRun, instant
from gateway.domain.words import Channel

if TYPE_CHECKING:
    from gateway.bootstrap import App
    from gateway.oneoffs import Wanted

app = typer.Typer()


@app.command()
def queue(
    account: Annotated[str, typer.Argument(help="The account number in the creditor's books.")],
    template: Annotated[str, typer.Option(help="The message's name, a folder in templates/.")],
    channel: Annotated[
        Channel | None,
        typer.Option(help="email, sms, voice or letter; with --dry-run, none means each."),
    ] = None,
    not_before: Annotated[
        datetime | None, typer.Option(parser=instant, metavar="INSTANT", help="RFC 3339; earliest time.")
    ] = None,
    creditor: Annotated[str | None, typer.Option(help="Its creditor, where several use the number.")] = None,
    dry_run: DryRun = False,
) -> None:
    """Queue a one-off and say whether, when and why (not) it may go; --dry-run says what would be said."""
    from gateway.bootstrap import open_app
    from gateway.oneoffs import Wanted

    if channel is None and not dry_run:
        raise typer.BadParameter("name a channel: email, sms, voice or letter", param_hint="--channel")
    wanted = Wanted(account, template, channel, creditor, not_before)
    with open_app() as parts:
        if dry_run or channel is None:
            _show(parts, wanted)
        else:
            _queue(parts, wanted, channel)


def _queue(parts: App, wanted: Wanted, channel: Channel) -> None:
    from gateway.cli.proof_report import answer
    from gateway.oneoffs import OneOff, templates_of
    from gateway.oneoffs import queue as queue_one_off
    from gateway.store import portfolio
    from gateway.why import as_words, medium, read_clock

    request = OneOff(
        account_number=wanted.account_number,
        channel=channel,
        template=wanted.template,
        key=str(parts.ids.new()),
        creditor=wanted.creditor,
        not_before=wanted.not_before,
        requested_by="command-line",
    )
    with parts.store.begin() as tx:
        queued = queue_one_off(
            tx,
            parts.ledger,
            request,
            previewer=parts.previewer,
            templates=templates_of(parts.renderer),
            now=parts.clock.now(),
            ids=parts.ids,
        )
        (customer,) = portfolio.customers_by_id(tx, [queued.customer_id]).values()
        zone = read_clock(tx, customer, parts.creditors)
    what = f"{as_words(wanted.template)} by {medium(channel)}"
    print(f"Queued: {what} for account {wanted.account_number}, to {customer.name}.")
    if queued.preview is not None:
        print(answer(queued.preview, zone, is_queued=True))


def _show(parts: App, wanted: Wanted) -> None:
    from gateway.cli.proof_report import print_proof
    from gateway.oneoffs import templates_of
    from gateway.store import portfolio
    from gateway.why import as_words, read_clock

    account, proofs = parts.proofs.ask(
        parts.store, wanted, templates_of(parts.renderer), now=parts.clock.now(), ids=parts.ids
    )
    with parts.store.read() as tx:
        (customer,) = portfolio.customers_by_id(tx, [account.customer_id]).values()
        zone = read_clock(tx, customer, parts.creditors)
    what = f"{as_words(wanted.template)} for account {account.account_number}, to {customer.name}"
    print(f"{what[:1].upper()}{what[1:]}. Nothing is queued; links in it open nothing.")
    for proof in proofs:
        print_proof(proof, zone)
