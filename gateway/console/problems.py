"""What does a person see when something is not there or not allowed? A page, not a JSON document."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import Response

from gateway.console import pages
from gateway.console.guard import Forbidden, SignedOut, show_out


def add_console_handlers(web: FastAPI) -> None:
    """Turn the console's own exceptions into pages."""
    web.add_exception_handler(SignedOut, _signed_out)
    web.add_exception_handler(Forbidden, _forbidden)


async def _signed_out(request: Request, error: Exception) -> Response:
    return show_out(request)


async def _forbidden(request: Request, error: Exception) -> Response:
    text = "Your session is for reading. Ask an operator for a collector's sign-in link."
    return pages.page("problem.html", 403, heading="That is not yours to do", text=text)
