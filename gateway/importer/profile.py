"""How does one source write its files? Headings, dates, numbers, groups and totals, as declared in TOML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway.importer.dates import DateStyle
from gateway.importer.headings import PORTFOLIO_COLUMNS
from gateway.importer.numbers import NumberStyle


@dataclass(frozen=True, slots=True)
class Groups:
    """Values that stand once above the rows that they belong to.

    alone: our column of a value that stands alone in a row (a customer's name); it holds until its total row,
    and one group within another is written `outer:inner`.
    lines: patterns over a whole row whose named groups are our columns; they hold until the next such row.
    ignore: rows of one cell that say nothing we need, such as aging buckets.
    """

    alone: str | None = None
    lines: tuple[re.Pattern[str], ...] = ()
    ignore: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """Rows that sum up others; they are checked against what was read, and a file that disagrees is refused.

    group, grand: patterns over the row's first text. bare: a row with nothing but a sum, and perhaps the
    customer it is about, is a total too.
    """

    group: re.Pattern[str] | None = None
    grand: re.Pattern[str] | None = None
    bare: bool = False

    @property
    def expected(self) -> bool:
        """Whether files of this profile may have such rows."""
        return bool(self.group or self.grand or self.bare)


@dataclass(frozen=True, slots=True)
class Profile:
    """How to read one kind of file.

    columns: our column -> headings in order of preference (compared like all headings).
    fill: our column -> text for rows that lack it; `{name}` stands for another column of ours or a heading.
    implied: heading -> columns that its presence settles (`converted_usd` says the currency).
    whole_ids: ids were numbers once and may have lost their form: 1930571429.0.
    skip_when, negate_when: heading -> values of rows to leave out, or whose amounts are credits.
    ignore: patterns over a whole row that is no data: rulers, footers.
    as_of: pattern over a row above the headings, group `date`, that dates the file; as_of_dates its style.
    """

    name: str
    title: str
    kind: str | None = None  # portfolio | payments; None: by the headings
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fill: Mapping[str, str] = field(default_factory=dict)
    implied: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: DateStyle = field(default_factory=DateStyle)
    numbers: NumberStyle = field(default_factory=NumberStyle)
    whole_ids: bool = False
    skip_when: Mapping[str, frozenset[str]] = field(default_factory=dict)
    negate_when: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ignore: tuple[re.Pattern[str], ...] = ()
    groups: Groups = field(default_factory=Groups)
    totals: Totals = field(default_factory=Totals)
    as_of: re.Pattern[str] | None = None
    as_of_dates: DateStyle = field(default_factory=DateStyle)
    header_within: int = 20
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None


NATIVE = Profile(
    name="native",
    title="Dunwell's own portfolio and payment format",
    columns={name: (name,) for name in (*PORTFOLIO_COLUMNS, "paid_on", "reference")},
    totals=Totals(grand=re.compile(r"(grand |sub)?total\b.*|sum\b.*", re.IGNORECASE)),
)
