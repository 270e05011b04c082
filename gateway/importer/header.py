"""Where are the headings, and which column of the file is which of ours?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gateway.importer.headings import COLUMNS, KINDS, NEEDED, plain
from gateway.importer.profile import Profile
from gateway.importer.rows import BadRow, Row, text_of

_BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Header:
    """The heading row, understood.

    places: our column -> index. headings: plain heading -> index of its first occurrence.
    fill: our column -> text for rows that lack it, the implied ones included.
    missing: needed columns that the file has no way to give.
    """

    number: int
    kind: str
    width: int
    cells: tuple[str, ...]
    places: Mapping[str, int]
    headings: Mapping[str, int]
    fill: Mapping[str, str]
    missing: tuple[str, ...]


def find_header(rows: Iterable[Row | BadRow], profile: Profile, kind: str | None) -> Header | None:
    """Return the first row that names all we need; else the one that comes closest; None if no row names
    anything of ours."""
    best: Header | None = None
    for row in rows:
        if row.number > profile.header_within:
            break
        if isinstance(row, BadRow):
            continue
        for header in _readings(row, profile, kind):
            if not header.missing:
                return header
            if header.places and (best is None or len(header.missing) < len(best.missing)):
                best = header
    return best


def _readings(row: Row, profile: Profile, kind: str | None) -> list[Header]:
    chosen = kind or profile.kind
    return [understand(row.number, row.cells, profile, each) for each in KINDS if chosen in (None, each)]


def understand(number: int, row: Sequence[object], profile: Profile, kind: str) -> Header:
    """Return what a row of headings means for files of a kind."""
    cells = tuple(text_of(cell).strip() for cell in row)  # type: ignore[arg-type]
    headings: dict[str, int] = {}
    for index, cell in enumerate(cells):
        headings.setdefault(plain(cell), index)
    places = _places(headings, profile, kind)
    fill = {key: text for key, text in profile.fill.items() if key in COLUMNS[kind]}
    for heading, settled in profile.implied.items():
        if plain(heading) in headings:
            fill.update(settled)
    missing = tuple(
        name
        for name in NEEDED[kind]
        if name not in places and not _fillable(name, fill, headings, places, profile)
    )
    return Header(number, kind, len(cells), cells, places, headings, fill, missing)


def repeated(header: Header) -> tuple[str, ...]:
    """Return the headings that stand twice in the row although we read one of them: which one is meant?"""
    used = {plain(header.cells[index]) for index in header.places.values()}
    plains = [plain(cell) for cell in header.cells]
    return tuple(
        cell for cell in dict.fromkeys(header.cells) if plain(cell) in used and plains.count(plain(cell)) > 1
    )


def _places(headings: Mapping[str, int], profile: Profile, kind: str) -> dict[str, int]:
    found = {}
    for ours in COLUMNS[kind]:
        for heading in profile.columns.get(ours, ()):
            if (index := headings.get(plain(heading))) is not None:
                found[ours] = index
                break
    return found


def _fillable(
    name: str,
    fill: Mapping[str, str],
    headings: Mapping[str, int],
    places: Mapping[str, int],
    profile: Profile,
) -> bool:
    if name == profile.groups.alone or any(name in line.groupindex for line in profile.groups.lines):
        return True
    text = fill.get(name)
    if text is None:
        return False
    named = _BRACES.findall(text)
    return all(
        part in places or plain(part) in headings or _fillable(part, fill, headings, places, profile)
        for part in named
        if part != name
    )


def guess_profiles(rows: Sequence[Row | BadRow], profiles: Mapping[str, Profile]) -> list[str]:
    """Return the names of the profiles whose headings these rows have."""
    found = []
    for name, profile in profiles.items():
        header = find_header(rows, profile, None)
        if header is not None and not header.missing:
            found.append(name)
    return found
