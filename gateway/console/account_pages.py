"""What is the story of an account, and may it be contacted now?"""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from gateway.access import Caller
from gateway.api.bodies import Form, read_form
from gateway.api.guard import parts_of
from gateway.console import pages
from gateway.console.guard import READING, WRITERS, Visitor, Writer
from gateway.domain.errors import DataError, NotFound
from gateway.domain.ids import OutreachId
from gateway.domain.portfolio import Account
from gateway.domain.words import Channel
from gateway.oneoffs import OneOff, Preview, Queued, Wanted, draft, queue
from gateway.render import MAX_SEGMENTS
from gateway.store import Tx, attachments, portfolio
from gateway.why import story_of

router = APIRouter()
MAX_CHOICES = 20  # accounts that share a number at several creditors


@router.get("/accounts")
def find_account(request: Request, caller: Visitor, number: str = "", show: str = "") -> Response:
    """Lead from an account number to its story or its rules, or ask which of several is meant."""
    wanted = number.replace("\0", "").strip()
    page = "/rules" if show == "rules" else ""
    with parts_of(request).store.read() as tx:
        found = portfolio.find_account(tx, wanted, None) if wanted else []
    if len(found) == 1:
        return RedirectResponse(f"/accounts/{found[0].account_id}{page}", 303)
    return pages.page(
        "accounts.html",
        200 if found else 404,
        caller=caller,
        now=parts_of(request).clock.now(),
        number=wanted,
        page=page,
        found=found[:MAX_CHOICES],
        creditors=parts_of(request).creditors,
    )


@router.get("/accounts/{account_id}")
def account(request: Request, caller: Visitor, account_id: UUID) -> Response:
    """Tell what was and was not sent on an account, why, and what comes next."""
    return _story(request, caller, account_id)


@router.post("/accounts/{account_id}/outreach")
def queue_one_off(
    request: Request, caller: Writer, account_id: UUID, form: Annotated[Form, Depends(read_form)]
) -> Response:
    """Queue a one-off and show at once whether, when and why it may go."""
    parts = parts_of(request)
    with parts.store.begin() as tx:
        wanted = _account(tx, account_id)
        request_of = OneOff(
            account_number=wanted.account_number,
            channel=_channel(form.get("channel", "")),
            template=form.get("template", ""),
            key=form.get("key", "")[:100] or str(parts.ids.new()),
            creditor=str(wanted.creditor_id),
            requested_by=caller.name,
        )
        queued = queue(
            tx,
            parts.ledger,
            request_of,
            previewer=parts.previewer,
            templates=parts.templates,
            now=parts.clock.now(),
            ids=parts.ids,
        )
    return _story(request, caller, account_id, queued=queued)


@router.post("/accounts/{account_id}/outreach/preview")
def preview_one_off(
    request: Request, caller: Writer, account_id: UUID, form: Annotated[Form, Depends(read_form)]
) -> Response:
    """Show what a one-off would say, by the chosen channel or by each; nothing is queued."""
    parts = parts_of(request)
    with parts.store.read() as tx:
        found = _account(tx, account_id)
    template, channel = form.get("template", ""), form.get("channel")
    wanted = Wanted(
        found.account_number, template, _channel(channel) if channel else None, str(found.creditor_id)
    )
    _, proofs = parts.proofs.ask(parts.store, wanted, parts.templates, now=parts.clock.now(), ids=parts.ids)
    asked = {"template": template, "title": parts.templates[template].title, "proofs": proofs}
    return _story(request, caller, account_id, asked=asked)


def _story(
    request: Request,
    caller: Caller,
    account_id: UUID,
    *,
    queued: Queued | None = None,
    asked: dict[str, Any] | None = None,
) -> Response:
    parts = parts_of(request)
    now = parts.clock.now()
    with parts.store.read() as tx:
        found = _account(tx, account_id)
        files = attachments.of_customer(tx, found.customer_id)
        story = story_of(
            tx,
            parts.ledger,
            found,
            creditors=parts.creditors,
            strategy_titles=parts.strategy_titles,
            look_ahead=parts.look_ahead,
            now=now,
        )
        ways = _ways(request, tx, found)
    return pages.page(
        "account.html",
        caller=caller,
        now=now,
        story=story,
        files=files,
        queued=queued,
        asked=asked,
        most_segments=MAX_SEGMENTS,
        ways=ways,
        why_not="" if caller.role in WRITERS else READING,
        templates=parts.templates.values(),
        call_templates=list(parts.call_templates.values()),
        key=str(parts.ids.new()),
    )


def _ways(request: Request, tx: Tx, found: Account) -> list[dict[str, Any]]:
    """What the rulebook says about each channel at this moment, so that a choice comes with its reason."""
    parts = parts_of(request)
    now = parts.clock.now()
    wanted = OneOff(found.account_number, Channel.EMAIL, "", "", str(found.creditor_id))
    due = draft(found, wanted, OutreachId(parts.ids.new()))
    asked: dict[Channel, Preview] = parts.previewer.by_channel(tx, due, parts.adapters_on, now)
    return [{"channel": channel.value, "preview": preview} for channel, preview in asked.items()]


def _account(tx: Tx, account_id: UUID) -> Account:
    found = portfolio.account_by_id(tx, account_id)
    if found is None:
        raise NotFound("there is no such account")
    return found


def _channel(text: str) -> Channel:
    try:
        return Channel(text)
    except ValueError:
        raise DataError("choose a channel", field="channel") from None
