"""Whose files are too old? Nothing is sent about such a creditor, and somebody is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import structlog

from gateway.domain.ids import EntryId, Ids
from gateway.domain.portfolio import Creditor
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.store import Store, dispatch, task_rows

log = structlog.get_logger()
STALE_FEED = "stale-feed"  # the task's kind


def report_stale_feeds(
    store: Store, ledger: Ledger, creditors: Iterable[Creditor], *, now: datetime, ids: Ids
) -> dict[str, int]:
    """Open a task and a ledger entry for each feed that went stale, close those that came; return counts."""
    with store.begin() as tx:
        newest = dispatch.newest_feeds(tx)
        stale = {
            f"{one.creditor_id}:{newest[one.creditor_id]}": one
            for one in creditors
            if _is_stale(one, newest.get(one.creditor_id), now)
        }
        fresh_again = task_rows.take_back_but(tx, STALE_FEED, set(stale), now)
        opened = task_rows.insert_tasks(tx, [_task(key, one, now, ids) for key, one in stale.items()])
        news = [creditor for reference, creditor in stale.items() if reference in opened]
        ledger.append(tx, [_entry(one, newest[one.creditor_id], now, ids) for one in news])
    for creditor in news:
        log.error("feed went stale", action="feed:stale", creditor_id=creditor.creditor_id)
    return {"stale": len(stale), "news": len(news), "fresh_again": fresh_again}


def _is_stale(creditor: Creditor, newest: date | None, now: datetime) -> bool:
    """A creditor of whom no file ever came has nothing that could be sent."""
    limit = creditor.max_feed_age_days
    return limit is not None and newest is not None and (now.date() - newest).days > limit


def _task(reference: str, creditor: Creditor, now: datetime, ids: Ids) -> dict[str, object]:
    text = (
        f"The newest file of {creditor.creditor_id} is older than {creditor.max_feed_age_days} days; nothing "
        "is sent about it until a newer one is imported."
    )
    return {
        "task_id": ids.new(),
        "kind": STALE_FEED,
        "reference": reference,
        "text": text,
        "opened_at": now,
    }


def _entry(creditor: Creditor, newest: date, now: datetime, ids: Ids) -> Entry:
    public = {"creditor_id": creditor.creditor_id, "as_of": newest.isoformat()}
    return Entry(EntryId(ids.new()), None, EntryKind.FEED_STALE, now, public)
