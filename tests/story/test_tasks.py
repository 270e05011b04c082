"""Can a person settle what waits for them?"""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from channels.message import NotSent, Scope, Unknown
from gateway.domain.errors import DataError, NotFound
from gateway.domain.words import PointKind
from gateway.store import Store, schema, tasks
from gateway.tasks import Found, close, settle
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer
from tests.builders.dispatcher import Desk, a_desk, an_outreach
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds


@pytest.fixture
def desk(store: Store, clock: FixedClock, ids: SeededIds) -> Desk:
    return a_desk(store, clock, ids)


async def one_task(desk: Desk, template: str = "reminder-1") -> tasks.TaskRow:
    with desk.store.begin() as tx:
        customer = a_customer(tx, desk.ids)
        a_contact_point(tx, desk.ids, customer, PointKind.EMAIL)
        an_account(tx, desk.ids, customer, days_past_due=12)
        an_outreach(tx, desk.ids, customer, desk.clock.now(), template=template)
    await desk.dispatcher.run_once()
    with desk.store.read() as tx:
        (task,) = tasks.open_tasks(tx)
    return task


def settled(desk: Desk, task: tasks.TaskRow, found: Found) -> None:
    with desk.store.begin() as tx:
        settle(tx, desk.ledger, task.task_id, found, by="test", now=desk.clock.now(), ids=desk.ids)


def open_tasks(desk: Desk) -> list[tasks.TaskRow]:
    with desk.store.read() as tx:
        return tasks.open_tasks(tx)


async def test_an_unknown_outcome_that_was_sent_after_all_is_never_sent_again(desk: Desk) -> None:
    desk.email.answer_next(Unknown("timeout"))
    settled(desk, await one_task(desk), Found.SENT)
    await desk.dispatcher.run_once()
    assert desk.states() == ["accepted"]
    assert len(desk.email.sent) == 1
    assert open_tasks(desk) == []
    assert desk.kinds().count("contact.outcome") == 2


async def test_an_unknown_outcome_that_never_left_frees_the_slot_and_goes_again(desk: Desk) -> None:
    desk.email.answer_next(Unknown("timeout"))
    settled(desk, await one_task(desk), Found.NOT_SENT)
    await desk.dispatcher.run_once()
    assert desk.states() == ["rejected", "accepted"]


async def test_a_broken_outreach_is_judged_anew_once_it_is_mended(desk: Desk) -> None:
    task = await one_task(desk, template="no-such-template")
    with desk.store.begin() as tx:
        tx.execute(sa.update(schema.outreach).values(template="reminder-1"))
    settled(desk, task, Found.RETRY)
    await desk.dispatcher.run_once()
    assert desk.states() == ["accepted"]


async def test_what_breaks_again_after_it_was_mended_is_put_before_a_person_again(desk: Desk) -> None:
    too_large = NotSent(scope=Scope.CONTENT, retryable=False, code="552")
    desk.email.answer_next(too_large, too_large)
    task = await one_task(desk)
    settled(desk, task, Found.RETRY)
    assert open_tasks(desk) == []
    await desk.dispatcher.run_once()
    assert [one.task_id for one in open_tasks(desk)] == [task.task_id]
    settled(desk, task, Found.RETRY)
    await desk.dispatcher.run_once()
    assert desk.states() == ["rejected", "rejected", "accepted"]


async def test_a_provider_that_refuses_us_is_one_alarm_however_many_messages_it_refuses(desk: Desk) -> None:
    refused = NotSent(scope=Scope.SENDER, retryable=False, code="535")
    with desk.store.begin() as tx:
        customer = a_customer(tx, desk.ids)
        a_contact_point(tx, desk.ids, customer, PointKind.EMAIL)
        an_account(tx, desk.ids, customer, days_past_due=12)
        an_outreach(tx, desk.ids, customer, desk.clock.now())
    desk.email.answer_next(refused, refused)
    assert (await one_task(desk)).kind == "sender-refused"


async def test_a_finding_that_does_not_fit_changes_nothing(desk: Desk) -> None:
    task = await one_task(desk, template="no-such-template")
    with pytest.raises(DataError):
        settled(desk, task, Found.SENT)
    assert [one.task_id for one in open_tasks(desk)] == [task.task_id]


async def test_a_task_is_closed_once(desk: Desk) -> None:
    task = await one_task(desk, template="no-such-template")
    with desk.store.begin() as tx:
        close(tx, task.task_id, by="test", now=desk.clock.now())
    with pytest.raises(NotFound), desk.store.begin() as tx:
        close(tx, task.task_id, by="test", now=desk.clock.now())
