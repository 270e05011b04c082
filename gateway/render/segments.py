"""How many parts does a text message take? GSM 03.38 septets, or UCS-2 where one character is outside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# 3GPP TS 23.038, default alphabet and its extension table.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")


@dataclass(frozen=True, slots=True)
class Segments:
    """The size of a text message."""

    count: int
    encoding: str  # GSM-7 | UCS-2


def segments(text: str) -> Segments:
    """Return how many parts a text takes; neither an escape pair nor a surrogate pair is split."""
    if all(char in _BASIC or char in _EXTENDED for char in text):
        return Segments(_parts((2 if char in _EXTENDED else 1 for char in text), 160, 153), "GSM-7")
    return Segments(_parts((2 if ord(char) > 0xFFFF else 1 for char in text), 70, 67), "UCS-2")


def _parts(widths: Iterable[int], alone: int, joined: int) -> int:
    sizes = list(widths)
    return 1 if sum(sizes) <= alone else sum(1 for _ in _starts(sizes, joined))


def _starts(sizes: Iterable[int], room: int) -> Iterator[int]:
    left = 0
    for size in sizes:
        if size > left:
            left = room
            yield size
        left -= size
