"""How do words become header lines? Folding, encoded words (RFC 2047) and parameters (RFC 2231)."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import lru_cache
from urllib.parse import quote

from channels.message import NotSent, Scope

LINE = 76  # characters; RFC 2047 section 2 for lines with encoded words, and kept for all others
MAX_LINE = 998  # octets without CRLF; RFC 5322 section 2.1.1
_FRAME = len("=?utf-8?q??=")
_BREAK = "\r\n "
_PLAIN = re.compile(r"[\x21-\x7e]{1,60}(?: [\x21-\x7e]{1,60})*")
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,70}")
_FORGING = re.compile(r"[\r\n\x00]")
# RFC 2047 section 5 (3): the only bytes that may stand for themselves inside a phrase.
_Q = [chr(byte) if re.match(rb"[A-Za-z0-9!*+/-]", bytes([byte])) else f"={byte:02X}" for byte in range(256)]
_Q[ord(" ")] = "_"


def refused(code: str) -> NotSent:
    """Return the failure of a message whose content cannot become an email."""
    return NotSent(scope=Scope.CONTENT, retryable=False, code=code)


def unstructured(name: str, words: str) -> str:
    """Return one folded header of free words (a subject) without its final CRLF.

    Raises NotSent (CONTENT) if the words hold a line break or NUL, which could forge further headers.
    """
    _check(words)
    if _is_plain(words):
        return _fold(f"{name}: {words}")
    return f"{name}: {_encoded_words(words, used=len(name) + 2)}"


def mailbox_header(name: str, display_name: str, address: str) -> str:
    """Return a From, To or Reply-To header; `address` is already ASCII. Raises as `unstructured` does."""
    if not display_name:
        return f"{name}: {address}"
    line = f"{name}: {_phrase(display_name, used=len(name) + 2)}"
    last = len(line) - line.rfind("\n") - 1
    return f"{line}{' ' if last + len(address) + 3 <= LINE else _BREAK}<{address}>"


def given(name: str, value: str) -> str:
    """Return a header that the caller has put into words already, such as List-Unsubscribe.

    Raises NotSent (CONTENT) on a bad name, a line break, a character outside ASCII, or a word too long for
    any line.
    """
    _check(value)
    if not _NAME.fullmatch(name) or not value.isascii() or not value.isprintable():
        raise refused("header-malformed")
    folded = _fold(f"{name}: {' '.join(value.split())}")
    if any(len(line) > MAX_LINE for line in folded.split("\r\n")):
        raise refused("header-too-long")
    return folded


def filename_parameter(filename: str) -> str:
    """Return `; filename=…` on lines of its own, in continued pieces (RFC 2231) when one line will not do."""
    _check(filename)
    if len(filename) <= 60 and _is_plain(filename):
        return f";{_BREAK}filename={_quoted(filename)}"
    room = LINE - len(" filename*99*=utf-8'';")
    pieces = [quote(piece, safe="") for piece in _pieces(filename, _percent_width, room, room)]
    if len(pieces) == 1:
        return f";{_BREAK}filename*=utf-8''{pieces[0]}"
    pieces[0] = f"utf-8''{pieces[0]}"
    return "".join(f";{_BREAK}filename*{number}*={piece}" for number, piece in enumerate(pieces))


def _check(value: str) -> None:
    if _FORGING.search(value):
        raise refused("header-injection")


def _is_plain(words: str) -> bool:
    """Tell whether words can stand as they are and come out of a parser unchanged: printable ASCII, single
    spaces, nothing that looks like an encoded word, nothing too long to fold."""
    return "=?" not in words and (not words or _PLAIN.fullmatch(words) is not None)


def _phrase(name: str, *, used: int) -> str:
    _check(name)
    if len(name) <= 60 and _is_plain(name):
        return _quoted(name)
    return _encoded_words(name, used=used)


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _fold(line: str) -> str:
    """Break a header before spaces only, so that unfolding gives back the same characters; its first word
    stays beside the name, because some readers stumble over a line that holds the name alone."""
    if len(line) <= LINE:
        return line
    name, first, *words = line.split(" ")
    lines, current = [], f"{name} {first}"
    for word in words:
        if len(current) + 1 + len(word) > LINE:
            lines.append(current)
            current = ""
        current += f" {word}"
    return "\r\n".join([*lines, current])


def _encoded_words(words: str, *, used: int) -> str:
    """Return encoded words, each whole in itself, on as many lines as they need; `used` columns are taken."""
    first, then = LINE - used - _FRAME, LINE - 1 - _FRAME
    if sum(map(_q_width, words)) <= 2 * len(words):  # mostly Latin letters: readable in the source, too
        pieces = _pieces(words, _q_width, first, then)
        return _BREAK.join([f"=?utf-8?q?{''.join([_Q[b] for b in p.encode()])}?=" for p in pieces])
    pieces = _pieces(words, _utf8_width, first // 4 * 3, then // 4 * 3)
    return _BREAK.join([f"=?utf-8?b?{b64encode(piece.encode()).decode()}?=" for piece in pieces])


def _pieces(text: str, width: Callable[[str], int], first: int, then: int) -> Iterator[str]:
    """Cut text between characters so that the first piece is at most `first` wide, the others `then`."""
    start, room = 0, first
    for end, char in enumerate(text):
        room -= width(char)
        if room < 0:
            yield text[start:end]
            start, room = end, then - width(char)
    yield text[start:]


@lru_cache(maxsize=4096)
def _q_width(char: str) -> int:
    return sum(len(_Q[byte]) for byte in _utf8(char))


@lru_cache(maxsize=4096)
def _utf8_width(char: str) -> int:
    return len(_utf8(char))


@lru_cache(maxsize=4096)
def _percent_width(char: str) -> int:
    return len(quote(_utf8(char), safe=""))


def _utf8(char: str) -> bytes:
    try:
        return char.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, from a broken import
        raise refused("text-not-unicode") from None
