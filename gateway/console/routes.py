"""Which console pages are there? Today, a message, an account's story, the rules, the state of the daemon."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from gateway.access import Caller, end_session, finish_sign_in
from gateway.api.guard import parts_of
from gateway.console import pages, today
from gateway.console.guard import Forbidden, cookie_name, is_own_form, let_in, show_out, visitor, writer
from gateway.console.messages import kept_message
from gateway.directory import account_named
from gateway.domain.errors import NotFound
from gateway.domain.words import Channel, Role
from gateway.oneoffs import OneOff, queue
from gateway.render import letter_pdf
from gateway.store import portfolio
from gateway.why import story_of

router = APIRouter(include_in_schema=False)
Visitor = Annotated[Caller, Depends(visitor)]
Writer = Annotated[Caller, Depends(writer)]


@router.get("/static/console.css")
def stylesheet() -> Response:
    """The console's look."""
    return Response(pages.stylesheet(), media_type="text/css", headers={"Cache-Control": "max-age=300"})


@router.get("/sign-in")
def how_to_sign_in() -> Response:
    """Say where a sign-in link comes from."""
    return pages.page("signed-out.html", 401)


@router.get("/sign-in/{token}")
def ask_to_sign_in(token: str) -> Response:
    """Ask; opening the link uses nothing up, so that a scanner cannot."""
    return pages.page("sign-in.html", token=token)


@router.post("/sign-in/{token}")
def sign_in(request: Request, token: str) -> Response:
    """Use the link up and begin a session."""
    if not is_own_form(request):
        raise Forbidden
    parts = parts_of(request)
    with parts.store.begin() as tx:
        secret = finish_sign_in(tx, token, now=parts.clock.now(), ids=parts.ids)
    return let_in(request, secret) if secret else pages.page("signed-out.html", 401)


@router.post("/sign-out")
def sign_out(request: Request, caller: Visitor) -> Response:
    """End the session."""
    with parts_of(request).store.begin() as tx:
        end_session(tx, request.cookies.get(cookie_name(request), ""))
    return show_out(request)


@router.get("/")
def contacts(request: Request, caller: Visitor) -> Response:
    """List what was sent, put off and refused on a day, with the reason in words."""
    parts = parts_of(request)
    now = parts.clock.now()
    wanted = today.Wanted.from_query(request.query_params, now)
    with parts.store.read() as tx:
        view = today.view(tx, wanted, parts.creditors, now)
    return pages.page("today.html", caller=caller, now=now, **view)


@router.get("/messages/{attempt_id}")
def message(request: Request, caller: Visitor, attempt_id: UUID) -> Response:
    """Show a message as the customer would see it."""
    parts = parts_of(request)
    with parts.store.read() as tx:
        kept = kept_message(tx, parts.ledger, attempt_id)
    return pages.page("message.html", caller=caller, now=parts.clock.now(), kept=kept)


@router.get("/messages/{attempt_id}/body")
def message_body(request: Request, caller: Visitor, attempt_id: UUID) -> Response:
    """The HTML part of an email, for the frame that shows it."""
    parts = parts_of(request)
    with parts.store.read() as tx:
        kept = kept_message(tx, parts.ledger, attempt_id)
    return HTMLResponse(kept.html or "", headers=pages.MESSAGE_HEADERS)


@router.get("/messages/{attempt_id}/letter.pdf")
def message_letter(request: Request, caller: Visitor, attempt_id: UUID) -> Response:
    """A letter, made again from the exact words in the ledger."""
    parts = parts_of(request)
    with parts.store.read() as tx:
        kept = kept_message(tx, parts.ledger, attempt_id)
    if kept.letter is None:
        raise NotFound("this message is not a letter")
    name = f'inline; filename="{attempt_id}.pdf"'
    return Response(
        letter_pdf(kept.letter), media_type="application/pdf", headers={"Content-Disposition": name}
    )


@router.get("/accounts")
def find_account(request: Request, caller: Visitor, number: str = "") -> Response:
    """Lead from an account number to its story."""
    with parts_of(request).store.read() as tx:
        found = account_named(tx, number)
    return RedirectResponse(f"/accounts/{found.account_id}", 303)


@router.get("/accounts/{account_id}")
def account(request: Request, caller: Visitor, account_id: UUID) -> Response:
    """Tell what was and was not sent on an account, why, and what comes next."""
    return _story(request, caller, account_id)


@router.post("/accounts/{account_id}/outreach")
def queue_one_off(
    request: Request,
    caller: Writer,
    account_id: UUID,
    channel: Annotated[Channel, Form()],
    template: Annotated[str, Form()],
    key: Annotated[str, Form()],
) -> Response:
    """Queue a one-off and show at once whether, when and why it may go."""
    parts = parts_of(request)
    with parts.store.begin() as tx:
        wanted = portfolio.account_by_id(tx, account_id)
        if wanted is None:
            raise NotFound("there is no such account")
        request_of = OneOff(
            account_number=wanted.account_number,
            channel=channel,
            template=template,
            key=key,
            creditor=str(wanted.creditor_id),
            requested_by=caller.name,
        )
        queued = queue(
            tx, parts.ledger, request_of, judge=parts.judge, creditors=parts.creditors,
            templates=parts.templates, now=parts.clock.now(), ids=parts.ids,
        )  # fmt: skip
    return _story(request, caller, account_id, preview=queued.preview)


@router.get("/rules")
def rules(request: Request, caller: Visitor) -> Response:
    """List every rule in force with its source."""
    parts = parts_of(request)
    return pages.page("rules.html", caller=caller, now=parts.clock.now(), rules=parts.rulebook.rules())


@router.get("/status")
def status(request: Request, caller: Visitor) -> Response:
    """Show whether everything works and what waits for a person."""
    parts = parts_of(request)
    now = parts.clock.now()
    return pages.page(
        "status.html", caller=caller, now=now, facts=parts.status(now), readiness=parts.readiness()
    )


def _story(request: Request, caller: Caller, account_id: UUID, preview: object = None) -> Response:
    parts = parts_of(request)
    now = parts.clock.now()
    with parts.store.read() as tx:
        found = portfolio.account_by_id(tx, account_id)
        if found is None:
            raise NotFound("there is no such account")
        story = story_of(tx, found, creditors=parts.creditors, strategy_titles=parts.strategy_titles, now=now)
    return pages.page(
        "account.html",
        caller=caller,
        now=now,
        story=story,
        preview=preview,
        may_ask=caller.role in (Role.COLLECTOR, Role.OPERATOR),
        channels=[channel.value for channel in parts.adapters_on],
        templates=sorted(parts.templates),
        key=str(parts.ids.new()),
    )
