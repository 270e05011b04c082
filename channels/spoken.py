"""What can be said aloud? Locales for voices, and texts without what no voice and no XML can carry."""

from __future__ import annotations

import re

# <Say> takes a locale; these stand for the bare languages that templates are written in.
LOCALES = {"en": "en-US", "es": "es-MX"}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def locale_of(language: str) -> str:
    """Return the locale of the voice that speaks a language."""
    return LOCALES.get(language, language)


def is_sayable(text: str) -> bool:
    """Return whether a text can be written in XML."""
    return _NOT_XML.search(text) is None


def sayable(text: str) -> str:
    """Return a text without the characters that cannot be written in XML."""
    return _NOT_XML.sub("", text)
