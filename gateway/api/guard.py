"""May this caller do this? Every route names its roles; a route that names none is closed."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import HTTPException, Request

from gateway.access import Caller, caller_of
from gateway.api.parts import WebParts
from gateway.domain.words import Role


def parts_of(request: Request) -> WebParts:
    """Return what bootstrap handed to this web server."""
    parts: WebParts = request.app.state.parts
    return parts


def allows(*roles: Role) -> Callable[[Request], Caller]:
    """Return a dependency that lets only callers with one of the roles through."""

    def check(request: Request) -> Caller:
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key:
            raise _unknown("Send Authorization: Bearer with a key made by `dunwell key create`.")
        with parts_of(request).store.read() as tx:
            caller = caller_of(tx, key.strip())
        if caller is None:
            raise _unknown("This key is not known or was revoked.")
        if caller.role not in roles:
            wanted = " or ".join(role.value for role in roles)
            raise HTTPException(403, f"This needs a key of role {wanted}.")
        return caller

    check.roles = roles  # type: ignore[attr-defined]  # a test walks all routes and reads this
    return check


def _unknown(detail: str) -> HTTPException:
    return HTTPException(401, detail, {"WWW-Authenticate": "Bearer"})
