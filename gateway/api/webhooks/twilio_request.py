"""Is this a form that Twilio signed? Read within bounds, believed by its signature alone."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

import structlog
from fastapi import HTTPException, Request

from channels.twilio_signature import HEADER, Fields, Signatures

log = structlog.get_logger(__name__)

MAX_FIELDS = 200  # an inbound message with ten pictures has about sixty
_FORM = "application/x-www-form-urlencoded"
# What no database keeps as text: the null character, and halves of a character that stand alone.
_UNSPEAKABLE = re.compile("[\x00\ud800-\udfff]")


class TwilioDoor:
    """Lets genuine requests in. Refusals are logged as their number doubles: a flood fills no disk."""

    def __init__(self, signatures: Signatures, public_url: str) -> None:
        self._signatures, self._public_url = signatures, public_url
        self._refused = 0

    def fields(self, request: Request, body: bytes) -> Fields:
        """Return the fields of a genuine request. Raises HTTPException 400, 403 or 415 for any other."""
        kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if kind != _FORM:
            raise HTTPException(415, "Webhooks of Twilio are ordinary forms.")
        fields = Fields(_pairs(body))
        if not self._signatures.is_genuine(self._url(request), fields, request.headers.get(HEADER, "")):
            self._count()
            raise HTTPException(403, "The signature is not one of the account that is configured here.")
        return fields

    def _url(self, request: Request) -> str:
        path = request.scope.get("raw_path") or request.url.path.encode()
        query = request.scope.get("query_string", b"")
        whole = path.split(b"?")[0] + (b"?" + query if query else b"")
        return self._public_url + whole.decode("latin-1")

    def _count(self) -> None:
        self._refused += 1
        if self._refused & (self._refused - 1) == 0:
            log.warning("webhook refused", action="webhook:twilio:refused", refused=self._refused)


def speakable(text: str) -> str:
    """Return a text as a database can keep it."""
    return _UNSPEAKABLE.sub("", text)


def _pairs(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS
        )
    except ValueError:  # more than ASCII outside the escapes, no UTF-8 within them, or too many
        raise HTTPException(400, "This form cannot be read.") from None
