"""What did contacts cost? As JSON or CSV."""

from __future__ import annotations

import csv
import io
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict

from gateway.access import Caller
from gateway.api.contact_log import safe_cell
from gateway.api.guard import allows, parts_of
from gateway.domain.words import Role
from gateway.store import costs as kept
from gateway.store.costs import By

router = APIRouter()
May = Annotated[Caller, Depends(allows(Role.AUDITOR, Role.OPERATOR))]
COLUMNS = ("name", "contacts", "units", "told", "expected", "cost", "currency")


class CostQuery(BaseModel):
    """Which contacts, and what they are added up by."""

    model_config = ConfigDict(extra="forbid")
    by: By = By.CHANNEL
    since: AwareDatetime | None = None
    before: AwareDatetime | None = None


@router.get("/v1/costs")
def costs(request: Request, caller: May, query: Annotated[CostQuery, Query()]) -> Response:
    """Return what contacts cost, the dearest first. CSV with Accept: text/csv."""
    with parts_of(request).store.read() as tx:
        rows = [row.as_json() for row in kept.costs(tx, query.by, query.since, query.before)]
    if "text/csv" not in request.headers.get("accept", ""):
        return JSONResponse({"by": query.by.value, "costs": rows})
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([[safe_cell(row[column]) for column in COLUMNS] for row in rows])
    headers = {"Content-Disposition": 'attachment; filename="costs.csv"'}
    return Response(text.getvalue(), 200, headers, media_type="text/csv; charset=utf-8")
