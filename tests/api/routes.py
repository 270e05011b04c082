"""Which addresses does the web application have, and whom does each let in?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from gateway.domain.words import Role


@dataclass(frozen=True)
class Address:
    """One method of one path, and the roles that its dependencies name."""

    method: str
    path: str
    roles: frozenset[Role]

    @property
    def filled(self) -> str:
        """The path with something in its places."""
        for name in ("{outreach_id}", "{attempt_id}", "{account_id}", "{endpoint_id}"):
            path = self.path.replace(name, "00000000-0000-7000-8000-000000000000")
            if path != self.path:
                return path
        return self.path.replace("{token}", "x").replace("{name}", "x")


def addresses(web: FastAPI) -> list[Address]:
    """Return every address."""
    return [
        Address(method, route.path, frozenset(_roles(route.dependant)))
        for route in _routes(web.router)
        for method in sorted(route.methods)
    ]


def _routes(router: object) -> Iterator[APIRoute]:
    for route in router.routes:
        if isinstance(route, APIRoute):
            yield route
        else:
            yield from _routes(route.original_router)  # a router that another one includes


def _roles(dependant: Dependant) -> Iterator[Role]:
    for inner in dependant.dependencies:
        yield from getattr(inner.call, "roles", ())
        yield from _roles(inner)
