"""What does a profile's TOML file say? Checked to the last key; errors name file and key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from gateway.domain.errors import ConfigError
from gateway.importer.dates import DateStyle
from gateway.importer.encodings import is_known_encoding
from gateway.importer.headings import KINDS, PAYMENT_COLUMNS, PORTFOLIO_COLUMNS
from gateway.importer.numbers import NumberStyle
from gateway.importer.profile import NATIVE, Groups, Profile, Totals

_OURS = frozenset((*PORTFOLIO_COLUMNS, *PAYMENT_COLUMNS))
_BRACES = re.compile(r"\{([^{}]*)\}")
T = TypeVar("T")


def load_profiles(texts: Mapping[str, str]) -> dict[str, Profile]:
    """Return every profile by name, `native` among them. texts: file name -> TOML.

    Raises ConfigError naming file and key.
    """
    profiles = {NATIVE.name: NATIVE}
    for file_name, text in texts.items():
        name = file_name.removesuffix(".toml")
        profiles[name] = parse_profile(name, text)
    return profiles


def read_profiles(folder: Path) -> dict[str, Profile]:
    """Return the profiles of a folder, and the native one."""
    return load_profiles({f.name: f.read_text(encoding="utf-8") for f in sorted(folder.glob("*.toml"))})


def parse_profile(name: str, text: str) -> Profile:
    """Return the profile that a TOML text describes. Raises ConfigError."""
    try:
        top = _Table(f"profile {name}", tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"profile {name}: {error}") from None
    profile = _profile(name, top)
    top.finish()
    if not profile.columns:
        raise top.error("[columns]", "must say which heading stands for which column")
    return profile


class _Table:
    """A TOML table that remembers which keys were taken, so that a misspelt one is an error."""

    def __init__(self, place: str, values: Mapping[str, Any]) -> None:
        self.place, self._values, self._taken = place, values, set[str]()
        self._children: list[_Table] = []

    def take(self, key: str, kind: type[T]) -> T | None:
        self._taken.add(key)
        value = self._values.get(key)
        if value is not None and not isinstance(value, kind):
            raise self.error(key, f"must be a {'table' if kind is dict else kind.__name__}")
        return value

    def table(self, key: str) -> _Table:
        child = _Table(f"{self.place}, [{key}]", self.take(key, dict) or {})
        self._children.append(child)
        return child

    def rest(self) -> dict[str, Any]:
        self._taken.update(self._values)
        return dict(self._values)

    def texts(self, key: str) -> tuple[str, ...]:
        return _texts(self, key, self.take(key, list) or [])

    def patterns(self, key: str) -> tuple[re.Pattern[str], ...]:
        return tuple(_pattern(self, key, text) for text in self.texts(key))

    def pattern(self, key: str) -> re.Pattern[str] | None:
        text = self.take(key, str)
        return None if text is None else _pattern(self, key, text)

    def error(self, key: str, fault: str) -> ConfigError:
        return ConfigError(f"{self.place}: {key} {fault}")

    def finish(self) -> None:
        if unknown := sorted(set(self._values) - self._taken):
            raise self.error(unknown[0], "is not a key of profiles; see docs/import.md")
        for child in self._children:
            child.finish()


def _profile(name: str, top: _Table) -> Profile:
    file, rows, report = top.table("file"), top.table("rows"), top.table("report")
    kind = top.take("kind", str)
    if kind not in (None, *KINDS):
        raise top.error("kind", f"must be one of {', '.join(KINDS)}")
    within = file.take("header_within", int)
    return Profile(
        name=name,
        title=top.take("title", str) or name,
        kind=kind,
        columns=_columns(top.table("columns")),
        fill=_fill(top.table("fill")),
        implied={key: _fill(_Table(f"{top.place}, [implied]", {**v})) for key, v in _tables(top, "implied")},
        dates=_dates(top.table("dates"), "patterns"),
        numbers=_numbers(numbers := top.table("numbers")),
        whole_ids=numbers.take("whole_ids", bool) or False,
        skip_when=_values(rows, "skip_when"),
        negate_when=_values(rows, "negate_when"),
        ignore=rows.patterns("ignore"),
        groups=_groups(top.table("groups")),
        totals=_totals(top.table("totals")),
        as_of=_dated(report),
        as_of_dates=_dates(report, "dates"),
        header_within=20 if within is None else within,
        encoding=_encoding(file),
        delimiter=file.take("delimiter", str),
        sheet=file.take("sheet", str),
    )


def _columns(table: _Table) -> dict[str, tuple[str, ...]]:
    found = {}
    for ours in table.rest():
        if ours not in _OURS:
            raise table.error(ours, "is not a column of the native format")
        found[ours] = table.texts(ours)
    return found


def _fill(table: _Table) -> dict[str, str]:
    for ours, text in (values := table.rest()).items():
        if ours not in _OURS or not isinstance(text, str):
            raise table.error(ours, "must be a column of the native format with a text")
        if _BRACES.sub("", text).strip("{}") != _BRACES.sub("", text):
            raise table.error(ours, "has an unpaired brace")
    return values


def _tables(top: _Table, key: str) -> list[tuple[str, dict[str, Any]]]:
    found = top.take(key, dict) or {}
    for name, value in found.items():
        if not isinstance(value, dict):
            raise top.error(key, f"{name} must be a table")
    return list(found.items())


def _dates(table: _Table, key: str) -> DateStyle:
    patterns = table.texts(key)
    return _checked(table, key, lambda: DateStyle(patterns) if patterns else DateStyle())


def _numbers(table: _Table) -> NumberStyle:
    def style() -> NumberStyle:
        return NumberStyle(
            decimal=table.take("decimal", str) or ".",
            thousands=table.take("thousands", str) or "",
            symbols=table.texts("symbols"),
            rounding=table.take("rounding", str),
        )

    return _checked(table, "numbers", style)


def _values(table: _Table, key: str) -> dict[str, frozenset[str]]:
    found = table.take(key, dict) or {}
    return {heading: frozenset(_texts(table, key, values)) for heading, values in found.items()}


def _groups(table: _Table) -> Groups:
    alone, lines = table.take("alone", str), table.patterns("lines")
    named = {name for line in lines for name in line.groupindex} | ({alone} if alone else set())
    if unknown := named - _OURS:
        raise table.error("groups", f"names {min(unknown)}, which is not a column of the native format")
    return Groups(alone, lines, table.patterns("ignore"))


def _totals(table: _Table) -> Totals:
    return Totals(table.pattern("group"), table.pattern("grand"), table.take("bare", bool) or False)


def _dated(table: _Table) -> re.Pattern[str] | None:
    pattern = table.pattern("as_of")
    if pattern is not None and "date" not in pattern.groupindex:
        raise table.error("as_of", "must have a group (?P<date>…)")
    return pattern


def _encoding(table: _Table) -> str | None:
    name = table.take("encoding", str)
    if name is not None and not is_known_encoding(name):
        raise table.error("encoding", "is unknown")
    return name


def _texts(table: _Table, key: str, values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise table.error(key, "must be a list of texts")
    return tuple(values)


def _pattern(table: _Table, key: str, text: str) -> re.Pattern[str]:
    try:
        return re.compile(text, re.IGNORECASE)
    except re.error as error:
        raise table.error(key, f"is no regular expression: {error}") from None


def _checked(table: _Table, key: str, make: Callable[[], T]) -> T:
    try:
        return make()
    except ValueError as error:
        raise table.error(key, str(error)) from None
