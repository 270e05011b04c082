"""Which words do calls say beside their message? One file a language; what anybody may hear is checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from string import Formatter

from gateway.domain.errors import ConfigError
from gateway.render.neutrality import check_public_words

LANGUAGES = ("en", "es")
PUBLIC, PRIVATE = "public", "private"
_NAMES = frozenset({"name", "person", "sender", "telephone", "days", "amounts", "day"})
_PUBLIC_NAMES = frozenset({"name", "person", "sender", "telephone"})


class Words:
    """The words of every language, read once and checked."""

    def __init__(self, folder: Path) -> None:
        """Read `words.<language>.toml` of a folder. Raises ConfigError that names file and key."""
        self._texts = {language: _read(folder / f"words.{language}.toml") for language in LANGUAGES}
        first = set(self._texts[LANGUAGES[0]])
        for language, texts in self._texts.items():
            if differing := sorted(first ^ set(texts)):
                raise ConfigError(
                    f"voice/words.{language}.toml: the key {differing[0]} is not in every language"
                )
        self.public = frozenset(_keys(folder / f"words.{LANGUAGES[0]}.toml", PUBLIC))

    def language(self, wanted: str) -> str:
        """Return the language that is spoken to somebody who wants one."""
        base = wanted.replace("_", "-").partition("-")[0].lower()
        return base if base in self._texts else LANGUAGES[0]

    def say(self, key: str, language: str, values: Mapping[str, str]) -> str:
        """Return the words of a key, filled in."""
        return self._texts[self.language(language)][key].format(**values)


def _read(path: Path) -> Mapping[str, str]:
    place = f"voice/{path.name}"
    texts = {**_keys(path, PUBLIC), **_keys(path, PRIVATE)}
    for key, text in texts.items():
        names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        if strange := names - _NAMES:
            raise ConfigError(f"{place}: {key}: there is no name {min(strange)!r}")
    for key, text in _keys(path, PUBLIC).items():
        check_public_words(text, f"{place}, {key}")
        told = {name for _, name, _, _ in Formatter().parse(text) if name is not None} - _PUBLIC_NAMES
        if told:
            raise ConfigError(f"{place}: {key}: anybody may hear this, so it may not say {min(told)!r}")
    return texts


def _keys(path: Path, section: str) -> dict[str, str]:
    try:
        texts = tomllib.loads(path.read_text("utf-8"))[section]
    except (OSError, ValueError, KeyError) as error:
        raise ConfigError(f"voice/{path.name} cannot be read: {error}") from None
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise ConfigError(f"voice/{path.name}: [{section}] holds texts only")
    return texts
