"""What may a key of a strategy file hold? Each reader returns the value or says file, line and remedy."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from gateway.domain.money import Money
from gateway.domain.places import Places

Word = TypeVar("Word", bound=StrEnum)
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Table:
    """One table of a file; every read is checked, and `done` refuses what nobody asked for."""

    def __init__(self, content: Mapping[str, Any], places: Places, at: tuple[str | int, ...] = ()) -> None:
        self._content, self._places, self._at = content, places, at
        self._asked: set[str] = set()

    def wrong(self, key: str, message: str) -> Exception:
        """Return the error to raise about a key of this table."""
        return self._places.error((*self._at, key), message)

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        self._asked.add(key)
        return key in self._content

    def done(self) -> None:
        """Raise ConfigError for the first key that nobody asked for."""
        for key in self._content:
            if key not in self._asked:
                raise self.wrong(key, f"unknown key {key!r}; known here: {', '.join(sorted(self._asked))}.")

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text that is not empty."""
        value: str = self._take(key, str, "a text in quotes", default)
        if not value.strip():
            raise self.wrong(key, f"{key} is empty.")
        return value

    def id(self, key: str) -> str:
        """Return a name that stays in the database: lower-case words joined by hyphens."""
        value = self.text(key)
        if not _ID.fullmatch(value):
            raise self.wrong(key, f"{key} must be lower-case letters, digits and hyphens, like 'reminder-1'.")
        return value

    def number(self, key: str, default: int | None = None, *, least: int | None = None) -> int:
        """Return a whole number."""
        value: int = self._take(key, int, "a whole number", default)
        if isinstance(value, bool) or (least is not None and value < least):
            raise self.wrong(key, f"{key} must be a whole number{f' of {least} or more' if least else ''}.")
        return value

    def flag(self, key: str) -> bool:
        """Return true or false; false where the key is absent."""
        return bool(self._take(key, bool, "true or false", False))

    def word(self, key: str, words: type[Word], default: Word | None = None) -> Word:
        """Return one of a closed set of words."""
        return self._known(key, self.text(key, default), words)

    def words(self, key: str, words: type[Word]) -> tuple[Word, ...]:
        """Return several of a closed set of words, in order; () where the key is absent."""
        return tuple(self._known(key, value, words) for value in self.texts(key))

    def texts(self, key: str, known: Collection[str] | None = None) -> tuple[str, ...]:
        """Return a list of texts, each once; () where the key is absent."""
        values = self._take(key, list, "a list of texts in brackets", [])
        for value in values:
            if not isinstance(value, str) or not value:
                raise self.wrong(key, f"{key} must be a list of texts in brackets.")
            if known is not None and value not in known:
                raise self.wrong(key, f"{key} knows no {value!r}; it knows {', '.join(sorted(known))}.")
        if len(set(values)) != len(values):
            raise self.wrong(key, f"{key} names something twice.")
        return tuple(values)

    def table(self, key: str) -> Table:
        """Return a table inside this one; an empty one where it is absent."""
        content = self._take(key, dict, f"a table [{key}]", {})
        return Table(content, self._places, (*self._at, key))

    def tables(self, key: str) -> list[Table]:
        """Return the repeated tables of a name."""
        rows = self._take(key, list, f"tables [[{key}]]", [])
        if not all(isinstance(row, dict) for row in rows):
            raise self.wrong(key, f"{key} must be written as tables [[{key}]].")
        return [Table(row, self._places, (*self._at, key, index)) for index, row in enumerate(rows)]

    def amounts(self, known: Collection[str]) -> tuple[tuple[str, str], ...]:
        """Return every key as a currency with its decimal text."""
        found = []
        for currency in self._content:
            self._asked.add(currency)
            if currency not in known:
                raise self.wrong(currency, f"unknown currency {currency!r}; write its ISO 4217 code.")
            found.append((currency, self._amount(currency)))
        return tuple(found)

    def _amount(self, key: str) -> str:
        text = self.text(key)
        try:
            minor = Money(Decimal(text), key).minor
        except (ArithmeticError, ValueError):
            minor = -1
        if minor < 0:
            raise self.wrong(key, f'{key} must be an amount of that currency in quotes, like "25.00".')
        return text

    def _known(self, key: str, value: str, words: type[Word]) -> Word:
        try:
            return words(value)
        except ValueError:
            known = ", ".join(sorted(words))
            raise self.wrong(key, f"{key} knows no {value!r}; it knows {known}.") from None

    def _take(self, key: str, kind: type, expected: str, default: Any) -> Any:
        self._asked.add(key)
        value = self._content.get(key, default)
        if value is None:
            raise self.wrong(key, f"{key} is missing; give {expected}.")
        if not isinstance(value, kind):
            raise self.wrong(key, f"{key} must be {expected}.")
        return value
