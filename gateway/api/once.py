"""How is a repeated write answered? With the first answer, by its Idempotency-Key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from gateway.access import Caller
from gateway.api.guard import parts_of
from gateway.domain.errors import Conflict, DataError
from gateway.store import Tx, requests

MAX_KEY = 255
Answer = tuple[int, dict[str, Any]]


def answer_once(request: Request, caller: Caller, body: bytes, act: Callable[[Tx], Answer]) -> Response:
    """Act and answer, or give the first answer again.

    What `act` does and the kept answer commit together. Raises DataError when the key came with another body,
    Conflict when the same request is being answered right now; an error of `act` keeps nothing.
    """
    parts, key = parts_of(request), _key(request, caller)
    digest = hashlib.sha256(body).hexdigest()
    with parts.store.begin() as tx:
        known = requests.find_answer(tx, key) if key else None
        if known is not None:
            return _again(known, digest)
        status, payload = act(tx)
        answer = requests.Answered(digest, status, json.dumps(payload))
        if key and not requests.keep_answer(tx, key, answer, parts.clock.now()):
            raise Conflict("the same request is being answered right now; ask again")
    return Response(answer.response, status, media_type="application/json")


def _key(request: Request, caller: Caller) -> str | None:
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not 0 < len(key) <= MAX_KEY:
        raise DataError(f"Idempotency-Key must have 1 to {MAX_KEY} characters", field="Idempotency-Key")
    return f"{caller.name}:{request.url.path}:{key}"


def _again(known: requests.Answered, digest: str) -> Response:
    if known.body_digest != digest:
        raise DataError("this Idempotency-Key came with another request", field="Idempotency-Key")
    return Response(
        known.response, known.status, {"Idempotent-Replayed": "true"}, media_type="application/json"
    )
