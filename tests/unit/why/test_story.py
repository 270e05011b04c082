"""Does the story of an account say what happened, why, and what comes next?"""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from gateway.domain.portfolio import Account, Customer
from gateway.domain.words import PointKind
from gateway.events import NewEvent, record_events
from gateway.store import Store, schema
from gateway.why import Story, as_lines, story_of
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.creditor import a_creditor
from tests.builders.customer import a_customer
from tests.builders.dispatcher import Desk, a_desk, an_outreach
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds


@pytest.fixture
def desk(store: Store, clock: FixedClock, ids: SeededIds) -> Desk:
    return a_desk(store, clock, ids)


@pytest.fixture
def owing(desk: Desk) -> tuple[Customer, Account]:
    with desk.store.begin() as tx:
        customer = a_customer(tx, desk.ids, customer_number="C-1")
        a_contact_point(tx, desk.ids, customer, PointKind.EMAIL)
        account = an_account(tx, desk.ids, customer, account_number="A-1", days_past_due=12)
    return customer, account


def remind(desk: Desk, customer: Customer, **overrides: object) -> None:
    with desk.store.begin() as tx:
        an_outreach(tx, desk.ids, customer, desk.clock.now(), **overrides)
    asyncio.run(desk.dispatcher.run_once())


def tell(desk: Desk, customer: Customer, type_: str, **body: object) -> None:
    event = NewEvent(type_, desk.clock.now(), customer.customer_id, body=body)
    with desk.store.begin() as tx:
        record_events(tx, desk.ledger, [event], now=event.at, ids=desk.ids, source="record")


def story(desk: Desk, account: Account) -> Story:
    creditor = a_creditor()
    with desk.store.read() as tx:
        return story_of(
            tx,
            desk.ledger,
            account,
            creditors={creditor.creditor_id: creditor},
            strategy_titles={"commercial": "Companies, first party"},
            now=desk.clock.now(),
        )


def told(desk: Desk, account: Account) -> str:
    return " ".join("\n".join(as_lines(story(desk, account), desk.clock.now())).split())


def test_it_begins_with_who_owes_what_to_whom_since_when(desk: Desk, owing: tuple[Customer, Account]) -> None:
    text = told(desk, owing[1])
    assert "Account A-1 of Northwind Traders (customer C-1) at Acme Supply Co.; commercial debt." in text
    assert "Open: $1,250.50 on 1 bill, the oldest due since 17 February 2027 (12 days)." in text
    assert "Times are those of America/New York, where it is now Mon 1 Mar 2027, 11:00." in text
    assert "Nothing has happened yet." in text


def test_what_was_sent_is_a_line_with_the_customers_time(desk: Desk, owing: tuple[Customer, Account]) -> None:
    remind(desk, owing[0])
    assert "Mon 1 Mar 2027, 11:00 sent Reminder 1 by email." in told(desk, owing[1])


def test_what_was_put_off_says_until_when_why_and_by_whose_word(
    desk: Desk, owing: tuple[Customer, Account]
) -> None:
    desk.clock.advance(hours=12)
    remind(desk, owing[0])
    text = told(desk, owing[1])
    assert "Mon 1 Mar 2027, 23:00 put off Reminder 1 by email, until 2 March 2027 at 08:00." in text
    assert "[Our own policy]" in text
    assert "What comes next Reminder 1 by email may go from 2 March 2027 at 08:00 on." in text


def test_what_was_refused_waits_for_news_and_cites_the_law(
    desk: Desk, owing: tuple[Customer, Account]
) -> None:
    tell(desk, owing[0], "opt_out", channel="email")
    remind(desk, owing[0])
    text = told(desk, owing[1])
    assert "told The customer stopped emails (told by an event file)." in text
    assert "refused Reminder 1 by email." in text
    assert "[12 CFR 1006.14(h), 1006.6(e)]" in text
    assert "waits for news: it may not go as things are." in text


def test_no_machine_time_and_no_code_is_left_in_it(desk: Desk, owing: tuple[Customer, Account]) -> None:
    tell(desk, owing[0], "promise_to_pay", due_on="2027-03-20", amount="100.00", currency="USD")
    remind(desk, owing[0], template="reminder-2")
    text = told(desk, owing[1])
    assert "The customer promised to pay USD 100.00 on 20 March 2027" in text
    assert "2027-03" not in text
    assert "reminder-2" not in text
    assert "UTC" not in text


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("delivered", "sent Reminder 1 by email; it has arrived."),
        ("bounced", "failed Reminder 1 by email; it was sent and came back (code 550)."),
        ("rejected", "failed Reminder 1 by email; it did not leave, and does not count as a contact"),
        ("unknown", "sent Reminder 1 by email; it may have left, so it counts as sent and is not repeated"),
        ("sending", "note Reminder 1 by email, leaving now"),
    ],
)  # fmt: skip
def test_every_outcome_has_its_words(
    desk: Desk, owing: tuple[Customer, Account], state: str, says: str
) -> None:
    remind(desk, owing[0])
    with desk.store.begin() as tx:
        tx.execute(sa.update(schema.attempt).values(state=state, code="550"))
    assert says in told(desk, owing[1])


def test_another_accounts_one_off_is_not_in_it(desk: Desk, owing: tuple[Customer, Account]) -> None:
    customer, account = owing
    with desk.store.begin() as tx:
        other = an_account(tx, desk.ids, customer, account_number="A-2", days_past_due=20)
    remind(desk, customer, origin="one-off", account_id=other.account_id, template="statement")
    assert "Statement" not in told(desk, account)
    assert "sent Statement (a one-off) by email." in told(desk, other)


def test_what_was_cancelled_is_noted(desk: Desk, owing: tuple[Customer, Account]) -> None:
    with desk.store.begin() as tx:
        tx.execute(sa.update(schema.invoice).values(balance_minor=0))
    remind(desk, owing[0])
    text = told(desk, owing[1])
    assert "note Reminder 1 was planned here and is cancelled. Nothing is owed any more." in text
    assert "Nothing is open." in text


def test_with_nothing_waiting_the_planners_next_look_is_named(
    desk: Desk, owing: tuple[Customer, Account]
) -> None:
    account = owing[1]
    changed = sa.update(schema.customer)
    with desk.store.begin() as tx:
        tx.execute(changed.values(plan_at=desk.clock.now().replace(day=9, hour=5)))
    assert "The planner asks again on 9 March 2027 at 00:00" in told(desk, account)
    with desk.store.begin() as tx:
        tx.execute(changed.values(plan_at=None))
    assert "nothing will be until something changes" in told(desk, account)


def test_an_erased_customers_story_still_says_what_happened(
    desk: Desk, owing: tuple[Customer, Account]
) -> None:
    desk.clock.advance(hours=12)
    remind(desk, owing[0])
    with desk.store.begin() as tx:
        tx.execute(sa.update(schema.subject).values(wrapped_key=None))
    text = told(desk, owing[1])
    assert "put off Reminder 1 by email" in text
    assert "[Our own policy]" not in text  # the sealed ruling cannot be read any more
