"""What becomes of callbacks about attempts that nobody knows?"""

from __future__ import annotations

import pytest

from channels.message import DeliveryEvent
from gateway.deliveries import apply_delivery_events, tell_strays
from gateway.domain.ids import AttemptId
from gateway.ledger import EntryKind
from gateway.store import Store, tasks
from tests.builders.dispatcher import Desk, a_desk
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds


@pytest.fixture
def desk(store: Store, clock: FixedClock, ids: SeededIds) -> Desk:
    return a_desk(store, clock, ids)


def _told(desk: Desk, provider: str, event: str) -> None:
    news = DeliveryEvent(AttemptId(desk.ids.new()), "delivered", provider, event, provider_reference=event)
    with desk.store.begin() as tx:
        applied = apply_delivery_events(tx, desk.ledger, [news], now=desk.clock.now(), ids=desk.ids)
    assert (applied.new, applied.waiting) == (1, 1)


def _strays(desk: Desk) -> int:
    with desk.store.begin() as tx:
        return tell_strays(tx, desk.ledger, now=desk.clock.now(), ids=desk.ids)


@pytest.mark.parametrize("provider", ["twilio", "lob"])
def test_they_wait_a_day_and_are_then_told_once(desk: Desk, provider: str) -> None:
    _told(desk, provider, "X1")
    _told(desk, provider, "X2")
    desk.clock.advance(hours=23)
    assert _strays(desk) == 0
    desk.clock.advance(hours=2)
    assert [_strays(desk), _strays(desk)] == [2, 0]
    with desk.store.read() as tx:
        (task,) = tasks.open_tasks(tx)
    assert task.kind == "unknown-at-provider"
    assert "2 times" in task.text
    assert desk.kinds().count(EntryKind.PROVIDER_RECONCILED) == 1
