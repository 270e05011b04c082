"""How do customers behave in a rehearsal? With a seed some pay after a reminder; without, nobody does."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from gateway.domain.ids import CustomerId
from gateway.store.rehearsal import Made

# A guess to rehearse with, no forecast: one contact in four is answered by full payment within three weeks.
PAYS = 0.25
LONGEST_WAIT = 21  # days


class Payers:
    """Who pays when, drawn once for each contact."""

    def __init__(self, seed: int | None) -> None:
        self._random = None if seed is None else random.Random(seed)  # noqa: S311 - a rehearsal, no secret
        self._diary: dict[date, set[CustomerId]] = defaultdict(set)

    def hear(self, contacts: Iterable[Made]) -> None:
        """Take note of contacts; some will lead to payment."""
        for made in contacts:
            if self._random is not None and self._random.random() < PAYS:
                wait = timedelta(days=self._random.randint(1, LONGEST_WAIT))
                self._diary[made.at.date() + wait].add(made.customer_id)

    def next_day(self) -> date | None:
        """Return the next day on which somebody pays."""
        return min(self._diary, default=None)

    def paying_by(self, day: date) -> list[CustomerId]:
        """Return who pays on a day or before it, once."""
        due = [one for one in self._diary if one <= day]
        paying = {customer_id for one in due for customer_id in self._diary.pop(one)}
        return sorted(paying)
