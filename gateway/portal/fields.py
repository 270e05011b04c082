"""What did the customer fill in? Values read from a form, with every problem in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from gateway.domain.money import Money
from gateway.portal.catalogue import Words
from gateway.portal.reader import Reader

MAX_WORDS = 3_000  # of a customer's own words; more is a letter
Choice = TypeVar("Choice", bound=StrEnum)
Item = TypeVar("Item")


class Fields:
    """Reads a form field by field and gathers what is wrong; a value with a problem comes back as None."""

    def __init__(self, form: Mapping[str, str], reader: Reader, say: Words) -> None:
        self._form, self._reader, self._say = form, reader, say
        self.problems: dict[str, str] = {}

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

    def words(self, name: str) -> str:
        """Return the customer's own words, perhaps none."""
        text = self._form.get(name, "").replace("\r\n", "\n")
        if len(text) > MAX_WORDS:
            self._wrong(name, "form.too_long", count=MAX_WORDS)
        return text[:MAX_WORDS]

    def _wrong(self, name: str, key: str, **values: object) -> None:
        self.problems[name] = str(self._say(key, **values))
