"""How far are the volume limits used up? The page where one person asks for more and another agrees."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from gateway.api.bodies import Form, read_form
from gateway.api.guard import parts_of
from gateway.console import pages
from gateway.console.guard import Visitor, Writer
from gateway.controls import approve_lift, ask_lift, refuse_lift, standings
from gateway.domain.errors import DataError
from gateway.domain.words import Role
from gateway.store import volume

router = APIRouter()
AGREEING = "Only an operator agrees to a lift or refuses one."


@router.get("/limits")
def limits(request: Request, caller: Visitor) -> Response:
    """Show the limits and the lifts that wait."""
    parts = parts_of(request)
    now = parts.clock.now()
    with parts.store.read() as tx:
        found, lifts = standings(tx, parts.limits, now), volume.lifts(tx, now)
    by_name = {limit.name: limit for limit in parts.limits}
    return pages.page("limits.html", caller=caller, now=now, standings=found, lifts=lifts, by_name=by_name)


@router.post("/limits/lifts")
def ask(request: Request, caller: Writer, form: Annotated[Form, Depends(read_form)]) -> Response:
    """Ask for more."""
    parts = parts_of(request)
    more = form.get("more", "")
    if not (more.isascii() and more.isdigit() and len(more) < 10):
        raise DataError("write by how much as a whole number", field="more")
    with parts.store.begin() as tx:
        ask_lift(
            tx,
            parts.ledger,
            parts.limits,
            form.get("limit", ""),
            more=int(more),
            reason=form.get("reason", ""),
            person=caller.person,
            by=caller.name,
            now=parts.clock.now(),
            ids=parts.ids,
        )
    return RedirectResponse("/limits", 303)


@router.post("/limits/lifts/{lift_id}/{answer}")
def decide(request: Request, caller: Writer, lift_id: UUID, answer: str) -> Response:
    """Agree to a lift that somebody else asked for, or refuse it."""
    if caller.role is not Role.OPERATOR:
        raise HTTPException(403, AGREEING)
    act = {"approve": approve_lift, "refuse": refuse_lift}.get(answer)
    if act is None:
        raise HTTPException(404, "There is no such page.")
    parts = parts_of(request)
    with parts.store.begin() as tx:
        now = parts.clock.now()
        act(tx, parts.ledger, lift_id, person=caller.person, by=caller.name, now=now, ids=parts.ids)
    return RedirectResponse("/limits", 303)
