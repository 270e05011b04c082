"""Are the pages' words whole, in every language, and used?"""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from gateway.domain.errors import ConfigError
from gateway.portal.catalogue import LANGUAGES, Catalogue, best_language
from tests.portal.site import TEMPLATES

PAGES = TEMPLATES / "pages"


def _texts(language: str) -> dict[str, str]:
    return dict(Catalogue(PAGES)._texts[language])


def test_every_language_fills_in_the_same_names() -> None:
    for key, text in _texts("en").items():
        for language in LANGUAGES:
            assert _names(_texts(language)[key]) == _names(text), f"{key} in {language}"


def test_no_text_is_left_in_english() -> None:
    english, spanish = _texts("en"), _texts("es")
    same = {key for key in english if english[key] == spanish[key]}
    assert same <= {"owed.payment", "owed.balance"}  # a date and an amount; the word Total


def test_every_text_is_used() -> None:
    code = "".join(path.read_text() for path in [*PAGES.glob("*.html"), *Path("gateway/portal").glob("*.py")])
    spoken = {key for key in _texts("en") if f'"{key}"' in code or f"'{key}'" in code}
    by_rule = re.compile(
        r"(facts|form|dispute|halt|owed|plan|promise|points|wishes)\.\w[\w-]*|(notme|stop)\.done\w*"
        r"|first\.(person|company)|\w+\.(title|hint|go|done_\w+)"
        r"|(places|prefer|request|hardship|files)\.\w[\w-]*|again\.consent_\w+"
    )
    assert [key for key in _texts("en") if key not in spoken and not by_rule.fullmatch(key)] == []


def test_a_language_that_lacks_a_text_is_not_started_with(tmp_path: Path) -> None:
    (tmp_path / "words.en.toml").write_text('[a]\nb = "c"\nd = "e"\n')
    (tmp_path / "words.es.toml").write_text('[a]\nb = "c"\n')
    with pytest.raises(ConfigError, match=r"a\.d"):
        Catalogue(tmp_path)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("de,fr;q=0.8,es;q=0.5", "es"),
        ("zh", None),
        ("", None),
        (None, None),
    ],
)
def test_the_browsers_first_language_that_we_speak_is_taken(header: str | None, language: str | None) -> None:
    assert best_language(header) == language


def _names(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
