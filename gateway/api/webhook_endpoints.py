"""How do other systems ask to be told, and to be told again?"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from gateway.access import Caller
from gateway.api.bodies import Body, checked, json_in, text_in
from gateway.api.guard import allows, parts_of
from gateway.api.once import Answer, answer_once
from gateway.domain.words import Role
from gateway.store import Tx
from gateway.store import webhook_deliveries as deliveries
from gateway.store import webhook_endpoints as endpoints
from gateway.webhooks_out import Wish
from gateway.webhooks_out.endpoints import OVERLAP, found
from gateway.webhooks_out.replaying import Again, message_id_in, replay
from gateway.webhooks_out.showing import delivery_shown, endpoint_shown, endpoints_shown, try_shown
from gateway.webhooks_out.signing import webhook_id

router = APIRouter()
MayRead = Annotated[Caller, Depends(allows(Role.OPERATOR, Role.AUDITOR))]
MayChange = Annotated[Caller, Depends(allows(Role.OPERATOR))]
Name = Annotated[str, Field(min_length=1, max_length=200)]
SECRET = ("secret",)  # shown once


class _Wanted(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewEndpoint(_Wanted):
    """Who wants to be told, and of what."""

    url: Annotated[str, Field(min_length=1, max_length=2000)]
    types: tuple[Name, ...] = ()
    creditor: Name | None = None
    private: bool = False
    label: Annotated[str, Field(max_length=200)] = ""


class NewSecret(_Wanted):
    """For how long the secret before signs too."""

    overlap_hours: Annotated[int, Field(ge=0, le=720)] = OVERLAP.days * 24


class Reason(_Wanted):
    """Why an endpoint is told nothing more."""

    reason: Annotated[str, Field(min_length=1, max_length=200)]


class Replayed(_Wanted):
    """What is told once more: one message, or what was missed in a time."""

    message: Name | None = None
    since: AwareDatetime | None = None
    before: AwareDatetime | None = None
    delivered: bool = False


def _taking(model: type[BaseModel]) -> dict[str, Any]:
    return {"requestBody": {"content": {"application/json": {"schema": model.model_json_schema()}}}}


@router.get("/v1/webhooks")
def list_endpoints(request: Request, caller: MayRead) -> dict[str, Any]:
    """Return every endpoint, without secrets."""
    with parts_of(request).store.read() as tx:
        return {"endpoints": endpoints_shown(tx)}


@router.post("/v1/webhooks", status_code=201, openapi_extra=_taking(NewEndpoint))
def add_endpoint(request: Request, caller: MayChange, body: Body) -> Response:
    """Add an endpoint; the answer alone holds its secret."""
    parts, wanted = parts_of(request), checked(NewEndpoint, json_in(text_in(body)))
    wish = Wish(wanted.url, wanted.types, wanted.creditor, wanted.private, wanted.label)

    def act(tx: Tx) -> Answer:
        now = parts.clock.now()
        row, secret = parts.webhook_office.add(tx, wish, parts.creditors, by=caller.name, now=now)
        return 201, {"endpoint": endpoint_shown(row), "secret": secret}

    return answer_once(request, caller, body, act, not_kept=SECRET)


@router.get("/v1/webhooks/{endpoint_id}")
def one_endpoint(request: Request, caller: MayRead, endpoint_id: UUID) -> dict[str, Any]:
    """Return one endpoint."""
    with parts_of(request).store.read() as tx:
        row = found(tx, endpoint_id)
        return {"endpoint": endpoint_shown(row, endpoints.counts_by_endpoint(tx).get(endpoint_id, {}))}


@router.post("/v1/webhooks/{endpoint_id}/secret", openapi_extra=_taking(NewSecret))
def rotate_secret(request: Request, caller: MayChange, endpoint_id: UUID, body: Body) -> Response:
    """Give an endpoint a new secret; the one before signs too for a while."""
    parts, wanted = parts_of(request), checked(NewSecret, json_in(text_in(body) or "{}"))
    overlap = timedelta(hours=wanted.overlap_hours)

    def act(tx: Tx) -> Answer:
        now = parts.clock.now()
        _, secret = parts.webhook_office.rotate(tx, endpoint_id, overlap, by=caller.name, now=now)
        return 200, {"endpoint": endpoint_shown(found(tx, endpoint_id)), "secret": secret}

    return answer_once(request, caller, body, act, not_kept=SECRET)


@router.post("/v1/webhooks/{endpoint_id}/disable", openapi_extra=_taking(Reason))
def disable(request: Request, caller: MayChange, endpoint_id: UUID, body: Body) -> Response:
    """Tell an endpoint nothing more; what is meant for it is kept."""
    parts, wanted = parts_of(request), checked(Reason, json_in(text_in(body)))

    def act(tx: Tx) -> Answer:
        now = parts.clock.now()
        parts.webhook_office.disable(tx, endpoint_id, wanted.reason, by=caller.name, now=now)
        return 200, {"endpoint": endpoint_shown(found(tx, endpoint_id))}

    return answer_once(request, caller, body, act)


@router.post("/v1/webhooks/{endpoint_id}/enable")
def enable(request: Request, caller: MayChange, endpoint_id: UUID, body: Body) -> Response:
    """Tell an endpoint what happens from now on; what was kept meanwhile waits for a replay."""
    parts = parts_of(request)

    def act(tx: Tx) -> Answer:
        parts.webhook_office.enable(tx, endpoint_id, by=caller.name, now=parts.clock.now())
        counts = endpoints.counts_by_endpoint(tx).get(endpoint_id, {})
        return 200, {"endpoint": endpoint_shown(found(tx, endpoint_id), counts)}

    return answer_once(request, caller, body, act)


@router.post("/v1/webhooks/{endpoint_id}/remove")
def remove(request: Request, caller: MayChange, endpoint_id: UUID, body: Body) -> Response:
    """Forget an endpoint and everything that was meant for it."""
    parts = parts_of(request)

    def act(tx: Tx) -> Answer:
        parts.webhook_office.remove(tx, endpoint_id, by=caller.name, now=parts.clock.now())
        return 200, {"removed": str(endpoint_id)}

    return answer_once(request, caller, body, act)


@router.post("/v1/webhooks/{endpoint_id}/test", status_code=202)
def test(request: Request, caller: MayChange, endpoint_id: UUID, body: Body) -> Response:
    """Send a message that tells nothing; the deliveries say what became of it."""
    parts = parts_of(request)

    def act(tx: Tx) -> Answer:
        return 202, {"message": webhook_id(parts.webhook_office.ping(tx, endpoint_id, parts.clock.now()))}

    return answer_once(request, caller, body, act)


@router.post("/v1/webhooks/{endpoint_id}/replay", status_code=202, openapi_extra=_taking(Replayed))
def replay_messages(request: Request, caller: MayChange, endpoint_id: UUID, body: Body) -> Response:
    """Tell once more what an endpoint missed, or one message."""
    parts, wanted = parts_of(request), checked(Replayed, json_in(text_in(body) or "{}"))
    again = Again(wanted.message, wanted.since, wanted.before, wanted.delivered)

    def act(tx: Tx) -> Answer:
        return 202, {"replayed": replay(tx, endpoint_id, again, parts.clock.now())}

    return answer_once(request, caller, body, act)


@router.get("/v1/webhooks/{endpoint_id}/deliveries")
def list_deliveries(
    request: Request,
    caller: MayRead,
    endpoint_id: UUID,
    state: Annotated[str | None, Query(pattern=f"^({'|'.join(deliveries.STATES)})$")] = None,
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> dict[str, Any]:
    """Return an endpoint's messages, the newest first; `before` a `seq` goes on from there."""
    with parts_of(request).store.read() as tx:
        found(tx, endpoint_id)
        rows = deliveries.deliveries(tx, endpoint_id, state=state, before=before, limit=limit)
    return {"deliveries": [delivery_shown(row) for row in rows]}


@router.get("/v1/webhooks/{endpoint_id}/deliveries/{message}")
def list_tries(request: Request, caller: MayRead, endpoint_id: UUID, message: str) -> dict[str, Any]:
    """Return how a message fared, the first try first."""
    with parts_of(request).store.read() as tx:
        found(tx, endpoint_id)
        return {
            "tries": [try_shown(row) for row in deliveries.tries(tx, endpoint_id, message_id_in(message))]
        }
