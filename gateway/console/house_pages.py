"""Does everything work? The state of the daemon and what waits for a person."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from gateway.api.guard import parts_of
from gateway.console import pages
from gateway.console.guard import Visitor

router = APIRouter()


@router.get("/status")
def status(request: Request, caller: Visitor) -> Response:
    """Show whether everything works and what waits for a person."""
    parts = parts_of(request)
    now = parts.clock.now()
    return pages.page("status.html", caller=caller, now=now, facts=parts.status(now))
