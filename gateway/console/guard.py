"""Who is looking? A session cookie, and for every change a sign that the form came from our own page."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from gateway.access import Caller, session_caller
from gateway.api.guard import parts_of
from gateway.domain.words import Role

SECURE_COOKIE, PLAIN_COOKIE = "__Host-dunwell", "dunwell"
FOREIGN = "This form did not come from a page of this console. Open the page again and send it from there."
READING = "Your session is for reading. Ask an operator for a collector's sign-in link."
READERS = tuple(Role)
WRITERS = (Role.COLLECTOR, Role.OPERATOR)


def visitor(request: Request) -> Caller:
    """Return who is signed in. Raises HTTPException 401."""
    parts = parts_of(request)
    secret = cookie_of(request)
    caller = session_caller(parts.store, secret, now=parts.clock.now()) if secret else None
    if caller is None:
        raise HTTPException(401, "Nobody is signed in.")
    request.state.caller = caller
    return caller


def own_form(request: Request) -> None:
    """Let only forms of our own pages through. Raises HTTPException 403."""
    if not is_own_form(request):
        raise HTTPException(403, FOREIGN)


def writer(request: Request) -> Caller:
    """Return who is signed in and may ask for contacts. Raises HTTPException 401 or 403."""
    caller = visitor(request)
    own_form(request)
    if caller.role not in WRITERS:
        raise HTTPException(403, READING)
    return caller


def calling(request: Request) -> Caller:
    """Return who is signed in and may see a customer's number. Raises HTTPException 401 or 403."""
    caller = visitor(request)
    if caller.role not in WRITERS:
        raise HTTPException(403, READING)
    return caller


# A test walks all routes and reads these.
visitor.roles = READERS  # type: ignore[attr-defined]
writer.roles = WRITERS  # type: ignore[attr-defined]
calling.roles = WRITERS  # type: ignore[attr-defined]
Visitor = Annotated[Caller, Depends(visitor)]
Writer = Annotated[Caller, Depends(writer)]
Calling = Annotated[Caller, Depends(calling)]


def is_own_form(request: Request, *, hides_origin: bool = False) -> bool:
    """Return whether the browser says that the request comes from our own page (OWASP ASVS 5.0 3.5.1).

    hides_origin: the page sends no referrer, because its address holds a secret; older browsers then write
    `Origin: null`, and the secret itself must do.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    if origin in (None, "null"):
        return hides_origin
    ours = (urlsplit(parts_of(request).public_url).netloc, request.headers.get("host"))
    return urlsplit(origin).netloc in ours


def cookie_of(request: Request) -> str:
    """Return the session's secret as the browser sent it, or nothing."""
    return request.cookies.get(_cookie_name(request), "")


def let_in(request: Request, secret: str) -> Response:
    """Return the way to the first page with a session's cookie."""
    response = RedirectResponse("/", 303)
    response.set_cookie(
        _cookie_name(request),
        secret,
        httponly=True,
        samesite="strict",
        secure=parts_of(request).is_secure,
        path="/",
    )
    return response


def show_out(request: Request) -> Response:
    """Return the way to the sign-in page without a cookie."""
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(
        _cookie_name(request), path="/", secure=parts_of(request).is_secure, httponly=True, samesite="strict"
    )
    return response


def _cookie_name(request: Request) -> str:
    """With the __Host- prefix wherever TLS allows it."""
    return SECURE_COOKIE if parts_of(request).is_secure else PLAIN_COOKIE
