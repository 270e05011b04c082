"""`dunwell call`: calls that a person makes, from a terminal."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from gateway.calls.outcomes import CallOutcome
from gateway.cli.options import AsJson, instant

if TYPE_CHECKING:
    from gateway.calls import CallPage, CallTask

app = typer.Typer(no_args_is_help=True)
ME = "command-line"
NOT_NOW = 3  # the call may not be made: the text says which rule and from when


@app.callback()
def call() -> None:
    """Calls that a person makes: the list, whether now, the script, and what it came to."""


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the calls that wait, best first. Numbers are shown by `begin` alone."""
    from gateway.bootstrap import open_app
    from gateway.calls import work_list

    with open_app() as parts, parts.store.read() as tx:
        tasks = work_list(tx, parts.judge, parts.creditors, parts.clock.now())
    for task in tasks:
        print(json.dumps(_as_dict(task)) if as_json else _line(task))
    if not tasks and not as_json:
        print("No call waits.")


@app.command()
def want(
    account: Annotated[str, typer.Argument(help="The account number in the creditor's books.")],
    template: Annotated[str, typer.Option(help="What to say: a message with call.txt.")] = "call",
    not_before: Annotated[
        datetime | None, typer.Option(parser=instant, metavar="INSTANT", help="RFC 3339; earliest time.")
    ] = None,
    creditor: Annotated[str | None, typer.Option(help="Its creditor, where several use the number.")] = None,
) -> None:
    """Put an own call on the list and say whether it may be made."""
    from gateway.bootstrap import open_app
    from gateway.domain.words import Channel, MadeBy
    from gateway.oneoffs import OneOff, Previewer, calls_of, queue

    with open_app() as parts, parts.store.begin() as tx:
        wanted = OneOff(
            account_number=account,
            channel=Channel.VOICE,
            template=template,
            key=str(parts.ids.new()),
            creditor=creditor,
            not_before=not_before,
            requested_by=ME,
            made_by=MadeBy.COLLECTOR,
        )
        queued = queue(
            tx,
            parts.ledger,
            wanted,
            previewer=Previewer(parts.judge, parts.creditors),
            templates=calls_of(parts.renderer),
            now=parts.clock.now(),
            ids=parts.ids,
        )
    print(f"On the list: {queued.outreach_id}")
    if queued.preview is not None:
        print(f"{queued.preview.verdict.value}: {queued.preview.because}")


@app.command()
def begin(
    call_id: Annotated[UUID, typer.Argument(metavar="CALL", help="As `dunwell call list` shows it.")],
) -> None:
    """Say that you call now: judged, written down, and only then the number and the words are shown."""
    from gateway.bootstrap import open_app
    from gateway.calls import NotNow, call_page

    with open_app() as parts:
        begun = parts.call_desk.begin(call_id, ME)
        if isinstance(begun, NotNow):
            preview = begun.preview
            source = f" [{'; '.join(preview.sources)}]" if preview.sources else ""
            print(f"Do not call. {preview.because}{source}")
            if preview.permitted_at is not None:
                print(f"You may from {preview.permitted_at.isoformat(timespec='seconds')} on.")
            raise typer.Exit(NOT_NOW)
        with parts.store.read() as tx:
            page = call_page(tx, parts.ledger, begun, parts.creditors, parts.clock.now())
    print(_script(page))


@app.command()
def outcome(
    attempt_id: Annotated[
        UUID, typer.Argument(metavar="ATTEMPT", help="As `dunwell call begin` printed it.")
    ],
    came_to: Annotated[CallOutcome, typer.Argument(metavar="OUTCOME", help=", ".join(CallOutcome))],
    promise_on: Annotated[
        str | None, typer.Option(help="Promised to pay on this day, as 2027-03-05.")
    ] = None,
    promise_amount: Annotated[str | None, typer.Option(help="So much; absent: all that is open.")] = None,
    promise_currency: Annotated[
        str | None, typer.Option(help="In this currency, where several are open.")
    ] = None,
    disputes: Annotated[bool, typer.Option("--disputes", help="They dispute the debt.")] = False,
    stop_calls: Annotated[bool, typer.Option("--stop-calls", help="They want no more calls.")] = False,
    attorney: Annotated[bool, typer.Option("--attorney", help="An attorney speaks for them.")] = False,
    bankruptcy: Annotated[bool, typer.Option("--bankruptcy", help="They told of a bankruptcy.")] = False,
    deceased: Annotated[bool, typer.Option("--deceased", help="The customer has died.")] = False,
    callback_at: Annotated[
        datetime | None, typer.Option(parser=instant, metavar="INSTANT", help="Asked to be called then.")
    ] = None,
    not_between: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="FROM TO", help="Hours that do not suit, as 12:00 13:30."),
    ] = None,
    note: Annotated[str, typer.Option(help="For the file; sealed in the ledger.")] = "",
) -> None:
    """Say what a call came to, and what was told in it."""
    from gateway.bootstrap import open_app
    from gateway.calls import Ending, end_call

    told = Ending(
        outcome=came_to,
        promise_on=_day(promise_on),
        promise_amount=_amount(promise_amount),
        promise_currency=promise_currency,
        disputes=disputes,
        stop_calls=stop_calls,
        not_between=not_between,
        attorney=attorney,
        bankruptcy=bankruptcy,
        deceased=deceased,
        callback_at=callback_at,
        note=note,
    )
    with open_app() as parts, parts.store.begin() as tx:
        ended = end_call(
            tx,
            parts.ledger,
            attempt_id,
            told,
            by=ME,
            creditors=parts.creditors,
            now=parts.clock.now(),
            ids=parts.ids,
        )
    print("Written down." if ended.is_new else "This was told before; nothing was written twice.")
    for effect in ended.effects:
        print(effect)


def _line(task: CallTask) -> str:
    from gateway.why import time_in_words

    who, preview = task.dossier.customer, task.preview
    when = {"allow": "now", "refuse": "not as things are"}.get(preview.verdict.value)
    if when is None and preview.permitted_at is not None:
        when = f"from {time_in_words(preview.permitted_at, task.time_zone)}"
    because = "" if preview.verdict.value == "allow" else f"\n    {preview.because}"
    return f"{task.call.due.outreach_id}  {when}  {who.name}, customer {who.customer_number}{because}"


def _as_dict(task: CallTask) -> dict[str, object]:
    at = task.preview.permitted_at
    return {
        "call_id": str(task.call.due.outreach_id),
        "customer_number": task.dossier.customer.customer_number,
        "creditor": str(task.call.due.creditor_id),
        "verdict": task.preview.verdict.value,
        "because": task.preview.because,
        "permitted_at": at.isoformat() if at else None,
        "best_hours": list(task.best_hours),
    }


def _script(page: CallPage) -> str:
    asked = [f"  {one['ask']}: {' or '.join(one['answers']) or 'not on file'}" for one in page.questions]
    voicemail = page.voicemail or f"Leave none. {page.why_no_voicemail}"
    return "\n".join(
        [
            f"Call {page.customer.name}: {page.number}",
            f"Attempt: {page.call.attempt_id}",
            "",
            f"To whoever answers:\n  {page.opening}",
            "Ask, and compare:",
            *asked,
            f"Only then:\n  {page.after_check}",
            f"To a machine:\n  {voicemail}",
            "",
            f"Afterwards: dunwell call outcome {page.call.attempt_id} OUTCOME",
        ]
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write it like 2027-03-05") from None


def _amount(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        raise typer.BadParameter(f"{text!r} is no amount; write it like 120.50") from None
