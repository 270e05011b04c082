"""On which line of a TOML file does a key stand? Errors name it, since the standard parser forgets it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from typing import Any

from gateway.domain.errors import ConfigError

_HEADING = re.compile(r"\s*\[(\[)?\s*([^\[\]]+?)\s*\]?\]\s*(#.*)?")
_KEY = re.compile(r"""\s*["']?([\w-]+)["']?\s*=""")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")


class Places:
    """Where the keys of one TOML file stand: `("step", 2, "template")` is the third [[step]]'s template."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self._lines = _lines(text)

    def error(self, place: tuple[str | int, ...], message: str) -> ConfigError:
        """Return the error to raise about a key, with file and line, or those of the table around it."""
        known = next((place[:end] for end in range(len(place), -1, -1) if place[:end] in self._lines), None)
        line = self._lines[known] if known is not None else 1
        return ConfigError(f"{self.file}, line {line}: {message}")


def parse(file: str, text: str) -> tuple[dict[str, Any], Places]:
    """Return the file's content and the places of its keys. Raises ConfigError where it is no TOML."""
    try:
        return tomllib.loads(text), Places(file, text)
    except tomllib.TOMLDecodeError as error:
        match = _AT_LINE.search(str(error))
        line = match[1] if match and match[1] else len(text.splitlines())
        reason = _AT_LINE.sub("", str(error)).strip()
        raise ConfigError(f"{file}, line {line}: this is not TOML: {reason}") from error


def _lines(text: str) -> dict[tuple[str | int, ...], int]:
    found: dict[tuple[str | int, ...], int] = {}
    table: tuple[str | int, ...] = ()
    seen: Counter[str] = Counter()
    for number, line in enumerate(text.splitlines(), start=1):
        heading = _HEADING.fullmatch(line)
        if heading:
            name = heading[2]
            table = (name, seen[name]) if heading[1] else (name,)
            seen[name] += 1
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, key[1]), number)
    return found
