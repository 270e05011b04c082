"""Which addresses does the console have?"""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from gateway.console import (
    account_pages,
    attachment_pages,
    call_pages,
    contact_pages,
    entrance,
    house_pages,
    limit_pages,
    pages,
    rule_pages,
    task_pages,
)

router = APIRouter(include_in_schema=False)
for part in (
    entrance,
    contact_pages,
    call_pages,
    account_pages,
    attachment_pages,
    task_pages,
    rule_pages,
    house_pages,
    limit_pages,
):
    router.include_router(part.router)


@router.get("/static/console.css")
def stylesheet() -> Response:
    """The console's look; it says nothing about anybody, so it may be kept."""
    return Response(pages.stylesheet(), media_type="text/css", headers={"Cache-Control": "max-age=300"})
