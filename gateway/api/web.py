"""Which addresses does the web server answer? One application: health, API, customer pages, console."""

from __future__ import annotations

from fastapi import Depends, FastAPI

from gateway.api import (
    calls,
    contact_log,
    costs,
    decisions,
    health,
    limits,
    outreach,
    proofs,
    stops,
    telling,
    webhook_endpoints,
)
from gateway.api.door import Bounds, LastResort, SafeHeaders
from gateway.api.guard import allows
from gateway.api.parts import WebParts
from gateway.api.problems import add_problem_handlers, refusal
from gateway.domain.words import Role

API_ROUTERS = (
    health.router,
    outreach.router,
    proofs.router,
    calls.router,
    contact_log.router,
    telling.router,
    decisions.router,
    stops.router,
    limits.router,
    costs.router,
    webhook_endpoints.router,
)


def make_web(parts: WebParts) -> FastAPI:
    """Return the web application over its parts."""
    web = FastAPI(title="Dunwell", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    web.state.parts = parts
    add_problem_handlers(web)
    web.include_router(health.open_router)
    for router in (*API_ROUTERS, *parts.routers):
        web.include_router(router)
    web.add_api_route(
        "/v1/openapi.json", web.openapi, dependencies=[Depends(allows(*Role))], include_in_schema=False
    )
    web.add_middleware(Bounds)
    web.add_middleware(LastResort, answer=refusal)
    web.add_middleware(SafeHeaders, is_secure=parts.is_secure)  # the last one added is the outermost
    return web
