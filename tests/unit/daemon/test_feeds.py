"""Is somebody told, once, when a creditor's files stop coming?"""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from gateway.daemon.feeds import report_stale_feeds
from gateway.keys import Keys
from gateway.ledger import Ledger
from gateway.store import Store, schema
from tests.builders.creditor import a_creditor
from tests.fakes.clock import A_MONDAY
from tests.fakes.ids import SeededIds

CREDITORS = [a_creditor(max_feed_age_days=7)]


@pytest.fixture
def ledger(ids: SeededIds) -> Ledger:
    return Ledger(ids, Keys.from_secret(bytes(32)), "0")


def _import(store: Store, ids: SeededIds, *, days_ago: int) -> None:
    with store.begin() as tx:
        tx.execute(
            sa.insert(schema.portfolio_import).values(
                import_id=ids.new(),
                creditor_id="acme",
                kind="portfolio",
                file_name="open.csv",
                sha256=f"{days_ago}",
                profile="native",
                as_of=(A_MONDAY - timedelta(days=days_ago)).date(),
                snapshot=False,
                imported_at=A_MONDAY,
                rows_read=1,
                rows_rejected=0,
                report={},
            )
        )


@pytest.mark.parametrize(("days_ago", "stale"), [(7, 0), (8, 1)])
def test_a_feed_is_stale_after_its_days(
    store: Store, ids: SeededIds, ledger: Ledger, days_ago: int, stale: int
) -> None:
    _import(store, ids, days_ago=days_ago)
    assert report_stale_feeds(store, ledger, CREDITORS, now=A_MONDAY, ids=ids)["stale"] == stale


def test_a_stale_feed_is_told_once_and_settled_by_a_newer_file(
    store: Store, ids: SeededIds, ledger: Ledger
) -> None:
    _import(store, ids, days_ago=8)
    counts = [report_stale_feeds(store, ledger, CREDITORS, now=A_MONDAY, ids=ids) for _ in range(2)]
    assert [one["news"] for one in counts] == [1, 0]
    _import(store, ids, days_ago=1)
    assert report_stale_feeds(store, ledger, CREDITORS, now=A_MONDAY, ids=ids)["fresh_again"] == 1


def test_a_stale_feed_is_in_the_ledger(store: Store, ids: SeededIds, ledger: Ledger) -> None:
    _import(store, ids, days_ago=8)
    report_stale_feeds(store, ledger, CREDITORS, now=A_MONDAY, ids=ids)
    with store.read() as tx:
        assert tx.execute(sa.select(schema.ledger_entry.c.kind)).scalars().all() == ["feed.stale"]


def test_a_creditor_without_any_file_is_no_news(store: Store, ids: SeededIds, ledger: Ledger) -> None:
    assert report_stale_feeds(store, ledger, CREDITORS, now=A_MONDAY, ids=ids)["stale"] == 0
