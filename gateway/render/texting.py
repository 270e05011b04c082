"""What if a name makes a text message dear? Its accents go before it takes more parts than it may."""

from __future__ import annotations

import unicodedata

from channels.segments import Encoding, segments

MAX_SEGMENTS = 2  # of a text message: more cost the sender more and arrive in pieces


def affordable(text: str) -> str:
    """Return the text, in letters of GSM-7 where others would make it take too many parts.

    One letter outside GSM-7 more than halves the room of all others. A name in a script that has no plain
    letters stays as it is.
    """
    size = segments(text)
    if size.encoding is Encoding.GSM_7 or size.count <= MAX_SEGMENTS:
        return text
    plain = "".join(_plain(char) for char in text)
    return plain if segments(plain).count < size.count else text


def _plain(char: str) -> str:
    if segments(char).encoding is Encoding.GSM_7:
        return char
    base = unicodedata.normalize("NFKD", _LETTERS.get(char, char))
    return "".join(each for each in base if not unicodedata.combining(each)) or char


_LETTERS = {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "œ": "oe", "Œ": "OE", "ð": "d", "þ": "th"}
