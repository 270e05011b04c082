"""Do a file's own totals agree with its rows?"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from gateway.importer.refusal import FileRefused

_LEVELS = 5  # SAP marks the levels of its totals with one to five stars


@dataclass(slots=True)
class _Sum:
    name: str
    amount: Decimal = Decimal(0)
    is_known: bool = True  # False: an amount in it could not be read
    currencies: set[str] = field(default_factory=set)

    def add(self, amount: Decimal | None, currency: str) -> None:
        self.currencies.add(currency)
        if amount is None:
            self.is_known = False
        else:
            self.amount += amount


@dataclass(slots=True)
class ControlTotals:
    """Sums of the rows so far: of the file, of each open group, and since the last total of each level."""

    file_name: str
    checked: int = 0
    _grand: _Sum = field(default_factory=lambda: _Sum(""))
    _levels: list[_Sum] = field(default_factory=lambda: [_Sum("") for _ in range(_LEVELS)])
    _groups: list[_Sum] = field(default_factory=list)

    @property
    def path(self) -> list[str]:
        """The open groups, outermost first."""
        return [group.name for group in self._groups]

    def open(self, name: str) -> None:
        """A group begins."""
        self._groups.append(_Sum(name))

    def add(self, amount: Decimal | None, currency: str = "") -> None:
        """One row's amount; None: it cannot be read, so the totals over it cannot be checked."""
        for each in (self._grand, *self._levels, *self._groups):
            each.add(amount, currency)

    def close_group(self, name: str, amount: Decimal | None, row: int) -> None:
        """The total of the open group of that name."""
        if name not in self.path:
            raise self._refusal(row, "names a group that no row above began")
        if (group := self._groups.pop()).name != name:
            raise self._refusal(row, "comes before the total of a group within")
        self._check(group, amount, row)

    def close_level(self, level: int, amount: Decimal | None, row: int) -> None:
        """The total of the rows since the last total of that level (1 to 5) or a higher one."""
        self._check(self._levels[min(level, _LEVELS) - 1], amount, row)
        for lower in range(min(level, _LEVELS)):
            self._levels[lower] = _Sum("")

    def grand(self, amount: Decimal | None, row: int) -> None:
        """The total of everything so far."""
        self._check(self._grand, amount, row)
        self._levels = [_Sum("") for _ in range(_LEVELS)]

    def finish(self) -> None:
        """The file is over. Raises FileRefused if a group that totals close is still open."""
        if self._groups:
            raise FileRefused(
                f"{self.file_name}: {len(self._groups)} groups are never closed by a total, so it is unclear "
                "where their rows end; export the report again with its totals"
            )

    def _check(self, total: _Sum, amount: Decimal | None, row: int) -> None:
        if amount is None or not total.is_known or len(total.currencies) > 1:
            return
        self.checked += 1
        if amount != total.amount:
            raise self._refusal(row, f"says {amount}, but the rows add up to {total.amount}")

    def _refusal(self, row: int, fault: str) -> FileRefused:
        return FileRefused(
            f"{self.file_name}, row {row}: the total {fault}. Nothing was imported: the file is incomplete "
            "or was changed; export it again"
        )
