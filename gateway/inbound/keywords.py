"""Is this whole text one of the words that stop, start or ask? A small table, decided without any guessing.

Stop: 47 CFR 64.1200(a)(10) names stop, quit, end, revoke, opt out, cancel and unsubscribe; the others are
those that carriers and Twilio take as well, and the same in Spanish. START and HELP: CTIA Messaging
Principles and Best Practices (2023), section 5.1.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from gateway.domain.words import Channel

STOP, START, HELP = "stop", "start", "help"

_WORDS = {
    STOP: (
        "stop", "stop all", "stopall", "quit", "end", "revoke", "opt out", "optout", "cancel", "unsubscribe",
        "remove", "parar", "pare", "detener", "alto", "cancelar", "baja", "darse de baja", "no mas", "salir",
    ),
    START: ("start", "unstop", "comenzar", "empezar", "iniciar", "reanudar"),
    HELP: ("help", "info", "ayuda", "informacion"),
}  # fmt: skip
_MEANS = {word: keyword for keyword, words in _WORDS.items() for word in words}
# What people put before or after such a word without changing it, and the number that some add to it.
_COURTESY = re.compile(
    r"^(?:please|pls|plz|por favor) | (?:please|pls|plz|thanks|thank you|now|por favor|gracias|ya)$| [0-9]+$"
)


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


def keyword_of(text: str) -> str | None:
    """Return `stop`, `start` or `help` where a whole text is such a word, however written; else None."""
    said = _plain(text)
    if said not in _MEANS:
        said = _COURTESY.sub("", _COURTESY.sub("", said))
    return _MEANS.get(said)


def keywords_only(text: str, *, language: str | None, today: date, channel: Channel) -> Words:
    """Understand keywords and nothing else."""
    keyword = keyword_of(text)
    return Words((Word(keyword),) if keyword else (), keyword)


def _plain(text: str) -> str:
    """Letters and digits in small, without accents, one space between words: `Ｓtop!!` and `"STOP."` are one.
    Longer texts than any keyword are not looked at."""
    if len(text) > 200:
        return ""
    letters = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(char for char in letters if not unicodedata.combining(char) and char not in "'’")
    return " ".join(re.findall(r"[^\W_]+", bare))
