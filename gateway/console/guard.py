"""Who is looking? A session cookie, and for every change a sign that the form came from our own page."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from gateway.access import Caller, session_caller
from gateway.access.keys import digest_of
from gateway.api.guard import parts_of
from gateway.domain.words import Role
from gateway.store import access

SECURE_COOKIE, PLAIN_COOKIE = "__Host-dunwell", "dunwell"


class SignedOut(Exception):
    """Nobody is signed in."""


class Forbidden(Exception):
    """Somebody is signed in, but may not do this."""


def visitor(request: Request) -> Caller:
    """Return who is signed in. Raises SignedOut."""
    parts = parts_of(request)
    secret = request.cookies.get(cookie_name(request), "")
    now = parts.clock.now()
    with parts.store.read() as tx:
        caller = session_caller(tx, secret, now=now) if secret else None
    if caller is None:
        raise SignedOut
    with parts.store.begin() as tx:
        access.touch_session(tx, digest_of(secret), now)
    return caller


def writer(request: Request) -> Caller:
    """Return who is signed in and may ask for contacts. Raises SignedOut or Forbidden."""
    caller = visitor(request)
    if caller.role not in (Role.COLLECTOR, Role.OPERATOR) or not is_own_form(request):
        raise Forbidden
    return caller


def is_own_form(request: Request) -> bool:
    """Whether a browser says that the request comes from our own page (OWASP ASVS 5.0 3.5.1)."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or origin == f"{request.url.scheme}://{request.url.netloc}"


def cookie_name(request: Request) -> str:
    """Return the cookie's name: with the __Host- prefix wherever TLS allows it."""
    return SECURE_COOKIE if parts_of(request).is_secure else PLAIN_COOKIE


def let_in(request: Request, secret: str) -> Response:
    """Return the way to the first page with a session's cookie."""
    response = RedirectResponse("/", 303)
    response.set_cookie(
        cookie_name(request),
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
    response.delete_cookie(cookie_name(request), path="/")
    return response
