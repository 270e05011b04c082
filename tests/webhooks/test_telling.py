"""Is every answer and every outcome told, once, signed, and with nothing personal in it?"""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from gateway.domain.ids import EntryId
from gateway.ledger import Entry, EntryKind
from gateway.ledger.news import _TOLD, told
from gateway.store import Store, task_rows
from gateway.store.schema import webhook_delivery, webhook_endpoint, webhook_message
from gateway.store.webhook_deliveries import delete_old
from gateway.store.webhook_endpoints import figures
from gateway.webhooks_out.forgetting import forget_old
from gateway.webhooks_out.types import TYPES
from tests.builders.account import an_account
from tests.builders.customer import a_customer
from tests.builders.webhooks import Telling, a_telling, opened
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.webhook_receiver import a_receiver


@pytest.fixture
def telling(store: Store, clock: FixedClock, ids: SeededIds) -> Telling:
    return a_telling(store, clock, ids)


def messages(telling: Telling) -> int:
    with telling.store.read() as tx:
        return tx.execute(sa.select(sa.func.count()).select_from(webhook_message)).scalar_one()


async def test_a_customers_answer_is_told(telling: Telling) -> None:
    with telling.store.begin() as tx:
        customer = a_customer(tx, telling.ids)
        account = an_account(tx, telling.ids, customer)
    async with a_receiver() as receiver, opened(telling):
        endpoint, _ = telling.add(receiver.url, "event.*")
        body = {"due_on": "2027-03-10", "amount": "10.00", "currency": "USD"}
        telling.happens(customer.customer_id, "promise_to_pay", account_id=account.account_id, body=body)
        assert await telling.messenger.drain() == {"delivered": 1}
    (heard,) = receiver.heard
    said = heard.said
    assert (said["type"], said["timestamp"]) == ("event.promise_to_pay", "2027-03-01T16:00:00.000000Z")
    assert said["data"]["customer_id"] == str(customer.customer_id)
    assert said["data"]["account_ids"] == [str(account.account_id)]
    assert said["data"].keys() == {
        "account_ids", "creditor_id", "customer_id", "entry_id", "event_id", "seq", "source"
    }  # fmt: skip
    assert b"10.00" not in heard.body
    assert heard.headers["content-type"] == "application/json"
    assert telling.states(endpoint) == ["delivered"]


async def test_one_customers_messages_can_be_put_in_order(telling: Telling) -> None:
    with telling.store.begin() as tx:
        customer = a_customer(tx, telling.ids)
    async with a_receiver() as receiver, opened(telling):
        telling.add(receiver.url, "event.*")
        for _ in range(12):
            telling.happens(customer.customer_id, "opt_out", body={"channel": "email"})
        await telling.messenger.drain()
    numbers = [one.said["data"]["seq"] for one in receiver.heard]
    assert len(set(numbers)) == 12
    assert len({one.id for one in receiver.heard}) == 12


def test_without_an_endpoint_nothing_is_written(telling: Telling) -> None:
    with telling.store.begin() as tx:
        customer = a_customer(tx, telling.ids)
    telling.happens(customer.customer_id, body={"channel": "email"})
    assert messages(telling) == 0


def test_what_is_undone_is_not_told(telling: Telling) -> None:
    endpoint, _ = telling.add("https://example.com/hooks")
    before = len(telling.deliveries(endpoint))
    with telling.store.begin() as tx:
        entry = Entry(EntryId(telling.ids.new()), None, EntryKind.SENDING_STOPPED, telling.clock.now())
        telling.ledger.append(tx, [entry])
        tx.rollback()
    assert len(telling.deliveries(endpoint)) == before


def test_what_a_file_said_is_not_told_back(telling: Telling) -> None:
    with telling.store.begin() as tx:
        customer = a_customer(tx, telling.ids)
    telling.add("https://example.com/hooks")
    telling.happens(customer.customer_id, body={"channel": "email"}, source="import")
    assert messages(telling) == 0


def test_an_endpoint_hears_what_it_asked_for_and_of_its_creditor_alone(telling: Telling) -> None:
    with telling.store.begin() as tx:
        ours = a_customer(tx, telling.ids, creditor_id="northwind")
        theirs = a_customer(tx, telling.ids, creditor_id="other", customer_number="C-2")
    stops, _ = telling.add("https://example.com/stops", "event.opt_out", creditor_id="northwind")
    outcomes, _ = telling.add("https://example.com/outcomes", "attempt.*")
    for one in (ours, theirs):
        telling.happens(one.customer_id, body={"channel": "email"})
    (heard,) = telling.deliveries(stops)
    assert heard.type == "event.opt_out"
    assert telling.deliveries(outcomes) == []


def test_an_opened_task_is_told_once(telling: Telling) -> None:
    endpoint, _ = telling.add("https://example.com/hooks", "task.opened")
    row = {
        "task_id": telling.ids.new(),
        "kind": "broken-outreach",
        "reference": "x",
        "text": "Look.",
        "opened_at": telling.clock.now(),
    }
    for _ in range(2):
        with telling.store.begin() as tx:
            task_rows.insert_tasks(tx, [row])
    assert [one.type for one in telling.deliveries(endpoint)] == ["task.opened"]
    with telling.store.begin() as tx:
        task_rows.take_back(tx, "broken-outreach", ["x"], telling.clock.now())
        task_rows.insert_tasks(tx, [row | {"opened_at": telling.clock.advance(minutes=1)}])
    assert len(telling.deliveries(endpoint)) == 2


async def test_two_endpoints_hear_the_same_message(telling: Telling) -> None:
    with telling.store.begin() as tx:
        customer = a_customer(tx, telling.ids)
    async with a_receiver() as one, a_receiver() as other, opened(telling):
        telling.add(one.url, "event.*")
        telling.add(other.url, "event.*")
        telling.happens(customer.customer_id, body={"channel": "email"})
        await telling.messenger.drain()
    assert one.heard[0].id == other.heard[0].id
    assert one.heard[0].body == other.heard[0].body
    assert messages(telling) == 1


async def test_old_messages_go_and_the_newest_number_stays(telling: Telling) -> None:
    async with a_receiver() as receiver, opened(telling):
        endpoint, _ = telling.add(receiver.url)
        for _ in range(3):
            telling.ping(endpoint)
        await telling.messenger.drain()
    later = telling.clock.advance(days=40)
    waits = telling.ping(endpoint)
    with telling.store.begin() as tx:
        assert delete_old(tx, later - timedelta(days=30)) == 3
        assert delete_old(tx, later + timedelta(days=30)) == 0
        left = tx.execute(sa.select(webhook_delivery.c.message_id)).scalars().all()
    assert left == [waits]


def test_every_entry_that_is_told_has_a_known_type(ids: SeededIds, clock: FixedClock) -> None:
    for kind in _TOLD:
        public = {"type": "opt_out", "state": "delivered"}
        (news,) = told([Entry(EntryId(ids.new()), None, kind, clock.now(), public)])
        assert news.type in TYPES


async def test_what_waited_for_an_endpoint_that_is_gone_is_forgotten(telling: Telling) -> None:
    endpoint, _ = telling.add("https://example.com/hooks")
    telling.ping(endpoint)
    with telling.store.begin() as tx:
        tx.execute(sa.delete(webhook_endpoint))  # as where news was written while it was removed
        assert figures(tx, telling.clock.now())["waiting"] == 0
    newer, _ = telling.add("https://example.com/others")
    telling.ping(newer)
    assert forget_old(telling.store, telling.clock.advance(days=1)) == 1
