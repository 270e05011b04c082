"""What does one rule say about one contact at one instant?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from compliance.verdict import Requirement
from gateway.domain.words import Verdict


@dataclass(frozen=True, slots=True)
class Opinion:
    """One rule's answer, before anybody asks which pack it spoke for.

    because: a short clause; sentence: the same as a whole sentence that a person would say.
    until: with Defer, the first later instant at which this rule no longer defers if nothing else happens;
    with Allow, the instant at which the permission ends by itself, if it does.
    source: where the rule speaks for several provisions, the one that decided.
    fault: the type of the error that kept the rule from deciding; empty where it decided.
    """

    verdict: Verdict
    because: str
    until: datetime | None = None
    sentence: str | None = None
    requires: tuple[Requirement, ...] = ()
    notes: tuple[str, ...] = ()
    source: str | None = None
    fault: str = ""

    def said(self) -> str:
        """Return the sentence, made from the clause where the rule gave none."""
        return self.sentence or f"{self.because[0].upper()}{self.because[1:]}."


def allow(because: str, *, until: datetime | None = None, notes: tuple[str, ...] = ()) -> Opinion:
    return Opinion(Verdict.ALLOW, because, until, notes=notes)


def require(because: str, *requires: Requirement) -> Opinion:
    """Allow, provided that the contact carries what is named."""
    return Opinion(Verdict.ALLOW, because, requires=requires)


def defer(
    because: str, until: datetime, *, sentence: str | None = None, notes: tuple[str, ...] = ()
) -> Opinion:
    return Opinion(Verdict.DEFER, because, until, sentence, notes=notes)


def refuse(because: str, *, sentence: str | None = None) -> Opinion:
    return Opinion(Verdict.REFUSE, because, sentence=sentence)


def strictest(opinions: list[Opinion]) -> Opinion:
    """Return the first Refuse, else the latest Defer, else the Allow that ends first."""
    refused = [opinion for opinion in opinions if opinion.verdict is Verdict.REFUSE]
    if refused:
        return refused[0]
    deferred = [opinion for opinion in opinions if opinion.verdict is Verdict.DEFER]
    if deferred:
        return max(deferred, key=_until)
    ending = [opinion for opinion in opinions if opinion.until is not None]
    return min(ending, key=_until) if ending else opinions[0]


def _until(opinion: Opinion) -> datetime:
    assert opinion.until is not None  # a Defer always says until when
    return opinion.until
