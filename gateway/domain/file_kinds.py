"""Is this a PDF, a JPEG or a PNG? Told by the bytes alone; a file's name and what a browser says of it count
for nothing, and nothing is unpacked."""

from __future__ import annotations

import zlib
from enum import StrEnum

_PNG = b"\x89PNG\r\n\x1a\n"
_PDF_TAIL = 4096  # bytes in which the end mark must stand; scanners add a little behind it
_MARKERS_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # JPEG markers without a length (ITU-T T.81, B.1.1.3)
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, b"\xff\xd9"


class FileKind(StrEnum):
    """A kind of file that is taken, by the end of its name."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"


class Damaged(ValueError):
    """It begins like a kind that is taken, but is not whole."""


def kind_of(content: bytes) -> FileKind | None:
    """Return the kind of a file, or None for one that is not taken. Raises Damaged."""
    if content.startswith(b"%PDF-"):
        _check(b"%%EOF" in content[-_PDF_TAIL:])
        return FileKind.PDF
    if content.startswith(b"\xff\xd8\xff"):
        _check(_is_whole_jpeg(content))
        return FileKind.JPEG
    if content.startswith(_PNG):
        _check(_is_whole_png(content))
        return FileKind.PNG
    return None


def _check(is_whole: bool) -> None:
    if not is_whole:
        raise Damaged("the file is not whole")


def _is_whole_jpeg(content: bytes) -> bool:
    """Segments up to the picture itself, and the end mark somewhere behind it: telephones add more there."""
    at = 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            return False
        marker = content[at + 1]
        if marker == 0xFF or marker in _MARKERS_ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if length < 2:
            return False
        if marker == _START_OF_SCAN:
            return content.find(_END_OF_IMAGE, at + length) >= 0
        at += 2 + length
    return False


def _is_whole_png(content: bytes) -> bool:
    """Chunks with right checksums from IHDR to IEND, and nothing behind it."""
    at, is_first = len(_PNG), True
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        name, end = content[at + 4 : at + 8], at + 12 + length
        if (name == b"IHDR") != is_first or end > len(content):
            return False
        if zlib.crc32(content[at + 4 : end - 4]) != int.from_bytes(content[end - 4 : end], "big"):
            return False
        if name == b"IEND":
            return end == len(content)
        at, is_first = end, False
    return False
