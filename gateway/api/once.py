"""How is a repeated write answered? With the first answer, by its Idempotency-Key.

A key is claimed in a transaction of its own before anything is done, so that whoever sends the same request
meanwhile is told so at once. A claim whose holder died is taken over after a while; the holder of the old
claim, should it still live, can then keep no answer and undoes what it did.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from gateway.access import Caller
from gateway.api.guard import parts_of
from gateway.domain.errors import Conflict, DataError
from gateway.store import Store, Tx, requests

MAX_KEY = 255
TAKEN_OVER_AFTER = timedelta(minutes=15)  # longer than the largest import takes
Answer = tuple[int, dict[str, Any]]


def answer_once(
    request: Request,
    caller: Caller,
    body: bytes,
    act: Callable[[Tx], Answer],
    *,
    not_kept: Collection[str] = (),
) -> Response:
    """Act in one transaction and answer, or give the first answer again.

    not_kept: keys that only the first answer has, because nobody may read them again.
    What `act` does and the kept answer commit together. Raises DataError when the key came with another
    request, Conflict when the same request is being answered right now; an error of `act` keeps nothing.
    """
    store = parts_of(request).store
    claim = _claim(request, caller, body)
    if isinstance(claim, Response):
        return claim
    with _let_go_on_error(store, claim), store.begin() as tx:
        answer = act(tx)
        _keep(tx, claim, (answer[0], {key: told for key, told in answer[1].items() if key not in not_kept}))
    return _response(answer[0], json.dumps(answer[1]))


def answer_once_in_steps(
    request: Request, caller: Caller, body: bytes, act: Callable[[], Answer]
) -> Response:
    """Do the same for an `act` with transactions of its own, which may be repeated without harm."""
    store = parts_of(request).store
    claim = _claim(request, caller, body)
    if isinstance(claim, Response):
        return claim
    with _let_go_on_error(store, claim):
        answer = act()
        with store.begin() as tx:
            _keep(tx, claim, answer)
    return _response(answer[0], json.dumps(answer[1]))


@dataclass(frozen=True, slots=True)
class _Claim:
    key: str
    since: datetime


def _claim(request: Request, caller: Caller, body: bytes) -> _Claim | Response | None:
    """Return a claim, the first answer, or None where no key was sent."""
    parts, key = parts_of(request), _key(request, caller)
    if key is None:
        return None
    now, digest = parts.clock.now(), _digest(request, body)
    with parts.store.begin() as tx:
        known = requests.claim(tx, key, digest, now)
        if known is None:
            return _Claim(key, now)
        if known.body_digest != digest:
            raise DataError("this Idempotency-Key came with another request", field="Idempotency-Key")
        if known.status is not None:
            return _response(known.status, known.response or "", {"Idempotent-Replayed": "true"})
        is_abandoned = now - known.since >= TAKEN_OVER_AFTER
        if not (is_abandoned and requests.take_over(tx, key, known.since, now)):
            raise Conflict("the same request is being answered right now; ask again")
        return _Claim(key, now)


def _keep(tx: Tx, claim: _Claim | None, answer: Answer) -> None:
    if claim and not requests.keep_answer(tx, claim.key, claim.since, answer[0], json.dumps(answer[1])):
        raise Conflict("this took so long that the same request was begun anew; ask for its answer again")


@contextmanager
def _let_go_on_error(store: Store, claim: _Claim | None) -> Iterator[None]:
    try:
        yield
    except Exception:
        if claim:
            with store.begin() as tx:
                requests.let_go(tx, claim.key, claim.since)
        raise


def _key(request: Request, caller: Caller) -> str | None:
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not 0 < len(key) <= MAX_KEY or not (key.isascii() and key.isprintable()):
        raise DataError(
            f"Idempotency-Key must have 1 to {MAX_KEY} printable ASCII characters", field="Idempotency-Key"
        )
    return f"{caller.name}:{request.url.path}:{key}"


def _digest(request: Request, body: bytes) -> str:
    return hashlib.sha256(request.url.query.encode() + b"\n" + body).hexdigest()


def _response(status: int, text: str, headers: dict[str, str] | None = None) -> Response:
    return Response(text, status, headers, media_type="application/json")
