"""May I contact this person now, and if not, when? The rulebook for dialers and others; nothing is stored."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from compliance.decision import answer, decide
from gateway.access import Caller
from gateway.api.guard import allows, parts_of
from gateway.domain.errors import DataError
from gateway.domain.words import Role

router = APIRouter()
May = Annotated[Caller, Depends(allows(Role.OPERATOR, Role.COLLECTOR, Role.AUDITOR))]


@router.post("/v1/decisions")
async def decisions(request: Request, caller: May) -> dict[str, Any]:
    """Answer one question of the decision contract."""
    try:
        question = json.loads(await request.body())
    except ValueError as error:
        raise DataError("the body must be one JSON object in UTF-8") from error
    return answer(decide(question, parts_of(request).rulebook))
