"""Which keys does a call offer? The words around its message, for whoever looks at what would be said."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.voice.words import Words


@dataclass(frozen=True, slots=True)
class KeysOffered:
    """Which keys a call offers: to whoever answers, and to who has passed the check."""

    who: str
    menu: str


def keys_offered(words: Words, language: str, *, name: str, is_company: bool) -> KeysOffered:
    """Return the words in which a call to somebody offers its keys."""
    who = "press_who_company" if is_company else "press_who"
    return KeysOffered(words.say(who, language, {"name": name}), words.say("menu", language, {}))
