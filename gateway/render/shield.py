"""How do Jinja tags survive a Markdown parser and an HTML inliner? Each hides behind a word, then returns."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jinja2 import Environment

_EXPRESSION, _STATEMENT = "Zx", "Zs"
HIDDEN = re.compile(r"Z([xs])(\d+)Z")
STATEMENT = re.compile(r"Zs(\d+)Z")
_COMMENT = re.compile(r"<!--(Zs\d+Z)-->")
_LONE_LINE = re.compile(r"^[ \t]*(Zs\d+Z)[ \t]*$", re.MULTILINE)
_LONE_PARAGRAPH = re.compile(r"<p>(Zs\d+Z)</p>\n?")
_IN_HREF = re.compile(r'href="Zx(\d+)Z"')
_INCLUDE = re.compile(r"\{%-?\s*include\s+[\"']([a-z0-9-]+)[\"']\s*-?%\}")
_DISCLOSURES = re.compile(r"\{\{-?\s*disclosures\s*-?\}\}")
_WORD = re.compile(r"\{\{-?\s*words\.([a-z_]+)\s*-?\}\}")
DISCLOSURES = "disclosures"


class Shield:
    """The tags of one composition, each with its number."""

    def __init__(self, environment: Environment, words: Mapping[str, str]) -> None:
        self._environment, self._words = environment, words
        self._tags: list[str] = []

    def hide(self, source: str) -> str:
        """Return the source with every tag hidden and every comment dropped."""
        source = _DISCLOSURES.sub('{% include "' + DISCLOSURES + '" %}', source)
        out: list[str] = []
        tag: list[str] = []
        for _, kind, value in self._environment.lex(source):
            if kind == "data":
                out.append(value)
            elif kind in ("variable_begin", "block_begin"):
                tag = [value]
            elif kind in ("variable_end", "block_end"):
                out.append(self.word("".join([*tag, value])))
            elif not kind.startswith("comment"):
                tag.append(value)
        return "".join(out)

    def word(self, tag: str) -> str:
        """Return the word that stands for a tag; the layout's own words are filled in at once."""
        own = _WORD.fullmatch(tag)
        if own:
            return self._words[own[1]]
        self._tags.append(tag)
        return f"{_EXPRESSION if tag.startswith('{{') else _STATEMENT}{len(self._tags) - 1}Z"

    def tag(self, number: str) -> str:
        """Return the tag behind a word's number."""
        return self._tags[int(number)]

    def included(self, number: str) -> str | None:
        """Return the name of the part that this tag includes, if it is an include."""
        found = _INCLUDE.fullmatch(self.tag(number))
        return found[1] if found else None

    def reveal(self, text: str) -> str:
        """Return the text with its tags back; a link's address is checked when it is filled in."""
        text = _COMMENT.sub(r"\1", text)
        text = _IN_HREF.sub(lambda found: f'href="{self.web(found[1])}"', text)
        return HIDDEN.sub(lambda found: self.tag(found[2]), text)

    def web(self, number: str) -> str:
        """Return the tag of an address, made to refuse anything but a web address."""
        inner = self.tag(number)[2:-2].strip("-+ ").removesuffix("|web")
        return "{{ (" + inner + ")|web }}"


def spaced(hidden: str) -> str:
    """Return Markdown in which a statement on a line of its own is a paragraph of its own."""
    return _LONE_LINE.sub(r"\n\n\1\n\n", hidden)


def as_comments(html: str) -> str:
    """Return HTML in which statements between blocks are comments: those may stand in a table too."""
    return _LONE_PARAGRAPH.sub(r"<!--\1-->", html)


def table_safe(html: str) -> str:
    """Return hidden HTML in which every statement is a comment; for parts written in HTML."""
    return STATEMENT.sub(r"<!--\g<0>-->", html)
