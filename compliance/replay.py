"""Would the same facts be ruled on alike? Two answers to one question, held side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from compliance.verdict import Ruling
from gateway.domain.words import Verdict


class Change(StrEnum):
    """How a second answer differs from the first; the gravest difference counts."""

    NEWLY_ALLOWED = "newly-allowed"
    NEWLY_BLOCKED = "newly-blocked"
    LATER = "later"
    EARLIER = "earlier"
    OTHER_REASONS = "other-reasons"
    OTHER_REQUIREMENTS = "other-requirements"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a ruling came to.

    against: pack, rule and verdict of each rule that did not allow. requires: names of what must be carried.
    """

    verdict: Verdict
    permitted_at: datetime | None
    because: str
    against: frozenset[tuple[str, str, str]]
    requires: frozenset[str]

    @classmethod
    def of(cls, ruling: Ruling) -> Answer:
        """Return the answer that a ruling gives."""
        opposed = (v for v in ruling.verdicts if v.verdict is not Verdict.ALLOW)
        return cls(
            verdict=ruling.verdict,
            permitted_at=ruling.permitted_at,
            because=ruling.because,
            against=frozenset((v.pack, v.rule, v.verdict.value) for v in opposed),
            requires=frozenset(requirement.name for requirement in ruling.requires),
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """How two answers to one question differ, and the sentence that says so."""

    change: Change
    sentence: str


def difference(first: Answer, second: Answer) -> Difference | None:
    """Return how the second answer differs from the first; None if it is the same."""
    if first.verdict is not second.verdict:
        return _verdict_changed(first, second)
    if first.permitted_at != second.permitted_at and first.verdict is Verdict.DEFER:
        return _instant_changed(first, second)
    if first.against != second.against:
        gone, new = first.against - second.against, second.against - first.against
        return Difference(
            Change.OTHER_REASONS, f"Still {_DONE[second.verdict]}, for other reasons{_moved(gone, new)}."
        )
    if first.requires != second.requires:
        return Difference(
            Change.OTHER_REQUIREMENTS,
            f"It must carry {_listed(second.requires)}, not {_listed(first.requires)}.",
        )
    return None


_DONE = {Verdict.ALLOW: "allowed", Verdict.DEFER: "put off", Verdict.REFUSE: "refused"}


def _verdict_changed(first: Answer, second: Answer) -> Difference:
    change = Change.NEWLY_ALLOWED if second.verdict is Verdict.ALLOW else Change.NEWLY_BLOCKED
    if first.verdict is not Verdict.ALLOW and second.verdict is not Verdict.ALLOW:
        change = Change.LATER if second.verdict is Verdict.REFUSE else Change.EARLIER
    was, is_ = _DONE[first.verdict].capitalize(), _DONE[second.verdict]
    return Difference(change, f"{was} before, {is_} now: {second.because}")


def _instant_changed(first: Answer, second: Answer) -> Difference:
    assert first.permitted_at is not None  # a deferral always names its end
    assert second.permitted_at is not None
    change = Change.LATER if second.permitted_at > first.permitted_at else Change.EARLIER
    was, is_ = first.permitted_at.isoformat(), second.permitted_at.isoformat()
    return Difference(change, f"Put off until {is_} instead of {was}: {second.because}")


def _moved(gone: frozenset[tuple[str, str, str]], new: frozenset[tuple[str, str, str]]) -> str:
    said = [
        f"; {word} {_listed(f'{pack}/{rule}' for pack, rule, _ in each)}"
        for word, each in (("no longer", gone), ("now", new))
        if each
    ]
    return "".join(said)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(name.replace("_", " ") for name in names)) or "nothing"
