"""What is one Markdown source as HTML, as plain text and as a letter? Parsed once, not per message."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from gateway.render.shield import HIDDEN, STATEMENT, Shield, as_comments, spaced

_TAGS = {"p", "h2", "h3", "strong", "em", "a", "ul", "ol", "li", "br"}
_BUTTON = re.compile(r"<p>(<a )([^>]*>[^<]*</a>)</p>")
_INLINE = {
    "text", "softbreak", "hardbreak", "strong_open", "strong_close", "em_open", "em_close", "link_open",
    "link_close",
}  # fmt: skip
_BLOCKS = {
    "paragraph_open", "paragraph_close", "heading_open", "heading_close", "bullet_list_open",
    "bullet_list_close", "ordered_list_open", "ordered_list_close", "list_item_open", "list_item_close",
    "inline",
}  # fmt: skip


class UnsupportedMarkdown(ValueError):
    """The source uses something that not every form of a message can show; the text names it."""


def parse(hidden: str) -> list[Token]:
    """Return the blocks of a hidden Markdown source. Raises UnsupportedMarkdown."""
    tokens = _parser().parse(spaced(hidden))
    for token in tokens:
        if token.type not in _BLOCKS:
            raise UnsupportedMarkdown(token.type)
        for child in token.children or ():
            if child.type not in _INLINE:
                raise UnsupportedMarkdown(child.type)
    return tokens


def html(hidden: str) -> str:
    """Return hidden HTML: cleaned, with a link that stands alone marked as the main button."""
    parser = _parser()
    raw = parser.renderer.render(parse(hidden), parser.options, {})
    cleaned = nh3.clean(raw, tags=_TAGS, attributes={"a": {"href"}, "ol": {"start"}}, link_rel=None)
    return as_comments(_BUTTON.sub(r'<p class="action">\1class="button" \2</p>', cleaned))


def text(hidden: str, shield: Shield) -> str:
    """Return hidden plain text: blocks set apart by an empty line, links as `words: address`."""
    return "".join(_text_blocks(parse(hidden), shield))


def letter(hidden: str, shield: Shield) -> str:
    """Return a Jinja source that gives one JSON object a line: the blocks of a letter."""
    return "".join(_letter_blocks(parse(hidden), shield))


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})


def _text_blocks(tokens: Sequence[Token], shield: Shield) -> Iterator[str]:
    lists: list[int | None] = []  # the next number of each open list; None for bullets
    for token in tokens:
        if token.type == "bullet_list_open":
            lists.append(None)
        elif token.type == "ordered_list_open":
            lists.append(int(token.attrGet("start") or 1))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
            yield "\n"
        elif token.type == "list_item_open":
            yield "- " if lists[-1] is None else f"{lists[-1]}. "
            lists[-1] = None if lists[-1] is None else lists[-1] + 1
        elif token.type == "inline":
            words = _text_inline(token.children or (), shield)
            yield words if STATEMENT.fullmatch(words) else words + ("\n" if lists else "\n\n")


def _text_inline(tokens: Sequence[Token], shield: Shield) -> str:
    out: list[str] = []
    label_from, href = 0, ""
    for token in tokens:
        if token.type == "text":
            out.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            out.append("\n" if token.type == "hardbreak" else " ")
        elif token.type == "link_open":
            label_from, href = len(out), _address(str(token.attrGet("href")), shield)
        elif token.type == "link_close" and _address("".join(out[label_from:]), shield) != href:
            out.append(": " + (shield.word(href) if href.startswith("{{") else href))
    return "".join(out)


def _address(words: str, shield: Shield) -> str:
    """Return the address that these words are: a checked expression, or themselves."""
    hidden = HIDDEN.fullmatch(words)
    return shield.web(hidden[2]) if hidden and hidden[1] == "x" else words


def _letter_blocks(tokens: Sequence[Token], shield: Shield) -> Iterator[str]:
    kind, in_list = "paragraph", False
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            in_list = True
            yield '{"kind":"list","ordered":' + json.dumps(token.type.startswith("ordered")) + ',"items":[0'
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            in_list = False
            yield "]}\n"
        elif token.type in ("heading_open", "paragraph_open"):
            kind = token.type.removesuffix("_open")
        elif token.type == "inline":
            statement = STATEMENT.fullmatch(token.content)
            if statement:
                yield token.content
            elif in_list:
                yield f",{_runs(token.children or (), shield)}"
            else:
                yield f'{{"kind":"{kind}","runs":{_runs(token.children or (), shield)}}}\n'


def _runs(tokens: Sequence[Token], shield: Shield) -> str:
    """Return the JSON list of runs; it starts with 0 so that every run may bring its own comma."""
    out, strong, href = ["[0"], False, ""
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            strong = token.type == "strong_open"
        elif token.type == "link_open":
            href = str(token.attrGet("href"))
        elif token.type == "link_close":
            href = ""
        elif token.type in ("text", "softbreak", "hardbreak"):
            words = token.content if token.type == "text" else ("\n" if token.type == "hardbreak" else " ")
            out.extend(_run(piece, strong=strong, href=href, shield=shield) for piece in _pieces(words))
    return "".join([*out, "]"])


def _pieces(words: str) -> Iterator[str]:
    at = 0
    for found in HIDDEN.finditer(words):
        if found.start() > at:
            yield words[at : found.start()]
        yield found[0]
        at = found.end()
    if at < len(words):
        yield words[at:]


def _run(piece: str, *, strong: bool, href: str, shield: Shield) -> str:
    if STATEMENT.fullmatch(piece):
        return piece
    words = f'"{piece}"' if HIDDEN.fullmatch(piece) else json.dumps(piece, ensure_ascii=False)
    if href:
        return f',{{"text":{words},"to":"{_address(href, shield)}"}}'
    return f',{{"text":{words},"strong":true}}' if strong else f",{words}"
