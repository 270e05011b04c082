"""Which lines of a mail did its sender write now? Quotes, their introductions and signatures are cut off."""

from __future__ import annotations

import re

from gateway.understanding.line_kinds import Line, kind_of

MAX_LINES = 1000  # a longer mail is read from its beginning
_FENCE = "```"
_JOINED = 4  # lines over which a program may break an introduction


def trimmed_reply(text: str) -> str:
    """Return what the sender wrote themselves; all of it where nothing else is found.

    Only whole lines are cut, and never all of them unless every line is a quote inside a quote.
    """
    lines = _joined(
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n")[:MAX_LINES]
    )
    kinds = "".join(_kinds(lines))
    kept = _own(kinds)
    return "\n".join(lines[number] for number in kept).strip("\n").rstrip()


def _kinds(lines: list[str]) -> list[Line]:
    fenced = False
    found = []
    for line in lines:
        if line.strip().startswith(_FENCE):
            fenced = not fenced
            found.append(Line.TEXT)
        else:
            found.append(Line.TEXT if fenced and line.strip() else kind_of(line))
    return found


def _joined(lines: list[str]) -> list[str]:
    """Put introductions that stand on several lines on one."""
    done: list[str] = []
    number = 0
    while number < len(lines):
        taken = next((size for size in range(2, _JOINED + 1) if _is_broken(lines[number : number + size])), 1)
        done.append(
            " ".join(line.strip() for line in lines[number : number + taken]) if taken > 1 else lines[number]
        )
        number += taken
    return done


def _is_broken(lines: list[str]) -> bool:
    """Whether these lines are one introduction, none of them being a paragraph's end or one by itself."""
    if any(not line.strip() for line in lines) or kind_of(lines[0]) not in (Line.TEXT, Line.QUOTED):
        return False
    if any(kind_of(line) is Line.INTRODUCTION for line in lines[:-1]) or len(lines[0]) > 200:
        return False
    bare = [line.strip().lstrip("> ") for line in lines]
    return _BEGINS.match(bare[0]) is not None and kind_of(" ".join(bare)) is Line.INTRODUCTION


_BEGINS = re.compile(
    r"(?:on|am|le|el|em|il|op|den|dnia|w dniu|dne|in data|в|a)\s.*\d|"
    r".{2,60}<[^\s<>]+@[^\s<>]+>|\d{1,4}[./ -]\S|\w{2,3}[.,] \d|.*\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)


def _own(kinds: str) -> list[int]:
    """Return the numbers of the lines that are the sender's own."""
    if Line.TEXT not in kinds:  # whoever writes but a line that looks like a signature means it
        kinds = kinds.replace(Line.SIGNATURE, Line.TEXT, 1)
    numbers = [n for n, kind in enumerate(kinds) if kind != Line.SIGNATURE]
    numbers = numbers[: _end_of_words(_shape(kinds, numbers))]
    for pattern in _BELOW_QUOTE, _ABOVE_QUOTE, _ABOVE_INTRODUCTION, _ABOVE_QUOTE_ALONE, _ABOVE_HEADERS:
        match = pattern.search(_shape(kinds, numbers))
        if match:
            numbers = numbers[slice(*match.span("own"))]
    return [n for n in numbers if kinds[n] not in (Line.INTRODUCTION, Line.RULE)]


def _shape(kinds: str, numbers: list[int]) -> str:
    return "".join(kinds[n] for n in numbers)


def _end_of_words(shape: str) -> int | None:
    """Where a line of dashes ends the reply, if words stand above it."""
    rule = shape.find(Line.RULE)
    return rule if Line.TEXT in shape[: max(rule, 0)] else None


# Shapes of a whole mail, looked for in this order; `own` is the sender's part. See Line for the letters.
_BELOW_QUOTE = re.compile(r"^e*i[iqeh]*[iqh][iqeh]*(?P<own>t[et]*)$")
_ABOVE_QUOTE = re.compile(r"^(?P<own>[^i]*t)e*i[eqih]*(?:te*){0,6}$")
_ABOVE_INTRODUCTION = re.compile(r"^(?P<own>[^i]*t)[eq]*i[^q]*$")
_ABOVE_QUOTE_ALONE = re.compile(r"^(?P<own>.*t)e*[qie]+$")
_ABOVE_HEADERS = re.compile(r"^(?P<own>.*?[tq])e*h(?:t{0,2}h){2,}.*$")
