"""What does one cell hold: a key, a line of text, one of a few words?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from gateway.importer.limits import MAX_KEY, MAX_NAME
from gateway.importer.numbers import whole_id
from gateway.importer.refusal import Unreadable
from gateway.importer.rows import Cell, text_of

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]")
_NO_TEXT = re.compile(r"[\ud800-\udfff]")
T = TypeVar("T")


def key(values: Mapping[str, Cell], column: str, *, was_number: bool = False) -> str:
    """Return an id as text. was_number: it may have lost its form in a spreadsheet. Raises Unreadable."""
    text = line(values, column, MAX_KEY)
    if not was_number:
        return text
    try:
        return whole_id(text)
    except ValueError as error:
        raise Unreadable(column, str(error)) from None


def line(values: Mapping[str, Cell], column: str, longest: int = MAX_NAME) -> str:
    """Return a text that must be there, on one line. Raises Unreadable."""
    cell = values.get(column)
    if cell is None:
        raise Unreadable(column, "is missing")
    text = text_of(cell)
    if not text.isprintable():
        if _NO_TEXT.search(text):
            raise Unreadable(column, "holds half a character; export the file again as UTF-8")
        text = _CONTROL.sub(" ", text).strip()
    if not text:
        raise Unreadable(column, "is missing")
    if len(text) > longest:
        raise Unreadable(column, f"is longer than {longest} characters")
    return text


def optional_line(values: Mapping[str, Cell], column: str) -> str | None:
    """Return a text on one line, or None. Raises Unreadable."""
    return line(values, column) if column in values else None


def choice(values: Mapping[str, Cell], column: str, words: Mapping[str, T]) -> T | None:
    """Return what a word of a closed set stands for, or None where there is none. Raises Unreadable."""
    cell = values.get(column)
    if cell is None:
        return None
    word = text_of(cell).strip().casefold().replace(" ", "_").replace("-", "_")
    if word not in words:
        raise Unreadable(column, f"must be one of {', '.join(words)}")
    return words[word]
