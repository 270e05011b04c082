"""How does a file become records? Format, encoding, delimiter and heading row are found; then rows stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

from gateway.importer import workbook
from gateway.importer.control_totals import ControlTotals
from gateway.importer.delimited import DELIMITERS, read_delimited
from gateway.importer.encodings import Inspected, inspect
from gateway.importer.header import Header, find_header, guess_profiles, repeated
from gateway.importer.json_lines import json_headings, looks_like_json, read_json_lines
from gateway.importer.layout import Layout
from gateway.importer.profile import NATIVE, Profile, Totals
from gateway.importer.refusal import FileRefused
from gateway.importer.rows import BadRecord, BadRow, Record, Row, text_of

Rows = Callable[[], Iterable[Row | BadRow]]


@dataclass(slots=True)
class OpenFile:
    """A file whose headings are understood. `records()` reads it from the beginning each time."""

    path: Path
    inspected: Inspected
    profile: Profile
    header: Header
    as_of: date | None  # as the file itself says
    _rows: Rows
    totals: ControlTotals = field(init=False)
    skipped: int = 0

    @property
    def kind(self) -> str:
        """portfolio or payments."""
        return self.header.kind

    @property
    def unread(self) -> tuple[str, ...]:
        """The headings that the native format does not know; exports of other programs have many."""
        if self.profile.name != NATIVE.name:
            return ()
        read = set(self.header.places.values())
        return tuple(cell for at, cell in enumerate(self.header.cells) if cell and at not in read)

    def records(self) -> Iterator[Record | BadRecord]:
        """Yield the data of the file. Raises FileRefused for totals that disagree."""
        self.totals = ControlTotals(self.path.name)
        layout = Layout(self.profile, self.header, self.totals)
        yield from layout.records(self._rows())
        self.skipped = layout.skipped

    def check_totals(self) -> None:
        """Read the whole file once for its totals alone, so that nothing goes in before they are known to
        agree. Raises FileRefused."""
        if self.profile.totals.expected:
            for _ in self.records():
                pass


@contextmanager
def open_file(
    path: Path, profile: Profile, *, kind: str | None = None, others: Mapping[str, Profile] | None = None
) -> Iterator[OpenFile]:
    """Yield the file, ready to stream. others: profiles to suggest where this one does not fit.

    Raises FileRefused.
    """
    inspected = _inspected(path, profile.encoding)
    if inspected.encoding is None:
        with workbook.unpacked(path, profile.sheet) as lines:
            choices: list[Rows] = [partial(workbook.rows_of, lines)]
            yield _understood(path, inspected, profile, kind, choices, others or {})
    else:
        choices = _text_choices(path, inspected.encoding, profile)
        yield _understood(path, inspected, profile, kind, choices, others or {})


def _inspected(path: Path, encoding: str | None) -> Inspected:
    try:
        return inspect(path, encoding)
    except OSError as error:
        raise FileRefused(f"{path.name}: cannot be read: {error.strerror}") from None


def _text_choices(path: Path, encoding: str, profile: Profile) -> list[Rows]:
    with path.open(encoding=encoding) as lines:
        if looks_like_json(lines.read(1000)):
            return [partial(read_json_lines, path, encoding, json_headings(path, encoding))]
    delimiters = (profile.delimiter,) if profile.delimiter else DELIMITERS
    return [partial(read_delimited, path, encoding, delimiter) for delimiter in delimiters]


def _understood(
    path: Path,
    inspected: Inspected,
    profile: Profile,
    kind: str | None,
    choices: Sequence[Rows],
    others: Mapping[str, Profile],
) -> OpenFile:
    tops = [list(islice(rows(), max(1, profile.header_within))) for rows in choices]
    found = [(header, rows, top) for rows, top in zip(choices, tops, strict=True)
             if (header := find_header(top, profile, kind))]  # fmt: skip
    if not found:
        raise FileRefused(f"{path.name}: {_no_headings(profile, tops, others)}")
    header, rows, top = min(found, key=lambda each: (len(each[0].missing), -len(each[0].places)))
    if header.missing:
        raise FileRefused(
            f"{path.name}, row {header.number}: the columns {', '.join(header.missing)} are missing"
            f"{_suggestion(profile, tops, others)}"
        )
    if twice := repeated(header):
        raise FileRefused(
            f"{path.name}, row {header.number}: the heading {twice[0]!r} stands twice; rename one"
        )
    if profile is NATIVE and not (inspected.has_total or inspected.encoding is None):
        profile = replace(profile, totals=Totals())
    return OpenFile(path, inspected, profile, header, _as_of(path, profile, header, top), rows)


def _no_headings(profile: Profile, tops: list[list[Row | BadRow]], others: Mapping[str, Profile]) -> str:
    return (
        f"none of the first {profile.header_within} rows holds the headings of profile {profile.name}"
        f"{_suggestion(profile, tops, others)}"
    )


def _suggestion(profile: Profile, tops: list[list[Row | BadRow]], others: Mapping[str, Profile]) -> str:
    names = {name for top in tops for name in guess_profiles(top, others)} - {profile.name}
    if not names:
        return "; choose the source's profile with --profile, or write one (docs/import.md)"
    return f"; it looks like --profile {' or '.join(sorted(names))}"


def _as_of(path: Path, profile: Profile, header: Header, top: Iterable[Row | BadRow]) -> date | None:
    if profile.as_of is None:
        return None
    for row in top:
        if row.number >= header.number:
            break
        line = " ".join(text_of(cell).strip() for cell in row.cells).strip()
        if match := profile.as_of.search(line):
            try:
                return profile.as_of_dates.read(match["date"])
            except ValueError as error:
                raise FileRefused(f"{path.name}, row {row.number}: the date of the file {error}") from None
    return None
