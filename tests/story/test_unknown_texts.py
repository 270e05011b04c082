"""Does a text whose answer was lost come to light, without ever being sent again?"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from gateway.deliveries import Tracer
from gateway.domain.words import Channel, PointKind
from gateway.store import Store, schema
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer
from tests.builders.dispatcher import Desk, a_desk, an_outreach
from tests.builders.twilio_adapter import a_twilio_adapter
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.twilio_server import TwilioServer, a_twilio


class Texting:
    """A dispatcher whose texts leave by a real adapter to a server that plays Twilio."""

    def __init__(self, desk: Desk, twilio: TwilioServer) -> None:
        self.desk, self.twilio = desk, twilio
        self.tracer = Tracer(desk.store, desk.ledger, desk.adapters, desk.clock, desk.ids)
        twilio.at = desk.clock.now()

    async def text(self) -> None:
        with self.desk.store.begin() as tx:
            customer = a_customer(tx, self.desk.ids)
            a_contact_point(tx, self.desk.ids, customer, PointKind.MOBILE)
            an_account(tx, self.desk.ids, customer, days_past_due=12)
            an_outreach(tx, self.desk.ids, customer, self.desk.clock.now(), channels=["sms"])
        await self.desk.dispatcher.run_once()

    async def trace_after(self, minutes: float) -> tuple[int, int]:
        self.desk.clock.advance(timedelta(minutes=minutes))
        traced = await self.tracer.run()
        return traced.asked, traced.found

    def attempt(self) -> Any:
        with self.desk.store.read() as tx:
            return tx.execute(sa.select(schema.attempt)).one()


@pytest.fixture
async def texting(store: Store, clock: FixedClock, ids: SeededIds) -> AsyncIterator[Texting]:
    async with a_twilio() as twilio, a_twilio_adapter(twilio.url, clock.now) as adapter:
        desk = a_desk(store, clock, ids)
        desk.adapters[Channel.SMS] = adapter  # type: ignore[assignment]
        yield Texting(desk, twilio)


async def test_a_text_that_twilio_took_is_found_in_its_list(texting: Texting) -> None:
    texting.twilio.answer_next("taken reset")
    await texting.text()
    assert texting.attempt().state == "unknown"
    assert await texting.trace_after(1) == (0, 0), "a callback may still come"
    assert await texting.trace_after(1.1) == (1, 1)
    found = texting.attempt()
    assert (found.state, found.provider_reference) == ("accepted", texting.twilio.messages[0]["sid"])


async def test_what_the_list_says_of_its_end_counts_too(texting: Texting) -> None:
    texting.twilio.answer_next("taken reset")
    await texting.text()
    texting.twilio.messages[0] |= {"status": "undelivered", "error_code": 30006}
    await texting.trace_after(2)
    assert (texting.attempt().state, texting.attempt().code) == ("failed", "30006")


async def test_a_text_that_twilio_does_not_show_stays_with_a_person(texting: Texting) -> None:
    texting.twilio.answer_next("reset")
    await texting.text()
    asked = [await texting.trace_after(minutes) for minutes in (2, 8, 20, 30, 600)]
    assert asked == [(1, 0)] * 3 + [(0, 0)] * 2
    with texting.desk.store.read() as tx:
        (task,) = tx.execute(sa.select(schema.task)).all()
    assert (task.kind, task.closed_at, texting.attempt().state) == ("unknown-outcome", None, "unknown")
    assert len([r for r in texting.twilio.requests if r[0] == "POST"]) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"body": "other words"},
        {"direction": "outbound-reply"},
        {"to": "+12125550199"},
        {"date_created": "Mon, 01 Mar 2027 15:00:00 +0000"},
        {"date_created": "Mon, 01 Mar 2027 16:30:00 +0000"},
        {"date_created": None},
    ],
)
async def test_another_text_is_not_taken_for_it(texting: Texting, change: dict[str, Any]) -> None:
    texting.twilio.answer_next("taken reset")
    await texting.text()
    texting.twilio.messages[0] |= change
    assert await texting.trace_after(2) == (1, 0)


async def test_quotes_that_twilio_made_plain_do_not_hide_a_text(texting: Texting) -> None:
    texting.twilio.answer_next("taken reset")
    await texting.text()
    body = texting.twilio.messages[0]["body"]
    texting.twilio.messages[0]["body"] = body.replace("'", "’").replace(" ", "\u00a0")
    assert await texting.trace_after(2) == (1, 1)


async def test_of_two_that_twilio_has_the_older_one_is_ours(texting: Texting) -> None:
    texting.twilio.answer_next("taken reset")
    await texting.text()
    twin = texting.twilio.messages[0] | {
        "sid": "SM" + "f" * 32,
        "date_created": "Mon, 01 Mar 2027 16:00:09 +0000",
    }
    texting.twilio.messages.insert(0, twin)
    assert await texting.trace_after(2) == (1, 1)
    assert texting.attempt().provider_reference == texting.twilio.messages[1]["sid"]


@pytest.mark.parametrize("answer", [(500, ""), "garbage", (200, {})])
async def test_a_list_that_cannot_be_had_is_asked_for_later(texting: Texting, answer: Any) -> None:
    texting.twilio.answer_next("taken reset", answer)
    await texting.text()
    assert await texting.trace_after(2) == (1, 0)
    assert await texting.trace_after(8) == (1, 1)


async def test_a_provider_that_is_away_for_hours_is_asked_when_it_is_back(texting: Texting) -> None:
    texting.twilio.answer_next("taken reset", *[(503, "")] * 6)
    await texting.text()
    away = [await texting.trace_after(minutes) for minutes in (2, 1, 8, 20, 30, 60, 60)]
    assert away == [(1, 0), (0, 0), (1, 0), (1, 0), (1, 0), (1, 0), (1, 0)]
    assert await texting.trace_after(5) == (1, 1)
    assert texting.attempt().state == "accepted"


async def test_one_that_is_never_answered_holds_up_no_other(texting: Texting) -> None:
    texting.twilio.answer_next("taken reset", "taken reset", (503, ""))
    await texting.text()
    with texting.desk.store.begin() as tx:
        customer = a_customer(tx, texting.desk.ids)
        a_contact_point(tx, texting.desk.ids, customer, PointKind.MOBILE, value="+12125550142")
        an_account(tx, texting.desk.ids, customer, days_past_due=12)
        an_outreach(tx, texting.desk.ids, customer, texting.desk.clock.now(), channels=["sms"])
    await texting.desk.dispatcher.run_once()
    assert await texting.trace_after(2) == (1, 0)
    assert await texting.trace_after(0.5) == (1, 1)
    assert await texting.trace_after(5) == (1, 1)
