"""What do the pages say? One file of words for each language; every language has every key."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

from markupsafe import Markup, escape

from gateway.domain.errors import ConfigError

LANGUAGES = ("en", "es")
NAMES = {"en": "English", "es": "Español"}
Words = Callable[..., Markup]


class Catalogue:
    """The words of every language, read once."""

    def __init__(self, folder: Path) -> None:
        self._texts = {language: _read(folder / f"words.{language}.toml") for language in LANGUAGES}
        first = set(self._texts[LANGUAGES[0]])
        for language, texts in self._texts.items():
            differing = sorted(first ^ set(texts))
            if differing:
                raise ConfigError(f"words.{language}.toml: the key {differing[0]} is not in every language")

    def words(self, language: str) -> Words:
        """Return the function that a template calls for its words: a key, and what fills the names in it."""
        texts = self._texts[language]

        def say(key: str, **values: object) -> Markup:
            return escape(texts[key]).format(**values)

        return say


def best_language(wanted: str | None) -> str | None:
    """Return the first language that we have of an Accept-Language header or a BCP 47 tag."""
    for part in (wanted or "").split(",")[:10]:
        language = part.split(";")[0].strip().split("-")[0].lower()
        if language in LANGUAGES:
            return language
    return None


def _read(path: Path) -> Mapping[str, str]:
    try:
        sections = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path.name} cannot be read: {error}") from error
    return {f"{section}.{key}": text for section, texts in sections.items() for key, text in texts.items()}
