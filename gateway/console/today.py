"""What was sent, put off and refused on a day? Filters that live in the address, one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from gateway.domain.ids import CreditorId
from gateway.domain.portfolio import Creditor
from gateway.domain.words import Channel, Verdict
from gateway.store import Tx, history, portfolio
from gateway.store.history import LogFilter, LogRow

MOST = 1000  # rows on one page; the contact log's interface gives the rest

SORTS: Mapping[str, Callable[[LogRow], Any]] = {
    "time": lambda row: row.at,
    "customer": lambda row: row.customer_number,
    "message": lambda row: row.template,
    "channel": lambda row: row.channel,
    "ruling": lambda row: row.ruling,
    "reason": lambda row: row.rule or "",
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
            creditor=query.get("creditor", ""),
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

    def sorted_by(self, column: str) -> str:
        """Return the address that sorts by a column, or the other way round where it does already."""
        turn = "-" if self.sort == column and not self.backwards else ""
        return self.address(sort=turn + column)


def view(tx: Tx, wanted: Wanted, creditors: Mapping[CreditorId, Creditor], now: datetime) -> dict[str, Any]:
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
    rows = history.contact_log_page(tx, chosen, limit=MOST)
    rows.sort(key=SORTS[wanted.sort], reverse=wanted.backwards)
    people = portfolio.customers_by_id(tx, {row.customer_id for row in rows})
    return {
        "wanted": wanted,
        "rows": rows,
        "people": people,
        "counts": history.rulings_between(tx, since, before),
        "queue": history.queue_depths(tx),
        "tasks": history.open_task_counts(tx),
        "creditors": creditors,
        "channels": list(Channel),
        "more": len(rows) == MOST,
        "yesterday": wanted.address(on=(wanted.on - timedelta(days=1)).isoformat()),
        "tomorrow": wanted.address(on=(wanted.on + timedelta(days=1)).isoformat())
        if wanted.on < now.date()
        else None,
    }


def _date(text: str, now: datetime) -> date:
    try:
        return min(date.fromisoformat(text), now.date())
    except ValueError:
        return now.date()


def _one_of(text: str, words: Any) -> str:
    return text if text in {word.value for word in words} else ""
