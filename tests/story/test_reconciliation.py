"""Does the day's comparison with a provider find what only one side has, and correct what differs?"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from email.utils import format_datetime
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from gateway.deliveries import Reconciled, Reconciler, apply_delivery_events, close_unconfirmed
from gateway.domain.words import Channel, PointKind
from gateway.ledger import EntryKind
from gateway.status import as_lines, status_of
from gateway.store import Store, schema
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer
from tests.builders.dispatcher import Desk, a_desk, an_outreach
from tests.builders.lob_adapter import a_lob_adapter
from tests.builders.twilio_adapter import a_twilio_adapter
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.lob_server import LobServer, a_lob
from tests.fakes.twilio_server import TwilioServer, a_twilio

DAYS = timedelta(days=3)


class Office:
    """A dispatcher whose texts and letters leave by real adapters to servers that play Twilio and Lob."""

    def __init__(self, desk: Desk, twilio: TwilioServer, lob: LobServer) -> None:
        self.desk, self.twilio, self.lob = desk, twilio, lob
        self.reconciler = Reconciler(desk.store, desk.ledger, desk.adapters, desk.clock, desk.ids)

    async def send(self, channel: Channel, kind: PointKind, **more: Any) -> None:
        self.twilio.at = self.lob.at = self.desk.clock.now()
        with self.desk.store.begin() as tx:
            customer = a_customer(tx, self.desk.ids, **more)
            a_contact_point(tx, self.desk.ids, customer, kind)
            an_account(tx, self.desk.ids, customer, days_past_due=12)
            an_outreach(tx, self.desk.ids, customer, self.desk.clock.now(), channels=[channel.value])
        await self.desk.dispatcher.run_once()

    async def text(self) -> None:
        await self.send(Channel.SMS, PointKind.MOBILE)

    async def letter(self, **more: Any) -> None:
        await self.send(Channel.LETTER, PointKind.POSTAL, **more)

    async def compare(self, adapter: str) -> Reconciled:
        found = await self.reconciler.run(self.desk.clock.now() - DAYS)
        return next(one for one in found if one.adapter == adapter)

    def attempt(self) -> Any:
        return self.rows(schema.attempt)[0]

    def rows(self, table: sa.Table) -> list[Any]:
        with self.desk.store.read() as tx:
            return list(tx.execute(sa.select(table).order_by(*table.primary_key.columns)).all())

    def tasks(self) -> list[tuple[str, str]]:
        return sorted((row.kind, row.text) for row in self.rows(schema.task) if row.closed_at is None)

    def close(self, **limits: timedelta) -> int:
        desk, told = self.desk, {Channel(name): limit for name, limit in limits.items()}
        return close_unconfirmed(desk.store, desk.ledger, told, now=desk.clock.now(), ids=desk.ids)


@pytest.fixture
async def office(store: Store, clock: FixedClock, ids: SeededIds) -> AsyncIterator[Office]:
    async with AsyncExitStack() as stack:
        twilio, lob = await stack.enter_async_context(a_twilio()), await stack.enter_async_context(a_lob())
        desk = a_desk(store, clock, ids)
        desk.adapters[Channel.SMS] = await stack.enter_async_context(  # type: ignore[assignment]
            a_twilio_adapter(twilio.url, clock.now)
        )
        desk.adapters[Channel.LETTER] = await stack.enter_async_context(  # type: ignore[assignment]
            a_lob_adapter(lob.url, clock.now)
        )
        yield Office(desk, twilio, lob)


async def test_the_price_that_a_provider_tells_is_kept(office: Office) -> None:
    await office.text()
    office.twilio.messages[0] |= {"price": "-0.00790", "price_unit": "USD"}
    await office.compare("twilio")
    assert (office.attempt().price_micros, office.attempt().price_currency) == (7_900, "USD")


async def test_where_both_sides_agree_nothing_is_asked_of_anybody(office: Office) -> None:
    await office.text()
    await office.letter()
    office.desk.clock.advance(timedelta(hours=2))
    for adapter in ("twilio", "lob"):
        found = await office.compare(adapter)
        assert (found.at_provider, found.ours, found.not_ours, found.missing) == (1, 1, [], [])
    assert office.tasks() == []


async def test_what_only_the_provider_has_is_said_loudly_and_once(office: Office) -> None:
    await office.letter()
    office.lob.make({"attempt_id": str(UUID(int=99))})
    office.lob.make({})
    office.desk.clock.advance(timedelta(hours=2))
    for _ in range(2):
        found = await office.compare("lob")
        assert found.not_ours == ["ltr_0000000000000003", "ltr_0000000000000002"]
    ((kind, text),) = office.tasks()
    assert kind == "unknown-at-provider"
    assert "lob has 2 that we know nothing of" in text
    assert "ltr_0000000000000003" in text
    assert office.desk.kinds().count(EntryKind.PROVIDER_RECONCILED) == 4  # twice, of each provider


async def test_what_was_made_just_now_may_be_on_its_way_into_our_rows(office: Office) -> None:
    office.lob.at = office.desk.clock.now()
    office.lob.make({})
    office.desk.clock.advance(timedelta(minutes=59))
    assert (await office.compare("lob")).not_ours == []


@pytest.mark.parametrize("adapter", ["twilio", "lob"])
async def test_what_the_provider_does_not_have_goes_before_a_person(office: Office, adapter: str) -> None:
    await (office.text() if adapter == "twilio" else office.letter())
    office.twilio.messages.clear()
    office.lob.letters.clear()
    office.desk.clock.advance(timedelta(hours=2))
    found = await office.compare(adapter)
    attempt = office.attempt()
    assert (found.missing, attempt.state) == ([str(attempt.attempt_id)], "accepted")
    assert [kind for kind, _ in office.tasks()] == ["missing-at-provider"]


async def test_what_a_list_leaves_out_is_asked_for_before_anybody_is_alarmed(office: Office) -> None:
    await office.text()
    office.desk.clock.advance(timedelta(hours=2))
    later = office.desk.clock.now() - timedelta(days=9)
    office.twilio.messages[0]["date_created"] = format_datetime(later)  # before what is asked for
    found = await office.compare("twilio")
    assert (found.missing, found.ours) == ([], 1)


async def test_what_moved_to_a_further_page_meanwhile_counts_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.lob.at = office.desk.clock.now()
    office.lob.make({})
    office.desk.clock.advance(timedelta(hours=2))
    adapter: Any = office.desk.adapters[Channel.LETTER]
    whole = adapter.sent_since

    async def shifting(since: Any) -> AsyncIterator[Any]:
        async for page in whole(since):
            yield page
            yield page

    monkeypatch.setattr(adapter, "sent_since", shifting)
    found = await office.compare("lob")
    assert (found.at_provider, found.not_ours) == (1, ["ltr_0000000000000001"])


async def test_what_was_not_asked_for_is_not_called_missing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.deliveries.reconciling.MOST_LOOKED_UP", 2)
    for number in range(5):
        await office.letter(customer_number=f"C-{number}")
    office.lob.letters.clear()
    office.desk.clock.advance(timedelta(hours=2))
    found = await office.compare("lob")
    assert (len(found.missing), found.not_asked_for, found.ours) == (2, 3, 5)
    ((_, text),) = office.tasks()
    assert text.endswith(" 3 more were not in its list and not asked for.")


async def test_states_that_differ_are_corrected_with_all_that_follows(office: Office) -> None:
    await office.text()
    office.twilio.messages[0] |= {"status": "undelivered", "error_code": 30006}
    await office.letter()
    office.lob.track("ltr_0000000000000001", "Delivered")
    office.lob.track("ltr_0000000000000001", "Returned to Sender")
    office.desk.clock.advance(timedelta(hours=2))
    assert (await office.compare("twilio")).changed == 1
    states = {row.channel: row.state for row in office.rows(schema.attempt)}
    assert states == {"sms": "failed", "letter": "bounced"}
    unfit = {row.kind: row.unfit_for for row in office.rows(schema.contact_point)}
    assert (unfit["mobile"], unfit["postal"]) == (["sms"], ["letter"])
    assert (await office.compare("lob")).changed == 0


async def test_a_letter_that_nobody_knew_to_have_left_is_adopted(office: Office) -> None:
    office.lob.answer_next("taken reset", "reset")
    await office.letter()
    assert office.attempt().state == "unknown"
    office.desk.clock.advance(timedelta(hours=2))
    found = await office.compare("lob")
    assert (found.changed, found.not_ours, office.attempt().state) == (1, [], "accepted")
    assert office.tasks() == []


async def test_every_page_of_a_long_list_is_read(office: Office) -> None:
    office.lob.page = 2
    office.lob.at = office.desk.clock.now()
    for _ in range(5):
        office.lob.make({})
    office.desk.clock.advance(timedelta(hours=2))
    assert (await office.compare("lob")).at_provider == 5
    assert len(office.lob.requests) == 3


async def test_a_list_that_cannot_be_had_says_nothing_and_is_asked_for_again(office: Office) -> None:
    await office.letter()
    office.desk.clock.advance(timedelta(hours=2))
    office.lob.answer_next((503, "later"))
    found = await office.reconciler.run_due(timedelta(days=1), DAYS)
    assert {one.adapter: one.failure for one in found} == {"twilio": "", "lob": "http 503"}
    again = await office.reconciler.run_due(timedelta(days=1), DAYS)
    assert [one.adapter for one in again] == ["lob"]
    assert await office.reconciler.run_due(timedelta(days=1), DAYS) == []
    assert office.tasks() == []


async def test_the_status_shows_the_newest_comparison(office: Office) -> None:
    office.lob.at = office.desk.clock.now()
    office.lob.make({})
    office.desk.clock.advance(timedelta(hours=2))
    await office.compare("lob")
    facts = status_of(office.desk.store, {}, {}, office.desk.clock.now())
    assert facts["reconciled"]["letter"]["not_ours"] == 1
    assert any(
        "Compared letter with lob" in line and "1 that we do not know" in line for line in as_lines(facts)
    )


async def test_what_nobody_confirms_is_closed_after_the_channels_time(office: Office) -> None:
    await office.text()
    await office.letter()
    office.desk.clock.advance(timedelta(hours=72))
    limits = {"sms": timedelta(hours=72), "letter": timedelta(days=21)}
    assert office.close(**limits) == 0, "exactly so long is not longer"
    office.desk.clock.advance(timedelta(seconds=1))
    assert office.close(**limits) == 1
    states = {row.channel: row.state for row in office.rows(schema.attempt)}
    assert states == {"sms": "unconfirmed", "letter": "accepted"}
    assert office.close(**limits) == 0
    assert {row.state for row in office.rows(schema.outreach)} == {"done"}


@pytest.mark.parametrize(
    ("status", "state"), [("delivered", "delivered"), ("undelivered", "failed"), ("sent", "unconfirmed")]
)
async def test_late_news_correct_what_was_closed(office: Office, status: str, state: str) -> None:
    await office.text()
    office.desk.clock.advance(timedelta(hours=73))
    office.close(sms=timedelta(hours=72))
    before = office.desk.kinds().count("contact.outcome")
    office.twilio.messages[0]["status"] = status
    adapter: Any = office.desk.adapters[Channel.SMS]
    there = await adapter.find(office.twilio.messages[0]["sid"])
    with office.desk.store.begin() as tx:
        news = [there.news(office.attempt().attempt_id)]
        now = office.desk.clock.now()
        apply_delivery_events(tx, office.desk.ledger, news, now=now, ids=office.desk.ids)
    assert office.attempt().state == state
    assert office.desk.kinds().count("contact.outcome") == before + (state != "unconfirmed")


async def test_many_are_closed_in_pieces(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.deliveries.closing.AT_ONCE", 2)
    for number in range(5):
        await office.letter(customer_number=f"C-{number}")
    office.desk.clock.advance(timedelta(days=22))
    assert office.close(letter=timedelta(days=21)) == 5
    assert {row.state for row in office.rows(schema.attempt)} == {"unconfirmed"}
