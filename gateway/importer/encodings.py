"""Which characters do a file's bytes stand for, and is it fit to be read at all? Looked at in pieces."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from gateway.importer.limits import MAX_LINE
from gateway.importer.refusal import FileRefused

_PIECE = 1 << 18
_SAMPLE = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins alike
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a first pass over a file found. encoding is None for a workbook."""

    sha256: str
    size: int
    encoding: str | None
    has_total: bool = False  # the word stands somewhere, so there may be control totals


def is_known_encoding(name: str) -> bool:
    """Whether Python can decode it."""
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def inspect(path: Path, declared: str | None = None) -> Inspected:
    """Return the file's digest and encoding.

    declared: the profile's encoding; else a byte-order mark, then UTF-8, then (never silently: the report
    names it) Windows-1252 decide.
    Raises FileRefused for an empty or binary file, a NUL, an endless line, bytes in no known encoding, and
    for UTF-8 with broken bytes: read as Windows-1252, every other name in it would be spoiled.
    """
    head = _head(path)
    if head.startswith(b"PK\x03\x04"):
        return Inspected(_digest(path), path.stat().st_size, None)
    if not head.strip():
        raise FileRefused(f"{path.name}: the file is empty")
    for encoding in _candidates(head, declared):
        try:
            return _scan(path, encoding)
        except UnicodeDecodeError as error:
            last = error
            _refuse_broken_utf8(path, encoding)
    raise FileRefused(
        f"{path.name}: byte {last.object[last.start]:#04x} is no {last.encoding}; save the file as UTF-8, or "
        "name its encoding in a profile"
    )


def _candidates(head: bytes, declared: str | None) -> list[str]:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return [encoding]
    if declared:
        return [declared]
    if unmarked := _utf16_without_mark(head):
        return [unmarked]
    return ["utf-8", "cp1252"]


def _utf16_without_mark(head: bytes) -> str | None:
    """In UTF-16 every second byte of Western text is zero."""
    odd, even = head[1::2], head[0::2]
    if len(head) < 4 or max(odd.count(0), even.count(0)) < 0.4 * len(odd):
        return None
    return "utf-16-le" if odd.count(0) > even.count(0) else "utf-16-be"


def _refuse_broken_utf8(path: Path, encoding: str) -> None:
    """In Windows-1252 hardly any two characters beyond ASCII happen to look like one of UTF-8."""
    if encoding != "utf-8":
        return
    decoder, whole, broken, line, first = codecs.getincrementaldecoder(encoding)("replace"), 0, 0, 1, 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            text = decoder.decode(piece)
            marks = text.count("\ufffd")
            whole += len(text) - len(text.encode("ascii", "ignore")) - marks
            broken += marks
            first = first or (line + text.count("\n", 0, text.index("\ufffd")) if marks else 0)
            line += text.count("\n")
    if whole > broken:
        where = f"{path.name}, line {first}" if first else f"{path.name}, at its end"
        raise FileRefused(f"{where}: is UTF-8 with a broken character; export the file again as UTF-8")


def _scan(path: Path, encoding: str) -> Inspected:
    decoder, digest = codecs.getincrementaldecoder(encoding)(), hashlib.sha256()
    line, open_line, has_total, tail = 1, 0, False, ""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            text = decoder.decode(piece)
            if "\0" in text:
                where = line + text.count("\n", 0, text.index("\0"))
                raise FileRefused(f"{path.name}, line {where}: holds a NUL; export the file again as text")
            open_line = _line_length(text, open_line)
            line += text.count("\n")
            if open_line > MAX_LINE:
                raise FileRefused(f"{path.name}, line {line}: is longer than {MAX_LINE:,} characters")
            if not has_total:
                has_total = "total" in (tail + text).casefold()
                tail = text[-8:]
    decoder.decode(b"", final=True)
    return Inspected(digest.hexdigest(), path.stat().st_size, encoding, has_total)


def _line_length(text: str, before: int) -> int:
    """Return the longest line's length so far if it breaks the limit, else that of the line still open."""
    ends = [max(text.find(mark), text.rfind(mark)) for mark in "\n\r"]
    first = min((at for at in (text.find("\n"), text.find("\r")) if at >= 0), default=-1)
    if first < 0:
        return before + len(text)
    return before + first if before + first > MAX_LINE else len(text) - max(ends) - 1


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_SAMPLE)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
