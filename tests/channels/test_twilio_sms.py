"""What does Twilio get of a text, and what is made of its answer?"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from channels.callback_token import CallbackTokens
from channels.message import Message, NotSent, Scope, Unknown
from channels.sms_twilio.adapter import STATUS_USE
from gateway.domain.words import Channel
from tests.builders.message import a_message
from tests.builders.twilio_adapter import CALLBACK_KEY, a_twilio_adapter
from tests.fakes.clock import FixedClock
from tests.fakes.twilio_server import SERVICE, TwilioServer, a_twilio

SOON = timedelta(milliseconds=250)


@pytest.fixture
async def twilio() -> AsyncIterator[TwilioServer]:
    async with a_twilio() as server:
        yield server


def an_sms(**changes: Any) -> Message:
    return a_message(Channel.SMS, **changes)


async def answer_to(twilio: TwilioServer, message: Message | None = None, **account: Any) -> Any:
    """Send a text and return the receipt, or what was raised."""
    async with a_twilio_adapter(twilio.url, **account) as adapter:
        try:
            return await adapter.send(message or an_sms())
        except (NotSent, Unknown) as failure:
            return failure


async def test_a_text_goes_with_everything_that_twilio_must_know(twilio: TwilioServer) -> None:
    receipt = await answer_to(twilio, an_sms(text="Hola, ¿qué tal? ✓"))
    ((_, _, form),) = twilio.requests
    assert receipt.provider_reference == twilio.messages[0]["sid"]
    assert receipt.detail == "queued"
    assert {name: form[name] for name in form if name != "StatusCallback"} == {
        "To": "+12125550123",
        "From": "+18885550100",
        "Body": "Hola, ¿qué tal? ✓",
        "SmartEncoded": "true",
        "ValidityPeriod": "36000",
    }


async def test_the_callback_names_the_attempt_in_a_path_that_nobody_can_guess(twilio: TwilioServer) -> None:
    await answer_to(twilio, an_sms(number=77))
    base, token = twilio.requests[0][2]["StatusCallback"].rsplit("/", 1)
    assert base == "https://reminders.example/webhooks/twilio/status"
    assert CallbackTokens(CALLBACK_KEY, STATUS_USE).attempt(token) == UUID(int=77)


async def test_a_messaging_service_chooses_the_number(twilio: TwilioServer) -> None:
    receipt = await answer_to(twilio, messaging_service_sid=SERVICE)
    assert twilio.requests[0][2]["MessagingServiceSid"] == SERVICE
    assert "From" not in twilio.requests[0][2]
    assert receipt.detail == "accepted"


@pytest.mark.parametrize(
    ("lasts", "validity"),
    [(90, "70"), (30.9, "10"), (86_400, "36000"), (36_020, "36000"), (36_019, "35999")],
)
async def test_a_text_is_valid_no_longer_than_the_permission(
    twilio: TwilioServer, clock: FixedClock, lasts: float, validity: str
) -> None:
    await answer_to(twilio, an_sms(not_after=clock.now() + timedelta(seconds=lasts)))  # deadline: 20 s
    assert twilio.requests[0][2]["ValidityPeriod"] == validity


async def test_a_permission_that_ends_too_soon_for_any_queue_sends_nothing(
    twilio: TwilioServer, clock: FixedClock
) -> None:
    answer = await answer_to(twilio, an_sms(not_after=clock.now() + timedelta(seconds=29.9)))
    assert (answer.scope, answer.retryable) == (Scope.EXPIRED, False)
    assert twilio.requests == []


@pytest.mark.parametrize("text", ["", "x" * 1601, "half \ud83d"])
async def test_a_text_that_twilio_does_not_take_is_not_offered(twilio: TwilioServer, text: str) -> None:
    answer = await answer_to(twilio, an_sms(text=text))
    assert (answer.scope, answer.retryable) == (Scope.CONTENT, False)
    assert twilio.requests == []


@pytest.mark.parametrize(
    ("to", "scope", "code"),
    [
        ("+15005550001", Scope.ADDRESS, "400 21211"),
        ("+15005550002", Scope.SENDER, "400 21612"),
        ("+15005550003", Scope.SENDER, "400 21408"),
        ("+15005550004", Scope.OPT_OUT, "400 21610"),
        ("+15005550009", Scope.ADDRESS, "400 21614"),
    ],
)
async def test_twilios_own_test_numbers(twilio: TwilioServer, to: str, scope: Scope, code: str) -> None:
    answer = await answer_to(twilio, an_sms(to=to))
    assert (answer.scope, answer.code, answer.retryable) == (scope, code, False)
    assert twilio.messages == []


@pytest.mark.parametrize(
    ("answer", "scope", "retryable"),
    [
        ((429, {"code": 20429, "message": "", "status": 429}), Scope.BUSY, True),
        ((429, "slow down"), Scope.BUSY, True),
        ((401, "no"), Scope.SENDER, False),
        ((403, "no"), Scope.SENDER, False),
        ((404, {"code": 20404, "message": "", "status": 404}), Scope.SENDER, False),
        ((400, {"code": 99999, "message": "new", "status": 400}), Scope.CONTENT, False),
        ((400, {"code": "x", "message": None}), Scope.CONTENT, False),
        ((400, {"type": "u", "title": "t", "status": 500, "code": 21610}), Scope.OPT_OUT, False),
        ((201, {"sid": "SM" + "a" * 32, "status": "failed", "error_code": 21610}), Scope.OPT_OUT, False),
    ],
)
async def test_a_refusal_is_definite(
    twilio: TwilioServer, answer: Any, scope: Scope, retryable: bool
) -> None:
    twilio.answer_next(answer)
    refused = await answer_to(twilio)
    assert isinstance(refused, NotSent)
    assert (refused.scope, refused.retryable) == (scope, retryable)


@pytest.mark.parametrize(
    "answer",
    [
        *((status, {"code": 20429, "message": "x", "status": 429}) for status in (500, 502, 503, 504)),
        (500, ""),
        (408, ""),
        (307, "", {"Location": "/elsewhere"}),
        (201, {}),
        (201, {"sid": "../x", "status": "queued"}),
        (201, {"sid": None, "status": None}),
        (201, "[]"),
        (200, "null"),
        *("garbage", "huge", "charset", "reset", "taken reset"),
    ],
)
async def test_whatever_is_not_a_clear_answer_is_unknown(twilio: TwilioServer, answer: Any) -> None:
    twilio.answer_next(answer)
    assert isinstance(await answer_to(twilio), Unknown)
    assert len(twilio.requests) == 1, "and it is never sent again"


@pytest.mark.parametrize("answer", ["hang", "taken hang", "drip"])
async def test_one_deadline_covers_the_whole_request(twilio: TwilioServer, answer: str) -> None:
    twilio.answer_next(answer)
    unknown = await answer_to(twilio, deadline=SOON)
    assert isinstance(unknown, Unknown)
    assert unknown.code == "deadline"


async def test_after_a_deadline_the_next_text_leaves(twilio: TwilioServer) -> None:
    twilio.answer_next("hang")
    async with a_twilio_adapter(twilio.url, deadline=SOON, connections=1) as adapter:
        with pytest.raises(Unknown):
            await adapter.send(an_sms(number=1))
        assert await adapter.send(an_sms(number=2))


async def test_waiting_for_a_connection_is_not_sending(twilio: TwilioServer) -> None:
    twilio.answer_next("hang")
    async with a_twilio_adapter(twilio.url, deadline=SOON, connections=1) as adapter:
        first = asyncio.create_task(adapter.send(an_sms(number=1)))
        while not twilio.requests:
            await asyncio.sleep(0.01)
        second = asyncio.create_task(adapter.send(an_sms(number=2)))
        await asyncio.sleep(0)
        second.cancel()
        with pytest.raises(NotSent):
            await second
        with pytest.raises(Unknown):
            await first


async def test_where_nobody_listens_nothing_left() -> None:
    async with a_twilio_adapter("http://127.0.0.1:1") as adapter:
        with pytest.raises(NotSent) as caught:
            await adapter.send(an_sms())
    assert (caught.value.scope, caught.value.retryable, caught.value.code) == (
        Scope.TRANSIENT,
        True,
        "connect refused",
    )


async def test_a_cancelled_request_that_was_on_its_way_is_unknown(twilio: TwilioServer) -> None:
    twilio.answer_next("hang")
    async with a_twilio_adapter(twilio.url) as adapter:
        task = asyncio.create_task(adapter.send(an_sms()))
        while not twilio.requests:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(Unknown):
            await task


async def test_connections_are_used_again_and_no_cookie_is_kept(twilio: TwilioServer) -> None:
    async with a_twilio_adapter(twilio.url) as adapter:
        for number in range(3):
            await adapter.send(an_sms(number=number))
    assert not any("Cookie" in headers for headers in twilio.headers)


async def test_nothing_of_a_text_is_logged(twilio: TwilioServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    twilio.answer_next((400, {"code": 1, "message": "secret words +12125550123", "status": 400}))
    await answer_to(twilio, an_sms(text="secret words"))
    await answer_to(twilio, an_sms(text="secret words"))
    assert "secret words" not in caplog.text
    assert "+12125550123" not in caplog.text


async def test_an_edge_in_the_environment_leads_nowhere_else(
    twilio: TwilioServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWILIO_EDGE", "sydney")
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "AC" + "f" * 32)
    assert (await answer_to(twilio)).provider_reference
