"""Does a letter leave by Lob as it is meant, and does one whose answer was lost come to light?"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from gateway.deliveries import Tracer
from gateway.dispatcher.judging import Judge
from gateway.domain.portfolio import Creditor
from gateway.domain.words import Channel, PointKind
from gateway.oneoffs import Previewer
from gateway.store import Store, history, schema
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.creditor import a_creditor
from tests.builders.customer import a_customer
from tests.builders.dispatcher import Desk, a_desk, an_outreach, shipped_rulebook
from tests.builders.lob_adapter import a_lob_adapter
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.lob_server import LobServer, a_lob


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("channels.letter_lob.requests.PAUSE", 0.0)


class Post:
    """A dispatcher whose letters leave by a real adapter to a server that plays Lob."""

    def __init__(self, desk: Desk, lob: LobServer, creditor: Creditor) -> None:
        self.desk, self.lob, self.creditor = desk, lob, creditor
        self.tracer = Tracer(desk.store, desk.ledger, desk.adapters, desk.clock, desk.ids)

    async def letter(self) -> None:
        with self.desk.store.begin() as tx:
            customer = a_customer(tx, self.desk.ids)
            a_contact_point(tx, self.desk.ids, customer, PointKind.POSTAL)
            an_account(tx, self.desk.ids, customer, days_past_due=12)
            an_outreach(tx, self.desk.ids, customer, self.desk.clock.now(), channels=["letter"])
        await self.desk.dispatcher.run_once()

    async def trace_after(self, minutes: float) -> tuple[int, int]:
        self.desk.clock.advance(timedelta(minutes=minutes))
        traced = await self.tracer.run()
        return traced.asked, traced.found

    def attempts(self) -> list[Any]:
        with self.desk.store.read() as tx:
            return list(tx.execute(sa.select(schema.attempt).order_by(schema.attempt.c.attempt_id)).all())

    def tasks(self) -> list[tuple[str, bool]]:
        query = sa.select(schema.task.c.kind, schema.task.c.closed_at).order_by(schema.task.c.kind)
        with self.desk.store.read() as tx:
            return [(row.kind, row.closed_at is None) for row in tx.execute(query)]


@pytest.fixture
async def post(store: Store, clock: FixedClock, ids: SeededIds) -> AsyncIterator[Post]:
    creditor = replace(a_creditor(), certified_letters=("reminder-3",))
    async with a_lob() as lob, a_lob_adapter(lob.url, clock.now) as adapter:
        desk = a_desk(store, clock, ids, creditors=[creditor])
        desk.adapters[Channel.LETTER] = adapter  # type: ignore[assignment]
        lob.at = clock.now()
        yield Post(desk, lob, creditor)


async def test_a_reminder_goes_as_our_own_document_to_both_addresses(post: Post) -> None:
    await post.letter()
    (attempt,), ((_, _, form),) = post.attempts(), post.lob.requests
    assert (attempt.state, attempt.provider_reference) == ("accepted", "ltr_0000000000000001")
    assert post.lob.documents[0].startswith(b"%PDF-1.7")
    assert form["from[name]"] == post.creditor.neutral_name
    assert form["metadata[attempt_id]"] == str(attempt.attempt_id)
    assert "extra_service" not in form


async def test_the_creditors_choice_makes_a_template_certified(post: Post) -> None:
    with post.desk.store.begin() as tx:
        customer = a_customer(tx, post.desk.ids)
        a_contact_point(tx, post.desk.ids, customer, PointKind.POSTAL)
        an_account(tx, post.desk.ids, customer, days_past_due=40)
        now = post.desk.clock.now()
        an_outreach(tx, post.desk.ids, customer, now, channels=["letter"], template="reminder-3")
    await post.desk.dispatcher.run_once()
    assert post.lob.requests[0][2]["extra_service"] == "certified"


async def test_a_letter_whose_answer_was_lost_is_found_by_our_own_id(post: Post) -> None:
    post.lob.answer_next("taken reset", "reset")
    await post.letter()
    assert post.attempts()[0].state == "unknown"
    assert await post.trace_after(2) == (1, 1)
    (attempt,) = post.attempts()
    assert (attempt.state, attempt.provider_reference) == ("accepted", "ltr_0000000000000001")
    assert post.tasks() == [("unknown-outcome", False)]


async def test_a_letter_that_is_not_there_after_half_an_hour_was_never_made(post: Post) -> None:
    post.lob.answer_next("reset", "reset")
    await post.letter()
    for minutes in (2, 8):
        await post.trace_after(minutes)
        assert post.attempts()[0].state == "unknown"
    await post.trace_after(20)
    assert (post.attempts()[0].state, post.attempts()[0].code) == ("rejected", "not-at-provider")
    assert post.tasks() == [("unknown-outcome", False)]
    await post.desk.dispatcher.run_once()
    first, second = post.attempts()
    assert {first.state, second.state} == {"rejected", "accepted"}
    assert len(post.lob.letters) == 1


async def test_what_lob_does_not_answer_releases_nothing(post: Post) -> None:
    post.lob.answer_next("reset", "reset")
    await post.letter()
    for minutes in (2, 8, 20, 30):
        post.lob.answer_next((503, "later"))
        await post.trace_after(minutes)
    assert post.attempts()[0].state == "unknown"
    assert post.tasks() == [("unknown-outcome", True)]


async def test_credentials_that_lob_refuses_are_nobodys_address(post: Post) -> None:
    post.lob.answer_next((401, {"error": {"code": "invalid_api_key"}}))
    await post.letter()
    (attempt,) = post.attempts()
    assert (attempt.state, attempt.fault) == ("rejected", "sender")
    assert post.tasks() == [("channel-stopped", True), ("sender-refused", True)]


async def test_a_preview_says_which_address_lob_would_not_print(post: Post) -> None:
    with post.desk.store.begin() as tx:
        customer = a_customer(tx, post.desk.ids)
        a_contact_point(tx, post.desk.ids, customer, PointKind.POSTAL, value="1 Main Street\nAlbany")
        an_account(tx, post.desk.ids, customer, days_past_due=12)
        now = post.desk.clock.now()
        outreach_id = an_outreach(tx, post.desk.ids, customer, now, channels=["letter"])
        row = history.find_outreach(tx, outreach_id)
        assert row is not None
        judge = Judge(shipped_rulebook(), frozenset(Channel))
        creditors = {post.creditor.creditor_id: post.creditor}
        adapter: Any = post.desk.adapters[Channel.LETTER]
        preview = Previewer(judge, creditors, adapter).of_waiting(tx, row, now)
    assert preview is not None
    assert "The customer's address does not suit Lob." in preview.because
    assert "The creditor's" not in preview.because
    await post.desk.dispatcher.run_once()
    assert (post.attempts()[0].state, post.attempts()[0].code) == ("rejected", "address-place")
    assert post.lob.requests == []
