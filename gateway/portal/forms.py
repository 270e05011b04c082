"""Did this form come from our own page, whole and in time? Asked before anything is asked of the database.

A form token carries the form's number, when it was made, and a signature that binds both to the page and to
the link or session it was made for. The number makes a form count once, however often it is sent.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from fastapi import HTTPException, Request

from gateway.domain.ids import Ids

MAX_BODY = 32 * 1024
MAX_FIELDS = 40
FORM_FOR = timedelta(hours=12)  # longer than anybody leaves a page open and still means it
_NUMBER_BYTES, _TIME_BYTES, _MAC_BYTES = 16, 4, 16
_URL_ENCODED = "application/x-www-form-urlencoded"
_OWN_SITES = ("same-origin", "none")

Form = Mapping[str, str]


async def read_form(request: Request) -> Form:
    """Return the fields of a posted form, spaces around them cut. Raises HTTPException 400, 413 or 415."""
    body = await read_body(request)
    if request.headers.get("content-type", _URL_ENCODED).split(";")[0].strip().lower() != _URL_ENCODED:
        raise HTTPException(415, "This page takes ordinary forms only.")
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError:
        raise HTTPException(400, "This form cannot be read.") from None
    return {name: value.replace("\x00", "").strip() for name, value in pairs}


async def read_body(request: Request) -> bytes:
    """Return the request's body. Raises HTTPException 413 as soon as it is too large."""
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAX_BODY:
            raise HTTPException(413, "This form is too large.")
        chunks.append(chunk)
    return b"".join(chunks)


def is_foreign(request: Request, public_url: str) -> bool:
    """Return whether a browser says that another site sent this form.

    Our pages ask for no referrer, so an honest browser may write `Origin: null`; then the form token decides.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in _OWN_SITES
    origin = request.headers.get("origin")
    if origin is None or origin == "null":
        return False
    return urlsplit(origin).netloc not in (urlsplit(public_url).netloc, request.headers.get("host"))


class FormTokens:
    """Makes and reads form tokens."""

    def __init__(self, key: bytes, ids: Ids) -> None:
        self._key, self._ids = key, ids

    def make(self, page: str, holder: str, now: datetime) -> str:
        """Return a new token. holder: the link's token or the session's digest."""
        head = self._ids.random_bytes(_NUMBER_BYTES) + int(now.timestamp()).to_bytes(_TIME_BYTES, "big")
        return base64.urlsafe_b64encode(head + self._mac(head, page, holder)).decode()

    def read(self, token: str, page: str, holder: str, now: datetime) -> str | None:
        """Return the form's number; None for a token that is forged, of another page, or too old."""
        try:
            raw = base64.urlsafe_b64decode(token)
        except ValueError:
            return None
        head, mac = raw[: _NUMBER_BYTES + _TIME_BYTES], raw[_NUMBER_BYTES + _TIME_BYTES :]
        if not hmac.compare_digest(mac, self._mac(head, page, holder)):
            return None
        made_at = datetime.fromtimestamp(int.from_bytes(head[_NUMBER_BYTES:], "big"), UTC)
        return head[:_NUMBER_BYTES].hex() if now - made_at < FORM_FOR else None

    def _mac(self, head: bytes, page: str, holder: str) -> bytes:
        message = b"\0".join((b"form", head, page.encode(), holder.encode()))
        return hmac.digest(self._key, message, "sha256")[:_MAC_BYTES]
