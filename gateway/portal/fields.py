"""What did the customer fill in? Values read from a form, with every problem in the reader's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from gateway.domain.money import Money
from gateway.portal.catalogue import Words
from gateway.portal.reader import Reader

EARLIEST = date(1900, 1, 1)
MAX_LINE = 200
MAX_WORDS = 3_000  # of a customer's own words; more is a letter
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
Choice = TypeVar("Choice", bound=StrEnum)
Item = TypeVar("Item")


class Fields:
    """Reads a form field by field and gathers what is wrong; a value with a problem comes back as None."""

    def __init__(self, form: Mapping[str, str], reader: Reader, say: Words) -> None:
        self._form, self._reader, self._say = form, reader, say
        self.problems: dict[str, str] = {}
        self.shown: dict[str, Any] = {}  # what the page shows in answer to a form that records nothing yet

    def one_of(self, name: str, question: str, kind: type[Choice]) -> Choice | None:
        """Return the word chosen. question: the key of what the page asks."""
        try:
            return kind(self._form.get(name, ""))
        except ValueError:
            self._wrong(name, "form.choose", question=self._say(question))
            return None

    def item(self, name: str, question: str, items: Mapping[str, Item]) -> Item | None:
        """Return the thing chosen; where there is only one, it needs no choosing."""
        if len(items) == 1:
            return next(iter(items.values()))
        return self.chosen(name, question, items)

    def chosen(self, name: str, question: str, items: Mapping[str, Item]) -> Item | None:
        """Return the thing chosen, also where there is only one."""
        found = items.get(self._form.get(name, ""))
        if found is None:
            self._wrong(name, "form.choose", question=self._say(question))
        return found

    def money(self, name: str, at_most: Money) -> Money | None:
        """Return an amount that is more than nothing and not more than what is open."""
        money = self._reader.read_amount(self._form.get(name, ""), at_most.currency)
        if money is None:
            self._wrong(name, "promise.amount_unreadable", example=self._reader.number(at_most))
            return None
        if not 0 < money.amount <= at_most.amount:
            self._wrong(name, "promise.amount_range", money=self._reader.money(at_most))
            return None
        return money

    def day(self, name: str, first: date, within: timedelta) -> date | None:
        """Return a day from `first` to `within` after it."""
        last = first + within
        try:
            found = date.fromisoformat(self._form.get(name, ""))
        except ValueError:
            self._wrong(name, "promise.day_unreadable", example=last.isoformat())
            return None
        if not first <= found <= last:
            self._wrong(name, "promise.day_range", first=self._reader.day(first), last=self._reader.day(last))
            return None
        return found

    def words(self, name: str, question: str = "") -> str:
        """Return the customer's own words; question: the key of what is asked, where there must be some."""
        text = self._form.get(name, "").replace("\r\n", "\n")
        if question and not text:
            self._wrong(name, "form.fill_in", question=self._say(question))
        if len(text) > MAX_WORDS:
            self._wrong(name, "form.too_long", count=MAX_WORDS)
        return text[:MAX_WORDS]

    def line(self, name: str, question: str = "") -> str:
        """Return a short text; question: the key of what is asked, where it must be answered."""
        text = " ".join(self._form.get(name, "").split())
        if question and not text:
            self._wrong(name, "form.fill_in", question=self._say(question))
        if len(text) > MAX_LINE:
            self._wrong(name, "form.too_long", count=MAX_LINE)
        return text[:MAX_LINE]

    def past_day(self, name: str, today: date) -> str:
        """Return a day that is not in the future as ISO text; empty where it was left empty."""
        text = self._form.get(name, "")
        try:
            found = date.fromisoformat(text) if text else None
        except ValueError:
            self._wrong(name, "promise.day_unreadable", example=today.isoformat())
            return ""
        if found is not None and not EARLIEST <= found <= today:
            self._wrong(name, "form.day_past", last=self._reader.day(today))
            return ""
        return found.isoformat() if found else ""

    def hours(self, first: str, last: str) -> tuple[str, str] | None:
        """Return two times of day as HH:MM; None where both were left empty, which means the whole day."""
        given = [self._form.get(name, "") for name in (first, last)]
        if not any(given):
            return None
        for name, text in zip((first, last), given, strict=True):
            if not _TIME.fullmatch(text):
                self._wrong(name, "times.unreadable")
        if given[0] == given[1]:
            self._wrong(last, "times.same")
        return given[0], given[1]

    def ticked(self, name: str, question: str, items: Iterable[str]) -> list[str]:
        """Return which of several were ticked; at least one must be. Each is a field of its own."""
        found = [item for item in items if f"{name}_{item}" in self._form]
        if not found:
            self._wrong(name, "form.choose", question=self._say(question))
        return found

    def given(self, name: str) -> str:
        """Return what the field holds, perhaps nothing."""
        return self._form.get(name, "")

    def wrong(self, name: str, key: str) -> None:
        """Note a problem that no field alone can have."""
        self._wrong(name, key)

    def is_given(self, name: str) -> bool:
        """Return whether the field holds anything."""
        return bool(self._form.get(name))

    def _wrong(self, name: str, key: str, **values: object) -> None:
        self.problems[name] = str(self._say(key, **values))
