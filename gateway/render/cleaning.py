"""How does a value from outside become harmless? Control characters go, length is capped, links die."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from gateway.domain.errors import DataError

MAX_VALUE = 200  # characters: the longest legal names and bank lines fit; a pasted essay does not
MAX_ADDRESS = 2000  # characters of a web address
MAX_SUBJECT = 200

# What can reorder, hide or split text: controls, line separators, bidi marks, zero-width space, soft hyphen.
# The two joiners (200C, 200D) stay: some scripts are wrong without them.
_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]+"
)
_WEB = re.compile(r"https?://[A-Za-z0-9.\-]+(:\d{1,5})?(/[!#-&(-;=?-\[\]_a-z~]*)?(\?[!#-&(-;=?-\[\]_a-z~]*)?")
_TYPOGRAPHY = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u2212": "-"}
    | {"\u2026": "...", "\u00a0": " ", "\u2009": " ", "\u202f": " "}
)
_PICTOGRAMS = re.compile("[\U0001f000-\U0001faff\ufe0e\ufe0f\u200c\u200d]")


class Checked(str):
    """Text that needs no cleaning any more: made by a filter of ours, or checked as a web address."""

    __slots__ = ()


class MissingValue(Exception):
    """A template printed something that the context does not have."""


def clean(value: object) -> str:
    """Return one harmless line: no controls, no reordering marks, at most MAX_VALUE characters, no link
    that a mail program would make clickable."""
    if type(value) is Checked or type(value) is Markup:
        return value
    if value is None:
        raise MissingValue
    text = str(value)
    if text.isascii() and text.isprintable() and len(text) <= MAX_VALUE and "://" not in text:
        return text
    text = _HARMFUL.sub(" ", text).strip().replace("://", ":// ")
    return text if len(text) <= MAX_VALUE else text[: MAX_VALUE - 1] + "…"


def clean_sms(value: object) -> str:
    """Return a harmless line without typographic marks, which would halve the room of a text message."""
    text = clean(value)
    return text if text.isascii() else Checked(text.translate(_TYPOGRAPHY))


def clean_json(value: object) -> str:
    """Return a harmless line as the inside of a JSON string, without pictograms: no font at hand has them."""
    return json.dumps(without_pictograms(clean(value)), ensure_ascii=False)[1:-1]


def without_pictograms(text: str) -> str:
    """Return the text without pictograms and the marks that join them."""
    return text if text.isascii() else _PICTOGRAMS.sub("", text)


def web_address(value: Any) -> Checked:
    """Return an address that can stand in an attribute or a sentence. Raises DataError for anything else."""
    if value is None:
        raise MissingValue
    if type(value) is Checked:
        return value
    text = str(value)
    if len(text) > MAX_ADDRESS or not _WEB.fullmatch(text) or not urlsplit(text).hostname:
        raise DataError("a link in a message must be a plain http or https address", field="link")
    return Checked(text)


def text_lines(value: object) -> list[str]:
    """Return the harmless lines of a text of several lines, such as an address."""
    if value is None:
        raise MissingValue
    parts = value if isinstance(value, (tuple, list)) else str(value).splitlines()
    return [line for line in (clean(part) for part in parts) if line]


def html_lines(value: object) -> Markup:
    """Return those lines with HTML line breaks between them."""
    return Markup("<br>").join(escape(line) for line in text_lines(value))


def plain_lines(value: object) -> Checked:
    """Return those lines with line feeds between them."""
    return Checked("\n".join(text_lines(value)))


def header(text: str) -> str:
    """Return a subject: one line, no controls, at most MAX_SUBJECT characters."""
    line = " ".join(_HARMFUL.sub(" ", text).split())
    return line if len(line) <= MAX_SUBJECT else line[: MAX_SUBJECT - 1] + "…"
