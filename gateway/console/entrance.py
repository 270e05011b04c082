"""How does a person get into the console, and out again?"""

from __future__ import annotations

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from gateway.access import end_session, finish_sign_in
from gateway.api.guard import parts_of
from gateway.console import pages
from gateway.console.guard import FOREIGN, Visitor, cookie_of, is_own_form, let_in, own_form, show_out

router = APIRouter()


@router.get("/sign-in")
def how_to_sign_in() -> Response:
    """Say where a sign-in link comes from."""
    return pages.page("signed-out.html")


@router.get("/sign-in/{token}")
def ask_to_sign_in(token: str) -> Response:
    """Ask; opening the link uses nothing up, so that a scanner of links cannot."""
    return pages.page("sign-in.html", headers=pages.SECRET_ADDRESS, token=token)


@router.post("/sign-in/{token}")
def sign_in(request: Request, token: str) -> Response:
    """Use the link up, end whatever session this browser had, and begin a new one."""
    if not is_own_form(request, hides_origin=True):
        raise HTTPException(403, FOREIGN)
    parts = parts_of(request)
    with parts.store.begin() as tx:
        end_session(tx, cookie_of(request))
        secret = finish_sign_in(tx, token, now=parts.clock.now(), ids=parts.ids)
    if secret is None:
        return pages.page("signed-out.html", 403, headers=pages.SECRET_ADDRESS, is_spent=True)
    return let_in(request, secret)


@router.post("/sign-out", dependencies=[Depends(own_form)])
def sign_out(request: Request, caller: Visitor) -> Response:
    """End the session."""
    with parts_of(request).store.begin() as tx:
        end_session(tx, cookie_of(request))
    return show_out(request)
