"""What does a text say as far as exact keywords tell? For whoever wants no more understood than those."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from gateway.domain.words import Channel
from gateway.understanding.keywords import HELP, START, STOP, keyword_of

__all__ = ["HELP", "START", "STOP", "Word", "Words", "keyword_of", "keywords_only"]


@dataclass(frozen=True, slots=True)
class Word:
    """What a keyword says."""

    kind: str
    certain: bool = True
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Words:
    """What a text says as far as keywords tell."""

    meanings: tuple[Word, ...]
    keyword: str | None


def keywords_only(text: str, *, language: str | None, today: date, channel: Channel) -> Words:
    """Understand keywords and nothing else."""
    keyword = keyword_of(text)
    return Words((Word(keyword),) if keyword else (), keyword)
