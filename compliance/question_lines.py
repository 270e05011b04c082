"""Which questions does a stream of lines hold? One object a line, or one object over many lines.

Each is read as soon as its last line has come, so that a dialer may keep the stream open, write a question
and wait for its answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from gateway.domain.errors import DataError

_BOM = b"\xef\xbb\xbf"
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')


class _Twice(Exception):
    """An object has a key twice."""


class _Pairs(list[tuple[str, Any]]):
    """An object as it was written."""


def question_in(text: bytes) -> Any:
    """Return what a JSON text says. Raises DataError where it is none, or says one thing twice."""
    try:
        decoded = text.decode("utf-8-sig")
        value = json.loads(decoded, object_pairs_hook=_object, parse_constant=_no_number)
    except UnicodeDecodeError as problem:
        raise DataError(f"not UTF-8 at byte {problem.start}") from None
    except _Twice:
        path = _said_twice(json.loads(decoded, object_pairs_hook=_Pairs), "")
        raise DataError(f"{path}: is said twice", field=path) from None
    except RecursionError:
        raise DataError("nested too deeply for a question") from None
    except json.JSONDecodeError as problem:
        where = f"line {problem.lineno}, column {problem.colno}"
        raise DataError(f"not JSON: {problem.msg} ({where})") from None
    except ValueError:  # infinite, or of more digits than are ever read
        raise DataError("not JSON: a number that is none") from None
    if "\\u" in decoded:
        _check_characters(value)
    return value


def questions_in(lines: Iterable[bytes]) -> Iterator[Any]:
    """Yield each question as soon as it is complete; a DataError in the place of one that is no JSON."""
    begun: list[bytes] = []  # the lines of an object that is not complete yet
    depth = 0
    for number, line in enumerate(lines):
        line = line.removeprefix(_BOM) if number == 0 else line
        if not begun:
            if line.strip():
                value = _value_or_error(line)
                depth = _depth(line) if isinstance(value, DataError) else 0
                if depth <= 0:
                    yield value
                else:
                    begun = [line]
            continue
        if _is_question(line):  # what was begun was cut off; this is a line of its own
            yield from _each(begun)
            yield question_in(line)
            begun = []
            continue
        begun.append(line)
        depth += _depth(line)
        if depth <= 0:
            yield _value_or_error(b"".join(begun))
            begun = []
    yield from _each(begun)


def in_pieces(lines: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    """Yield the lines in pieces of at least `size` lines; each ends with a whole question."""
    piece: list[bytes] = []
    for line in lines:
        piece.append(line)
        if len(piece) >= size and _is_question(line):
            yield piece
            piece = []
    if piece:
        yield piece


def _each(lines: list[bytes]) -> Iterator[Any]:
    return (_value_or_error(line) for line in lines if line.strip())


def _value_or_error(text: bytes) -> Any:
    try:
        return question_in(text)
    except DataError as problem:
        return problem


def _depth(line: bytes) -> int:
    """Return how many more objects and lists a line opens than it closes."""
    bare = _STRING.sub(b"", line)
    return sum(map(bare.count, (b"{", b"["))) - sum(map(bare.count, (b"}", b"]")))


def _is_question(line: bytes) -> bool:
    """Return whether a line is a question by itself, and no inner object of one that was begun."""
    if not (line.startswith(b"{") and line.rstrip().endswith(b"}")):
        return False
    value = _value_or_error(line)
    return isinstance(value, dict) and "at" in value and "type" not in value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twice
    return found


def _said_twice(value: Any, path: str) -> str | None:
    """Return the path of the first key that an object has twice."""
    seen: set[str] = set()
    for key, inner in _inside(value):
        here = key if not path or key.startswith("[") else f".{key}"
        if isinstance(value, _Pairs) and key in seen:
            return path + here
        seen.add(key)
        if (found := _said_twice(inner, path + here)) is not None:
            return found
    return None


def _inside(value: Any) -> Iterable[tuple[str, Any]]:
    if isinstance(value, _Pairs):
        return value
    return ((f"[{index}]", item) for index, item in enumerate(value)) if isinstance(value, list) else ()


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _check_characters(value: Any) -> None:
    """A half of a character, alone, is no text that could be answered with."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise DataError("holds half a character, which is no text") from None
