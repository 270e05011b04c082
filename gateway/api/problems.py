"""What does a refused request get? RFC 9457 problem documents for programs, pages for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from gateway.api.guard import parts_of
from gateway.domain.errors import Conflict, DataError, DunwellError, NotFound

FOR_PROGRAMS = ("/v1", "/health", "/metrics", "/webhooks")
_STATUS: dict[type[DunwellError], int] = {DataError: 422, NotFound: 404, Conflict: 409}
_TITLES = {
    400: "The request cannot be read",
    401: "A key is needed",
    403: "This key may not do that",
    404: "Nothing is there",
    405: "That cannot be done here",
    408: "The request took too long",
    409: "Somebody else was first",
    413: "The request is too large",
    415: "The request is of a kind that is not read here",
    422: "A value is wrong",
    500: "Something failed on our side",
    503: "Not ready",
}


def problem(
    status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any
) -> JSONResponse:
    """Return a problem document."""
    body = {"type": "about:blank", "title": _TITLES.get(status, "Error"), "status": status, "detail": detail}
    return JSONResponse({**body, **more}, status, dict(headers or {}), media_type="application/problem+json")


def refusal(
    request: Request, status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any
) -> Response:
    """Return a problem document to a program, a page to a person."""
    show = parts_of(request).show_problem
    if show is None or request.url.path.startswith(FOR_PROGRAMS):
        return problem(status, detail, headers=headers, **more)
    page = show(request, status, detail)
    page.headers.update(headers or {})
    return page


def add_problem_handlers(web: FastAPI) -> None:
    """Make every error of the application such a refusal."""
    web.add_exception_handler(DunwellError, _ours)
    web.add_exception_handler(RequestValidationError, _unreadable)
    web.add_exception_handler(HTTPException, _http)


async def _ours(request: Request, error: Exception) -> Response:
    status = next((s for kind, s in _STATUS.items() if isinstance(error, kind)), None)
    if status is None:
        raise error  # a fault of ours, such as a setting: for the operator's log
    field = getattr(error, "field", None)
    return refusal(request, status, str(error), **({"field": field} if field else {}))


async def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    # The rejected value is left out: it may be somebody's address.
    errors = [{"field": ".".join(str(p) for p in e["loc"][1:]), "message": e["msg"]} for e in error.errors()]
    first = errors[0]
    detail = f"{first['field']}: {first['message']}"
    return refusal(request, 422, detail, field=first["field"], errors=errors)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return refusal(request, error.status_code, str(error.detail), error.headers)
