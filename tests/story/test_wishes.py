"""Does what a customer asks for on their page move what was planned, at once?"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import pytest

from gateway.domain.portfolio import ContactPoint, Customer
from gateway.domain.words import Channel, PointKind
from gateway.events import NewEvent, record_events
from gateway.responses import cases, wishes
from gateway.responses.choices import Answerer
from gateway.responses.wishes import Why
from gateway.store import Store, events, portfolio, tasks
from gateway.tasks import words_of
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer
from tests.builders.dispatcher import Desk, a_desk, an_outreach
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds


@pytest.fixture
def desk(store: Store, clock: FixedClock, ids: SeededIds) -> Desk:
    return a_desk(store, clock, ids)


def due_to(desk: Desk) -> tuple[Customer, ContactPoint]:
    """A customer with one email address and a reminder that is due now, on a Monday."""
    with desk.store.begin() as tx:
        customer = a_customer(tx, desk.ids)
        point = a_contact_point(tx, desk.ids, customer, PointKind.EMAIL)
        an_account(tx, desk.ids, customer, days_past_due=12)
        an_outreach(tx, desk.ids, customer, desk.clock.now())
    return customer, point


def says(desk: Desk, *told: NewEvent, source: str = "portal") -> None:
    with desk.store.begin() as tx:
        record_events(tx, desk.ledger, told, now=desk.clock.now(), ids=desk.ids, source=source)


def take_back(desk: Desk, customer: Customer) -> None:
    of = customer.customer_id
    with desk.store.read() as tx:
        known, points = events.events_of(tx, [of])[of], portfolio.contact_points_of(tx, [of])[of]
    [wish] = wishes.standing(known, points, desk.clock.now().date())
    says(desk, *wishes.taken_back(me(customer), wish, desk.clock.now()))


def me(customer: Customer) -> Answerer:
    return Answerer(customer.customer_id, None, Channel.EMAIL)


def open_tasks(desk: Desk) -> Sequence[tasks.TaskRow]:
    with desk.store.read() as tx:
        return tasks.open_tasks(tx)


async def test_what_was_due_on_an_inconvenient_day_waits_for_the_next_one(desk: Desk) -> None:
    customer, _ = due_to(desk)
    says(desk, wishes.inconvenient_time(me(customer), ["mon"], None, None, desk.clock.now()))
    await desk.dispatcher.run_once()
    assert [state for state, _ in desk.outreach()] == ["deferred"]
    assert desk.email.sent == []
    desk.clock.advance(days=1)
    await desk.dispatcher.run_once()
    assert len(desk.email.sent) == 1


async def test_a_wish_that_is_taken_back_frees_what_waited_at_once(desk: Desk) -> None:
    customer, _ = due_to(desk)
    says(desk, wishes.inconvenient_time(me(customer), ["mon"], None, None, desk.clock.now()))
    await desk.dispatcher.run_once()
    desk.clock.advance(minutes=1)
    take_back(desk, customer)
    await desk.dispatcher.run_once()
    assert len(desk.email.sent) == 1


async def test_an_address_that_is_not_to_be_used_is_not_until_that_is_taken_back(desk: Desk) -> None:
    customer, point = due_to(desk)
    says(desk, *wishes.not_this_one(me(customer), point, Why.EMPLOYER, desk.clock.now()))
    await desk.dispatcher.run_once()
    assert desk.email.sent == []
    desk.clock.advance(minutes=1)
    take_back(desk, customer)
    await desk.dispatcher.run_once()
    assert len(desk.email.sent) == 1


@pytest.mark.parametrize("kind", ["verification", "attorney", "bankruptcy", "deceased", "hardship"])
async def test_news_that_stops_reminders_stops_the_one_that_was_due(desk: Desk, kind: str) -> None:
    customer, _ = due_to(desk)
    now, who = desk.clock.now(), me(customer)
    told = {
        "verification": cases.verification(who, "", now),
        "attorney": cases.attorney(who, {"name": "Lee & Park LLP"}, now),
        "bankruptcy": cases.bankruptcy(who, {"chapter": "13"}, now),
        "deceased": cases.deceased(who, {}, now),
        "hardship": cases.hardship(who, cases.Hardship.MILITARY, "", now.date(), now),
    }
    says(desk, *told[kind])
    await desk.dispatcher.run_once()
    assert desk.email.sent == []
    [task] = open_tasks(desk)
    assert " By 2027-03-" in task.text


async def test_the_preferred_way_goes_first_and_the_message_is_in_the_preferred_language(desk: Desk) -> None:
    with desk.store.begin() as tx:
        customer = a_customer(tx, desk.ids)
        for kind in (PointKind.EMAIL, PointKind.POSTAL):
            a_contact_point(tx, desk.ids, customer, kind)
        an_account(tx, desk.ids, customer, days_past_due=12)
        an_outreach(tx, desk.ids, customer, desk.clock.now(), channels=["letter", "email"])
    says(desk, wishes.preference(me(customer), "es", "email", desk.clock.now()))
    await desk.dispatcher.run_once()
    [sent] = desk.email.sent
    assert sent.language == "es"


async def test_a_request_is_tracked_until_the_answer_is_recorded(desk: Desk) -> None:
    customer, _ = due_to(desk)
    now, who = desk.clock.now(), me(customer)
    says(desk, *cases.verification(who, "", now), *cases.original_creditor(who, "", now.date(), now))
    assert sorted(task.kind for task in open_tasks(desk)) == [
        "original-creditor-request", "verification-request",
    ]  # fmt: skip
    desk.clock.advance(hours=1)
    for type_ in ("verification_sent", "original_creditor_sent"):
        says(desk, NewEvent(type_, desk.clock.now(), customer.customer_id), source="record")
    assert open_tasks(desk) == []
    desk.clock.advance(days=15)
    await desk.dispatcher.run_once()
    assert len(desk.email.sent) == 1


def test_a_person_reads_what_was_filled_in_with_the_task(desk: Desk) -> None:
    customer, _ = due_to(desk)
    says(desk, *cases.bankruptcy(me(customer), {"case_number": "27-10001"}, desk.clock.now()))
    [task] = open_tasks(desk)
    with desk.store.read() as tx:
        assert "case number: 27-10001" in words_of(tx, desk.ledger, UUID(str(task.task_id)))
