"""Is this mail built to harm its reader? Looked at as bytes, before anything is parsed."""

from __future__ import annotations

import re

MAX_HEADERS = 256_000  # bytes; of real mail, even long chains of Received stay below a tenth of it
MAX_PARAMETERS = 8_000  # bytes of one header that says what a part is; its parser is slow
MAX_BOUNDARIES = 60  # each is a level or a row of parts; a forwarded thread of mails has some twenty
MAX_PARTS = 500
_BOUNDARY = re.compile(rb"\bboundary[ \t]*=", re.IGNORECASE)
_PART = re.compile(rb"^content-type[ \t]*:", re.IGNORECASE | re.MULTILINE)
_ABOUT_PART = re.compile(
    rb"^content-[a-z-]{1,30}[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE
)
_MAIL = re.compile(rb"^content-type[ \t]*:[ \t]*message/", re.IGNORECASE | re.MULTILINE)


class Unreadable(Exception):
    """A mail that must not be parsed; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(f"unreadable mail ({code})")
        self.code = code


def check_bounds(raw: bytes) -> None:
    """Raise Unreadable for a mail whose headers, parts or levels no real mail has."""
    if _headers_end(raw) > MAX_HEADERS:
        raise Unreadable("headers-too-long")
    if any(len(one[0]) > MAX_PARAMETERS for one in _ABOUT_PART.finditer(raw)):
        raise Unreadable("headers-too-long")
    if sum(1 for _ in _BOUNDARY.finditer(raw)) > MAX_BOUNDARIES:
        raise Unreadable("too-deep")
    if sum(1 for _ in _MAIL.finditer(raw)) > MAX_BOUNDARIES:
        raise Unreadable("too-deep")
    if sum(1 for _ in _PART.finditer(raw)) > MAX_PARTS:
        raise Unreadable("too-many-parts")


def _headers_end(raw: bytes) -> int:
    ends = [end for end in (raw.find(b"\n\n"), raw.find(b"\r\n\r\n")) if end >= 0]
    return min(ends, default=len(raw))
