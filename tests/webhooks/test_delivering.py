"""Does every message arrive, whatever the other side does, and does nobody wait for somebody else?"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from standardwebhooks import Webhook

from gateway.domain.errors import Conflict
from gateway.store import Store, tasks
from gateway.store import webhook_deliveries as rows
from gateway.webhooks_out import Courier
from gateway.webhooks_out.replaying import Again, replay
from tests.builders.webhooks import Telling, a_telling, another_messenger, opened
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.webhook_receiver import a_receiver


@pytest.fixture
def telling(store: Store, clock: FixedClock, ids: SeededIds) -> Telling:
    return a_telling(store, clock, ids)


def open_tasks(telling: Telling) -> list[str]:
    with telling.store.read() as tx:
        return [one.kind for one in tasks.open_tasks(tx)]


@pytest.mark.parametrize("status", [301, 400, 500])
async def test_what_failed_comes_again_with_the_same_id_and_body(telling: Telling, status: int) -> None:
    async with a_receiver() as receiver, opened(telling):
        endpoint, _ = telling.add(receiver.url)
        telling.ping(endpoint)
        receiver.answer_next(web.Response(status=status, headers={"Location": receiver.url}))
        assert await telling.messenger.drain() == {"waiting": 1}
        assert await telling.messenger.drain() == {}
        telling.clock.advance(seconds=6)
        assert await telling.messenger.drain() == {"delivered": 1}
    first, again = receiver.heard
    assert (first.id, first.body) == (again.id, again.body)
    assert first.headers["webhook-timestamp"] != again.headers["webhook-timestamp"]


async def test_ten_tries_then_the_endpoint_is_disabled_and_somebody_told(telling: Telling) -> None:
    async with a_receiver() as receiver, opened(telling):
        endpoint, _ = telling.add(receiver.url, "event.*")
        receiver.answer_next(*[500] * 10)
        message = telling.ping(endpoint)
        for _ in range(10):
            await telling.messenger.drain()
            telling.clock.advance(hours=30)
        assert telling.endpoint(endpoint).disabled_because == "10 tries failed"
        await telling.messenger.drain()
    assert len(receiver.heard) == 10
    assert telling.states(endpoint) == ["failed"]
    assert open_tasks(telling) == ["webhook-disabled"]
    with telling.store.read() as tx:
        assert len(rows.tries(tx, endpoint, message)) == 10


async def test_one_message_that_is_never_taken_does_not_end_the_others(telling: Telling) -> None:
    async with a_receiver() as receiver, opened(telling):
        endpoint, _ = telling.add(receiver.url, "event.*")
        receiver.refused.add(f"msg_{telling.ping(endpoint).hex}")
        for _ in range(10):
            telling.ping(endpoint)
            await telling.messenger.drain()
            telling.clock.advance(hours=30)
    assert telling.states(endpoint) == ["failed"] + ["delivered"] * 10
    assert telling.endpoint(endpoint).disabled_at is None
    assert open_tasks(telling) == ["webhook-given-up"]


async def test_gone_disables_at_once_and_keeps_what_comes(telling: Telling) -> None:
    async with a_receiver() as receiver, opened(telling):
        endpoint, _ = telling.add(receiver.url, "task.opened")
        receiver.answer_next(410)
        first = telling.ping(endpoint)
        await telling.messenger.drain()
        assert telling.endpoint(endpoint).disabled_because == "it answered 410 Gone"
        assert telling.states(endpoint) == ["failed", "held"]  # the second tells of the task
        with pytest.raises(Conflict, match="disabled"):
            telling.ping(endpoint)
        with telling.store.begin() as tx:
            assert telling.office.enable(tx, endpoint, by="test", now=telling.clock.now())
            assert replay(tx, endpoint, Again(), telling.clock.now()) == 2
        assert open_tasks(telling) == []
        await telling.messenger.drain()
    assert telling.states(endpoint) == ["delivered", "delivered"]
    assert receiver.heard[1].id == receiver.heard[0].id == f"msg_{first.hex}"


async def test_an_endpoint_that_asks_for_a_rest_gets_it(telling: Telling) -> None:
    async with a_receiver() as receiver, opened(telling):
        endpoint, _ = telling.add(receiver.url)
        receiver.answer_next(web.Response(status=429, headers={"Retry-After": "600"}))
        telling.ping(endpoint)
        await telling.messenger.drain()
        telling.ping(endpoint)
        telling.clock.advance(seconds=599)
        await telling.messenger.drain()
        assert len(receiver.heard) == 1
        telling.clock.advance(seconds=1)
        await telling.messenger.drain()
    assert telling.states(endpoint) == ["delivered", "delivered"]


async def test_an_endpoint_that_hangs_holds_up_nobody(telling: Telling) -> None:
    async with a_receiver() as stuck, a_receiver() as quick, opened(telling):
        hanging, _ = telling.add(stuck.url)
        swift, _ = telling.add(quick.url)
        stuck.answer_next(*[stuck.hang] * 100)
        for _ in range(30):
            telling.ping(hanging)
            telling.ping(swift)
        await telling.messenger.run()
        async with asyncio.timeout(20):
            while len(quick.heard) < 30:
                await asyncio.sleep(0.01)
        assert len(stuck.heard) <= 8
        stuck.let_go()
        await telling.messenger.drain()
    assert set(telling.states(swift)) == {"delivered"}


async def test_both_secrets_sign_while_they_are_exchanged(telling: Telling) -> None:
    async with a_receiver() as receiver, opened(telling):
        endpoint, old = telling.add(receiver.url)
        with telling.store.begin() as tx:
            day = timedelta(days=1)
            _, new = telling.office.rotate(tx, endpoint, day, by="test", now=telling.clock.now())
        telling.ping(endpoint)
        await telling.messenger.drain()
        telling.clock.advance(hours=25)
        telling.ping(endpoint)
        await telling.messenger.drain()
    during, after = (one.headers["webhook-signature"].split() for one in receiver.heard)
    assert (len(during), len(after)) == (2, 1)
    for heard, secrets in zip(receiver.heard, ((old, new), (new,)), strict=True):
        at = datetime.fromtimestamp(int(heard.headers["webhook-timestamp"]), UTC)
        made = {Webhook(secret).sign(heard.id, at, heard.body.decode()) for secret in secrets}
        assert made == set(heard.headers["webhook-signature"].split())


async def test_two_workers_never_carry_the_same_message_at_once(telling: Telling) -> None:
    other = another_messenger(
        telling.store, telling.office, Courier(deadline=timedelta(seconds=5)), telling.clock, telling.ids
    )
    async with a_receiver() as receiver, opened(telling):
        await other.open()
        endpoint, _ = telling.add(receiver.url)
        for _ in range(60):
            telling.ping(endpoint)
        await asyncio.gather(telling.messenger.drain(), other.drain())
        await other.close()
    assert len(receiver.heard) == 60
    assert len({one.id for one in receiver.heard}) == 60


async def test_what_a_dead_worker_had_in_hand_is_due_again(telling: Telling) -> None:
    async with a_receiver() as receiver, opened(telling):
        endpoint, _ = telling.add(receiver.url)
        telling.ping(endpoint)
        dead = telling.ids.new()
        with telling.store.begin() as tx:
            now = telling.clock.now()
            assert len(rows.claim(tx, endpoint, 5, dead, now, until=now + timedelta(minutes=2))) == 1
        assert await telling.messenger.drain() == {}
        with telling.store.begin() as tx:
            assert rows.free_claims(tx, {telling.ids.new()}, telling.clock.now()) == 1
        assert await telling.messenger.drain() == {"delivered": 1}
    assert len(receiver.heard) == 1


async def test_what_is_on_its_way_at_a_stop_is_finished(telling: Telling) -> None:
    async with a_receiver() as receiver:
        endpoint, _ = telling.add(receiver.url)
        async with opened(telling):
            for _ in range(5):
                telling.ping(endpoint)
            await telling.messenger.run()
        assert telling.states(endpoint) == ["delivered"] * 5


async def test_a_replay_takes_what_it_is_told_to(telling: Telling) -> None:
    async with a_receiver() as receiver, opened(telling):
        endpoint, _ = telling.add(receiver.url)
        telling.ping(endpoint)
        later = telling.clock.advance(hours=1)
        second = telling.ping(endpoint)
        await telling.messenger.drain()
        with telling.store.begin() as tx:
            assert replay(tx, endpoint, Again(), later) == 0
            assert replay(tx, endpoint, Again(before=later, delivered=True), later) == 1
            assert replay(tx, endpoint, Again(message=f"msg_{second.hex}"), later) == 1
        await telling.messenger.drain()
    assert len(receiver.heard) == 4
