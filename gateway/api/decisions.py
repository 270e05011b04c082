"""May I contact this person now, and if not, when? The rulebook for dialers and others; nothing is stored."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from compliance.decision import decide
from compliance.question_lines import question_in
from gateway.access import Caller
from gateway.api.bodies import Body
from gateway.api.guard import allows, parts_of
from gateway.domain.words import Role

router = APIRouter()
May = Annotated[Caller, Depends(allows(Role.OPERATOR, Role.COLLECTOR, Role.AUDITOR))]


@router.post("/v1/decisions")
def decisions(request: Request, caller: May, body: Body) -> dict[str, Any]:
    """Answer one question of the decision contract."""
    return decide(question_in(body), parts_of(request).rulebook)
