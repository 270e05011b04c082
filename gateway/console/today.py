"""What was sent, put off and refused on a day? Filters that live in the address, one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from gateway.domain.ids import CreditorId
from gateway.domain.portfolio import Creditor
from gateway.domain.words import Channel, Verdict
from gateway.ledger import Ledger
from gateway.store import Tx, history, portfolio
from gateway.store.contact_log import LogFilter, LogRow, contact_log_page, rulings_between
from gateway.why import citations_of, clock_of

EARLIEST = date(2000, 1, 1)  # before every contact; the day before it still has a name
MOST = 1000  # rows on one page; the contact log's interface gives the rest


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the page."""

    row: LogRow
    name: str
    source: str  # the law or policy behind a ruling that held back
    time_zone: str
    account_id: str


SORTS: Mapping[str, Callable[[Line], Any]] = {
    "time": lambda line: line.row.at,
    "customer": lambda line: (line.name.casefold(), line.row.at),
    "message": lambda line: (line.row.template, line.row.at),
    "channel": lambda line: (line.row.channel, line.row.at),
    "ruling": lambda line: (line.row.ruling, line.row.attempt_state or "", line.row.at),
    "reason": lambda line: (line.row.rule or "", line.row.at),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; unknown values are as if they were not there."""

    on: date
    ruling: str = ""
    channel: str = ""
    creditor: str = ""
    sort: str = "time"
    backwards: bool = True

    @classmethod
    def from_query(cls, query: Mapping[str, str], now: datetime) -> Wanted:
        """Return what a query string asks for."""
        sort = query.get("sort", "-time")
        return cls(
            on=_date(query.get("on", ""), now),
            ruling=_one_of(query.get("ruling", ""), Verdict),
            channel=_one_of(query.get("channel", ""), Channel),
            creditor=query.get("creditor", "").replace("\0", ""),
            sort=sort.lstrip("-") if sort.lstrip("-") in SORTS else "time",
            backwards=sort.startswith("-"),
        )

    def address(self, **changes: str) -> str:
        """Return the address of this page with something changed."""
        query = {
            "on": self.on.isoformat(),
            "ruling": self.ruling,
            "channel": self.channel,
            "creditor": self.creditor,
            "sort": ("-" if self.backwards else "") + self.sort,
            **changes,
        }
        return "/?" + urlencode({key: value for key, value in query.items() if value})

    @property
    def has_filters(self) -> bool:
        """Whether anything is left out."""
        return bool(self.ruling or self.channel or self.creditor)

    def days_on(self, count: int) -> str:
        """Return the address of another day."""
        return self.address(on=(self.on + timedelta(days=count)).isoformat())

    def sorted_by(self, column: str) -> str:
        """Return the address that sorts by a column, or the other way round where it does already."""
        turn = "-" if self.sort == column and not self.backwards else ""
        return self.address(sort=turn + column)


def view(
    tx: Tx, ledger: Ledger, wanted: Wanted, creditors: Mapping[CreditorId, Creditor], now: datetime
) -> dict[str, Any]:
    """Return what the page shows."""
    since = datetime(wanted.on.year, wanted.on.month, wanted.on.day, tzinfo=UTC)
    before = since + timedelta(days=1)
    chosen = LogFilter(
        creditor_id=wanted.creditor or None,
        channel=wanted.channel or None,
        ruling=wanted.ruling or None,
        since=since,
        before=before,
    )
    rows = contact_log_page(tx, chosen, limit=MOST + 1)
    has_more = len(rows) > MOST
    lines = sorted(
        _lines(tx, ledger, rows[:MOST], creditors), key=SORTS[wanted.sort], reverse=wanted.backwards
    )
    return {
        "wanted": wanted,
        "lines": lines,
        "has_more": has_more,
        "counts": rulings_between(tx, since, before),
        "tasks": history.open_task_counts(tx),
        "creditors": creditors,
        "channels": list(Channel),
        "is_today": wanted.on == now.date(),
    }


def _lines(
    tx: Tx, ledger: Ledger, rows: Sequence[LogRow], creditors: Mapping[CreditorId, Creditor]
) -> list[Line]:
    ids = {row.customer_id for row in rows}
    people = portfolio.customers_by_id(tx, ids)
    points, accounts = portfolio.contact_points_of(tx, ids), portfolio.accounts_of(tx, ids)
    clocks = {one: clock_of(person, points.get(one, []), creditors) for one, person in people.items()}
    sources = citations_of(tx, ledger, rows)
    first = {one: str(found[0].account_id) for one, found in accounts.items()}
    return [
        Line(
            row=row,
            name=people[row.customer_id].name,
            source=sources.get(row.entry_id, ""),
            time_zone=clocks[row.customer_id],
            account_id=row.accounts[0] if row.accounts else first.get(row.customer_id, ""),
        )
        for row in rows
    ]


def _date(text: str, now: datetime) -> date:
    try:
        return min(max(date.fromisoformat(text), EARLIEST), now.date())
    except ValueError:
        return now.date()


def _one_of(text: str, words: Any) -> str:
    return text if text in {word.value for word in words} else ""
