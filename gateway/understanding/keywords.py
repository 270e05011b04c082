"""Is this whole text one of the words that stop, start or ask? A small table, decided without any guessing.

Stop: 47 CFR 64.1200(a)(10) names stop, quit, end, revoke, opt out, cancel and unsubscribe; the others are
those that carriers and providers take as well, and the same in Spanish. START and HELP: CTIA Messaging
Principles and Best Practices (2023), section 5.1.
"""

from __future__ import annotations

import re

from gateway.understanding.plain import sentences

STOP, START, HELP = "stop", "start", "help"

_WORDS = {
    STOP: (
        "stop", "stop all", "stopall", "quit", "end", "revoke", "opt out", "cancel", "unsubscribe", "remove",
        "arret", "td", "parar", "pare", "paren", "para", "detener", "detenganse", "alto", "cancelar", "baja",
        "darse de baja", "no mas", "salir", "stop end cancel unsubscribe quit", "basta",
    ),
    START: ("start", "unstop", "comenzar", "empezar", "iniciar", "reanudar"),
    HELP: ("help", "info", "ayuda", "informacion"),
}  # fmt: skip
_MEANS = {word: keyword for keyword, words in _WORDS.items() for word in words}
# What people put before or after such a word without changing it, and the number that some add to it.
_COURTESY = re.compile(
    r"^(?:please|por favor|just|ok|okay|hey|hi|hola|text|reply|ya)\s"
    r"|\s(?:please|thanks|thank you|now|por favor|gracias|ya|it|this|already|immediately|"
    r"asap|everything|today)$"
    r"|\s[0-9]+$"
)


def keyword_of(text: str) -> str | None:
    """Return `stop`, `start` or `help` where a whole text is such a word, however written; else None."""
    if len(text) > 200:
        return None
    said = " ".join(sentences(text))
    for _ in range(4):
        if said in _MEANS:
            return _MEANS[said]
        words = said.split()
        if words and set(words) == {words[0]} and words[0] in _MEANS:  # STOP STOP STOP
            return _MEANS[words[0]]
        said = _COURTESY.sub("", said, count=1)
    return None
