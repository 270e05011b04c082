"""How are words of the packs put into an English sentence?"""

from __future__ import annotations

from collections.abc import Iterable


def listed(words: Iterable[str]) -> str:
    """Return words as a person lists them."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def spaced(word: str) -> str:
    """Return a word of the packs as plain English."""
    return word.replace("_", " ")


def either(words: Iterable[str]) -> str:
    """Return words, each with its article."""
    return " or ".join(f"{'an' if word[0] in 'aeiou' else 'a'} {spaced(word)}" for word in words)
