"""How many segments does an SMS take? Price, queue and throughput all count segments, not messages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# GSM 03.38 (3GPP TS 23.038, section 6.2.1): the default alphabet, and what needs an escape before it.
_DEFAULT = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED = frozenset("\f^{}\\[~]|€")
_GSM7 = _DEFAULT | _ESCAPED


class Encoding(StrEnum):
    """How the characters of an SMS travel."""

    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


_ALONE = {Encoding.GSM_7: 160, Encoding.UCS_2: 70}  # units that fit into a message of one segment
_EACH = {Encoding.GSM_7: 153, Encoding.UCS_2: 67}  # units beside the header that joins several


@dataclass(frozen=True, slots=True)
class Segments:
    """What an SMS costs. units: septets (GSM-7) or 16-bit words (UCS-2)."""

    encoding: Encoding
    units: int
    count: int


def segments(text: str) -> Segments:
    """Return the encoding, length and number of segments of a text; an empty one takes one segment.

    One character outside GSM-7 turns the whole text into UCS-2. An escaped character or a surrogate pair is
    never cut in two, so the count may exceed what dividing the length would give.
    """
    encoding = Encoding.GSM_7 if _GSM7.issuperset(text) else Encoding.UCS_2
    widths = [_width(char, encoding) for char in text]
    units = sum(widths)
    count = 1 if units <= _ALONE[encoding] else _filled(widths, _EACH[encoding])
    return Segments(encoding, units, count)


def _width(char: str, encoding: Encoding) -> int:
    wide = char in _ESCAPED if encoding is Encoding.GSM_7 else ord(char) > 0xFFFF
    return 2 if wide else 1


def _filled(widths: list[int], room: int) -> int:
    count, used = 1, 0
    for width in widths:
        if used + width > room:
            count, used = count + 1, 0
        used += width
    return count
