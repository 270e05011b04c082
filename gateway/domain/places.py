"""On which line of a TOML file does a key stand? Errors name it, since the standard parser forgets it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from typing import Any

from gateway.domain.errors import ConfigError

Place = tuple[str | int, ...]
"""The way to a key: `("step", 2, "template")` is the third [[step]]'s template; `()` is the file."""

_HEADING = re.compile(r"\s*\[(\[)?\s*([^\[\]]+?)\s*\]?\]\s*(#.*)?")
_KEY = re.compile(r"""\s*["']?([\w-]+)["']?\s*=""")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")
_QUOTES = re.compile("\"\"\"|'''")


class Places:
    """Where the keys of one TOML file stand."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self._lines = _lines(text)

    def line(self, place: Place) -> int:
        """Return the line of a key, or of the table around it."""
        known = next((place[:end] for end in range(len(place), -1, -1) if place[:end] in self._lines), None)
        return self._lines[known] if known is not None else 1

    def error(self, place: Place, message: str) -> ConfigError:
        """Return the error to raise about a key, with file and line."""
        return ConfigError(f"{self.file}, line {self.line(place)}: {message}")


def parse(file: str, text: str) -> tuple[dict[str, Any], Places]:
    """Return the file's content and the places of its keys. Raises ConfigError where it is no TOML."""
    try:
        return tomllib.loads(text), Places(file, text)
    except tomllib.TOMLDecodeError as error:
        match = _AT_LINE.search(str(error))
        line = match[1] if match and match[1] else len(text.splitlines())
        reason = _AT_LINE.sub("", str(error)).strip()
        raise ConfigError(f"{file}, line {line}: this is not TOML: {reason}") from error


def decoded(file: str, content: bytes) -> str:
    """Return a file's text. Raises ConfigError with the line at which it is not UTF-8."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ConfigError(f"{file}, line {line}: this is not UTF-8 text: save it as UTF-8") from None


def _lines(text: str) -> dict[Place, int]:
    found: dict[Place, int] = {}
    table: Place = ()
    seen: Counter[Place] = Counter()
    quoted = False
    for number, line in enumerate(text.splitlines(), start=1):
        was_quoted, quoted = quoted, quoted ^ bool(len(_QUOTES.findall(line)) % 2)
        if was_quoted:
            continue
        heading = _HEADING.fullmatch(line)
        if heading:
            table = _place(heading[2], seen)
            if heading[1]:
                seen[table] += 1
                table = (*table, seen[table] - 1)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, key[1]), number)
    return found


def _place(name: str, seen: Counter[Place]) -> Place:
    """Return where a heading leads: below a repeated table, into the last one of it."""
    place: Place = ()
    parts = [part.strip(" \"'") for part in name.split(".")]
    for part in parts[:-1]:
        place = (*place, part)
        place = (*place, seen[place] - 1) if seen[place] else place
    return (*place, parts[-1])
