"""What does a rulebook say to the questions that a ledger entry holds?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from compliance.replay import Answer, Difference, difference
from compliance.rulebook import Rulebook
from gateway.dispatcher.judging import ask
from gateway.dispatcher.kept import KeptRuling, kept_rulings
from gateway.domain.errors import DataError
from gateway.domain.words import Verdict
from gateway.ledger import OpenedEntry

ERASED = "the customer's data was erased; nobody can read what was asked"


@dataclass(frozen=True, slots=True)
class Replayed:
    """One question that was asked again.

    again: None where it could not be asked; problem says why.
    """

    kept: KeptRuling | None
    then: Answer | None
    again: Answer | None = None
    problem: str = ""

    @property
    def difference(self) -> Difference | None:
        """How the answer differs from the one of then."""
        if self.then is None or self.again is None:
            return None
        return difference(self.then, self.again)


def ask_again(entry: OpenedEntry, rulebook: Rulebook) -> Iterator[Replayed]:
    """Yield every question of a ruling's entry with the answers of then and of this rulebook.

    An entry that was decided without the rulebook has none; one that cannot be read yields its problem.
    """
    sealed = entry["private"]
    if not isinstance(sealed, dict):
        yield Replayed(None, None, problem=ERASED)
        return
    try:
        for kept in kept_rulings(sealed):
            yield _again(kept, rulebook)
    except DataError as problem:
        yield Replayed(None, None, problem=str(problem))


def questions_in(entry: OpenedEntry) -> list[Mapping[str, Any]]:
    """Return the questions of a ruling's entry in the words of the decision contract, as far as they can be
    read."""
    sealed = entry["private"]
    if not isinstance(sealed, dict) or "question" not in sealed:
        return []
    return [kept.question for kept in kept_rulings(sealed)]


def _again(kept: KeptRuling, rulebook: Rulebook) -> Replayed:
    then = _answer(kept.said)
    try:
        return Replayed(kept, then, Answer.of(ask(rulebook, kept.facts)))
    except DataError as problem:
        return Replayed(kept, then, problem=str(problem))


def _answer(said: Any) -> Answer:
    permitted_at = said["permitted_at"]
    return Answer(
        verdict=Verdict(said["verdict"]),
        permitted_at=datetime.fromisoformat(permitted_at) if permitted_at else None,
        because=said["because"],
        against=frozenset(
            (pack, rule, verdict) for rule, pack, verdict, *_ in said["verdicts"] if verdict != Verdict.ALLOW
        ),
        requires=frozenset(said["requires"]),
    )
