"""How do body, parts, disclosures and layout become one Jinja source for each form of a message?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

import css_inline

from gateway.domain.errors import ConfigError
from gateway.render import markdown
from gateway.render.disclosures import ORDER
from gateway.render.sandbox import Sandbox
from gateway.render.shield import DISCLOSURES, Shield, table_safe
from gateway.render.sources import Sources

_STATEMENT = re.compile(r"<!--Zs(\d+)Z-->|Zs(\d+)Z")
_LAYOUT = ("layout/email.html", "layout/email.css", "layout/email-media.css")  # the last cannot be inlined


class Form(StrEnum):
    """What a source is turned into; the value ends the names of parts and disclosures written for it."""

    HTML = "html"
    TEXT = "txt"
    LETTER = "json"
    LINE = "line"  # a subject or title
    SMS = "sms"
    VOICE = "voice"
    CALL = "call"  # said by a person


WRITTEN = (Form.HTML, Form.TEXT, Form.LETTER)  # made from Markdown


@dataclass(slots=True)
class Composition:
    """One source in the making: what it is for, and which files took part so far."""

    sources: Sources
    language: str
    form: Form
    environment: Sandbox
    spoken: frozenset[str] | None = None  # disclosures that this half of a call may say; None: all
    used: set[str] = field(default_factory=set)
    _shield: Shield = field(init=False)

    def __post_init__(self) -> None:
        self._shield = Shield(self.environment, self.sources.words[self.language])

    def of(self, name: str, text: str | None = None) -> str:
        """Return the Jinja source that a file makes, parts and disclosures included.

        text: what to read instead of the whole file, where only a piece of it counts.
        """
        whole = self._fragment(name, text)
        if self.form is Form.HTML:
            whole = self._in_layout(whole)
        revealed = self._shield.reveal(whole)
        return revealed if self.form in WRITTEN else revealed.strip()

    def _fragment(self, name: str, text: str | None = None) -> str:
        self.used.add(name)
        hidden = self._shield.hide(self.sources.texts[name] if text is None else text)
        return _STATEMENT.sub(self._filled, self._converted(name, hidden))

    def _converted(self, name: str, hidden: str) -> str:
        if not name.endswith(".md"):
            return table_safe(hidden) if self.form is Form.HTML else hidden
        if self.form is Form.HTML:
            return markdown.html(hidden)
        if self.form is Form.LETTER:
            return markdown.letter(hidden, self._shield)
        return markdown.text(hidden, self._shield)

    def _filled(self, found: re.Match[str]) -> str:
        part = self._shield.included(found[1] or found[2])
        if part is None:
            return found[0]
        if part == DISCLOSURES:
            return "".join(self._disclosures())
        return self._fragment(part_file(self.sources, part, self.language, self.form))

    def _disclosures(self) -> Iterable[str]:
        available = disclosures_in(self.sources, self.language, self.form)
        before, after = ("<!--", "-->") if self.form is Form.HTML else ("", "")
        for name in ORDER:
            if name not in available or (self.spoken is not None and name not in self.spoken):
                continue
            told = self._fragment(disclosure_file(name, self.language, self.form))
            if self.form not in WRITTEN:
                told = told.strip() + " "
            if self.form is Form.HTML:
                told = f'<div class="disclosure">{told}</div>'
            yield before + self._shield.word(f'{{% if "{name}" in disclosures %}}') + after
            yield told + before + self._shield.word("{% endif %}") + after

    def _in_layout(self, content: str) -> str:
        self.used.update(_LAYOUT)
        layout, style, media = (self.sources.texts[name] for name in _LAYOUT)
        page = table_safe(self._shield.hide(layout)).replace("<!--content-->", content)
        page = page.replace("<!--style-->", f"<style>{style}</style>")
        inlined = css_inline.CSSInliner(load_remote_stylesheets=False).inline(page)
        return inlined.replace("<!--media-->", f"<style>{media}</style>")


def part_file(sources: Sources, part: str, language: str, form: Form) -> str:
    """Return the file of a part: written for this form, or else in Markdown for this language."""
    for name in (f"parts/{part}.{form}", f"parts/{part}/{language}.md"):
        if name in sources.texts:
            return name
    raise ConfigError(f"templates/parts: {part!r} is missing for {form} in {language!r}.")


def disclosure_file(name: str, language: str, form: Form) -> str:
    """Return the file of a disclosure's wording."""
    return f"disclosures/{name}/{language}.{'md' if form in WRITTEN else form.value}"


def disclosures_in(sources: Sources, language: str, form: Form) -> frozenset[str]:
    """Return the disclosures that have a wording in this language and form."""
    return frozenset(name for name in ORDER if disclosure_file(name, language, form) in sources.texts)
