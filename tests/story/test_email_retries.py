"""Does an email that was put off leave once, in its window, and as soon as it may?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from channels.email_smtp.reply_codes import Reply, Stage, refusal
from channels.message import NotSent, Scope
from gateway.store import Store, schema
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer
from tests.builders.dispatcher import Desk, a_desk, an_outreach
from tests.fakes.clock import A_MONDAY, FixedClock
from tests.fakes.ids import SeededIds

GREY = refusal(Stage.RCPT, Reply(451, "4.7.1 Greylisted, please come back in five minutes"))


@pytest.fixture
def desk(store: Store, clock: FixedClock, ids: SeededIds) -> Desk:
    """A desk with one reminder that is due."""
    desk = a_desk(store, clock, ids)
    with store.begin() as tx:
        customer = a_customer(tx, ids)
        a_contact_point(tx, ids, customer)
        an_account(tx, ids, customer, days_past_due=12)
        an_outreach(tx, ids, customer, A_MONDAY)
    return desk


async def states_after(desk: Desk, **later: float) -> list[str]:
    desk.clock.advance(**later)
    await desk.dispatcher.run_once()
    return desk.states()


def tries(desk: Desk) -> int:
    with desk.store.read() as tx:
        return tx.execute(sa.select(schema.outreach.c.tries)).scalar_one()


async def test_a_greylisted_email_leaves_once_its_minutes_are_over(desk: Desk) -> None:
    desk.email.answer_next(GREY)
    assert await states_after(desk, minutes=0) == ["rejected"]
    assert await states_after(desk, minutes=5) == ["rejected"]
    assert await states_after(desk, minutes=1) == ["rejected", "accepted"]
    assert len(desk.email.sent) == 1


async def test_a_greylisted_email_whose_window_ends_leaves_in_the_next_one(desk: Desk) -> None:
    desk.clock.advance(to=datetime(2027, 3, 2, 0, 57, tzinfo=UTC))  # 19:57 in New York; it ends at 20:00
    desk.email.answer_next(GREY)
    assert await states_after(desk, minutes=0) == ["rejected"]
    for _ in range(9):
        assert await states_after(desk, hours=1) == ["rejected"]
    desk.clock.advance(to=A_MONDAY + timedelta(days=1))
    assert await states_after(desk, minutes=0) == ["rejected", "accepted"]


async def test_an_email_held_back_by_our_own_pace_is_no_try_and_leaves_at_its_turn(desk: Desk) -> None:
    held = NotSent(scope=Scope.HELD, retryable=True, code="paced", wait=timedelta(seconds=40))
    desk.email.answer_next(held)
    assert await states_after(desk, minutes=0) == ["rejected"]
    assert (desk.outreach()[0][0], tries(desk)) == ("due", 0)
    assert "contact.withdrawn" in desk.kinds()
    assert await states_after(desk, seconds=39) == ["rejected"]
    assert await states_after(desk, seconds=1) == ["rejected", "accepted"]
