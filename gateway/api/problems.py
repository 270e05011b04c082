"""What does a refused request get? RFC 9457 problem documents that say what, where and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from gateway.domain.errors import Conflict, DataError, DunwellError, NotFound

log = structlog.get_logger(__name__)
_STATUS: dict[type[DunwellError], int] = {DataError: 422, NotFound: 404, Conflict: 409}
_TITLES = {
    400: "The request cannot be read",
    401: "A key is needed",
    403: "This key may not do that",
    404: "Nothing is there",
    405: "That cannot be done here",
    409: "Somebody else was first",
    413: "The request is too large",
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


def add_problem_handlers(web: FastAPI) -> None:
    """Make every error of the application a problem document."""
    web.add_exception_handler(DunwellError, _ours)
    web.add_exception_handler(RequestValidationError, _unreadable)
    web.add_exception_handler(HTTPException, _http)
    web.add_exception_handler(Exception, _unexpected)


async def _ours(request: Request, error: Exception) -> Response:
    status = next((s for kind, s in _STATUS.items() if isinstance(error, kind)), 500)
    field = getattr(error, "field", None)
    return problem(status, str(error), **({"field": field} if field else {}))


async def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    # The rejected value is left out: it may be somebody's address.
    errors = [{"field": ".".join(str(p) for p in e["loc"][1:]), "message": e["msg"]} for e in error.errors()]
    first = errors[0] if errors else {"field": "", "message": "the request cannot be read"}
    return problem(422, f"{first['field']}: {first['message']}", field=first["field"], errors=errors)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, str(error.detail), headers=error.headers)


async def _unexpected(request: Request, error: Exception) -> Response:
    log.error("request failed", action="http:request:failed", error=type(error).__name__)
    return problem(500, "The request could not be carried out; the operator's log says more.")
