"""How does a collector get at a file that a customer sent? As a download with a name of ours, never shown."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from gateway.api.guard import parts_of
from gateway.console import pages
from gateway.console.guard import Visitor
from gateway.domain.errors import NotFound
from gateway.responses.attachments import opened
from gateway.store import attachments
from gateway.store.attachments import AttachmentRow

router = APIRouter()
_HEADERS = pages.HEADERS | {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@router.get("/attachments/{attachment_id}")
def attachment(request: Request, caller: Visitor, attachment_id: UUID) -> Response:
    """Hand over one file."""
    parts = parts_of(request)
    with parts.store.read() as tx:
        found = attachments.find(tx, attachment_id)
        if found is None:
            raise NotFound("there is no such file")
        content = opened(tx, parts.ledger, *found)
    headers = _HEADERS | {"Content-Disposition": f'attachment; filename="{file_name(found[0])}"'}
    return Response(content, media_type="application/octet-stream", headers=headers)


def file_name(row: AttachmentRow) -> str:
    """Return a name that tells nothing of the customer: the reference of the answer, and the number."""
    return f"{row.event_id.hex[-8:].upper()}-{row.number}.{row.kind}"
