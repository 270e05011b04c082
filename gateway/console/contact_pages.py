"""What went out today, what did not, and what exactly did it say?"""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from gateway.api.guard import parts_of
from gateway.console import pages, today
from gateway.console.guard import Visitor
from gateway.console.messages import KeptMessage, kept_message
from gateway.domain.errors import NotFound
from gateway.render import LetterDocument
from gateway.voice import keys_offered

router = APIRouter()


@router.get("/")
def contacts(request: Request, caller: Visitor) -> Response:
    """List what was sent, put off and refused on a day, with the reason in words."""
    parts = parts_of(request)
    now = parts.clock.now()
    wanted = today.Wanted.from_query(request.query_params, now)
    with parts.store.read() as tx:
        view = today.view(tx, parts.ledger, wanted, parts.creditors, now)
    return pages.page("today.html", caller=caller, now=now, **view)


@router.get("/messages/{attempt_id}")
def message(request: Request, caller: Visitor, attempt_id: UUID) -> Response:
    """Show a message as the customer would see it."""
    kept, parts = _kept(request, attempt_id), parts_of(request)
    who = kept.customer
    keys = keys_offered(parts.call_words, who.language, name=who.name, is_company=who.is_company)
    return pages.page("message.html", caller=caller, now=parts.clock.now(), kept=kept, keys=keys)


@router.get("/messages/{attempt_id}/body")
def message_body(request: Request, caller: Visitor, attempt_id: UUID) -> Response:
    """The HTML part of an email, for the frame that shows it."""
    kept = _kept(request, attempt_id)
    if kept.html is None:
        raise NotFound("this message has no HTML part")
    return HTMLResponse(kept.html, headers=pages.MESSAGE_HEADERS)


@router.get("/messages/{attempt_id}/letter.pdf")
def message_letter(request: Request, caller: Visitor, attempt_id: UUID) -> Response:
    """A letter, made again from the exact words in the ledger."""
    kept = _kept(request, attempt_id)
    if kept.letter is None:
        raise NotFound("this message is not a letter")
    headers = pages.LETTER_HEADERS | {"Content-Disposition": f'inline; filename="{attempt_id}.pdf"'}
    pdf = parts_of(request).letter_pdf(kept.letter)
    return Response(pdf, media_type="application/pdf", headers=headers)


@router.get("/messages/{attempt_id}/statement.pdf")
def message_statement(request: Request, caller: Visitor, attempt_id: UUID) -> Response:
    """The statement that went with an email, made again from the exact data in the ledger."""
    found = (one["document"] for one in _kept(request, attempt_id).attachments if one["document"])
    document = next(found, None)
    if document is None:
        raise NotFound("no statement went with this message")
    headers = pages.LETTER_HEADERS | {"Content-Disposition": f'inline; filename="{attempt_id}.pdf"'}
    pdf = parts_of(request).letter_pdf(LetterDocument.from_json(document))
    return Response(pdf, media_type="application/pdf", headers=headers)


def _kept(request: Request, attempt_id: UUID) -> KeptMessage:
    parts = parts_of(request)
    with parts.store.read() as tx:
        return kept_message(tx, parts.ledger, attempt_id, parts.creditors)
