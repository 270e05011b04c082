"""How do customers behave in a rehearsal? With a seed some pay after a reminder; without, nobody does."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from gateway.domain.ids import CustomerId
from gateway.store.rehearsal import Made

# A guess to rehearse with, no forecast: one contact in four is answered by full payment within three weeks.
PAYS = 0.25
LONGEST_WAIT = 21  # days


class Payers:
    """Who pays when, drawn once for each contact: the same for a customer's first, second, … contact in every
    rehearsal with one seed, whatever happens to others."""

    def __init__(self, seed: int | None) -> None:
        self._seed = seed
        self._heard: Counter[CustomerId] = Counter()
        self._diary: dict[date, set[CustomerId]] = defaultdict(set)

    def hear(self, contacts: Iterable[Made]) -> None:
        """Take note of contacts; some will lead to payment."""
        if self._seed is None:
            return
        for made in contacts:
            self._heard[made.customer_id] += 1
            drawn = f"{self._seed}/{made.customer_id}/{self._heard[made.customer_id]}"
            chance = random.Random(drawn)  # noqa: S311 - a rehearsal, no secret
            if chance.random() < PAYS:
                wait = timedelta(days=chance.randint(1, LONGEST_WAIT))
                self._diary[made.at.date() + wait].add(made.customer_id)

    def next_day(self) -> date | None:
        """Return the next day on which somebody pays."""
        return min(self._diary, default=None)

    def paying_by(self, day: date) -> list[CustomerId]:
        """Return who pays on a day or before it, once."""
        due = [one for one in self._diary if one <= day]
        paying = {customer_id for one in due for customer_id in self._diary.pop(one)}
        return sorted(paying)
