"""How is a call placed at Twilio, when is it not, and what is known when it goes wrong?"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from channels.adapter_settings import AdapterSettings
from channels.callback_token import CallbackTokens
from channels.message import Again, Message, NotSent, PointNews, Scope, SentText, Unknown
from channels.registry import make_adapter
from channels.voice_twilio.adapter import VOICE_USE, TwilioVoiceAdapter
from channels.voice_twilio.endings import read_endings
from channels.voice_twilio.news import STATES, news_of
from gateway.domain.errors import ConfigError
from gateway.domain.ids import AttemptId
from gateway.domain.words import Channel
from gateway.shipped import shipped
from tests.builders.message import a_message
from tests.builders.twilio_adapter import CALLBACK_KEY, a_twilio_account
from tests.fakes.clock import A_MONDAY, FixedClock
from tests.fakes.twilio_calls import TwilioCalls
from tests.fakes.twilio_server import a_twilio

SOON = timedelta(milliseconds=250)
NEEDED = timedelta(seconds=20 + 25 + 600)  # the request's deadline, ringing, and the longest call
CODES = shipped("config/providers/twilio.toml")


@pytest.fixture
async def twilio() -> AsyncIterator[TwilioCalls]:
    server = TwilioCalls()
    async with a_twilio(server):
        yield server


def a_call(**changes: Any) -> Message:
    return a_message(Channel.VOICE, **changes)


@asynccontextmanager
async def an_adapter(url: str, now: Any = None, **account: Any) -> AsyncIterator[TwilioVoiceAdapter]:
    told = AdapterSettings(
        now=now or FixedClock().now, outbox=Path("unused"), twilio=a_twilio_account(base_url=url, **account)
    )
    adapter = make_adapter(Channel.VOICE, "twilio", told)
    assert isinstance(adapter, TwilioVoiceAdapter)
    await adapter.open()
    try:
        yield adapter
    finally:
        await adapter.close()


async def answer_to(twilio: TwilioCalls, message: Message | None = None, **account: Any) -> Any:
    """Place a call and return the receipt, or what was raised."""
    async with an_adapter(twilio.url, **account) as adapter:
        try:
            return await adapter.send(message or a_call())
        except (NotSent, Unknown) as failure:
            return failure


async def test_a_call_goes_with_everything_that_twilio_must_know(twilio: TwilioCalls) -> None:
    receipt = await answer_to(twilio, a_call(number=77, language="es-MX"))
    (order,) = twilio.orders
    base, token = order["Url"].rsplit("/", 1)
    assert (receipt.provider_reference, receipt.detail) == (twilio.calls[0]["sid"], "queued")
    assert base == "https://reminders.example/webhooks/twilio/voice"
    assert CallbackTokens(CALLBACK_KEY, VOICE_USE).attempt(token) == UUID(int=77)
    assert order == {
        "To": "+12125550123",
        "From": "+18885550100",
        "Url": f"{base}/{token}",
        "Method": "POST",
        "FallbackUrl": f"{base}/{token}/fallback/es",
        "FallbackMethod": "POST",
        "StatusCallback": f"{base}/{token}/status",
        "StatusCallbackEvent": "completed",  # the last of four
        "StatusCallbackMethod": "POST",
        "Timeout": "25",
        "TimeLimit": "600",
        "MachineDetection": "Enable",
        "MachineDetectionTimeout": "30",
    }


async def test_nothing_is_recorded_unless_asked_for(twilio: TwilioCalls) -> None:
    await answer_to(twilio)
    assert not any(name.startswith("Record") for name in twilio.orders[0])


async def test_a_greeting_is_heard_out_where_a_message_is_left(twilio: TwilioCalls) -> None:
    await answer_to(twilio, a_call(voicemail="This is Pat."))
    assert twilio.orders[0]["MachineDetection"] == "DetectMessageEnd"


async def test_no_words_of_a_call_leave_before_somebody_picks_up(twilio: TwilioCalls) -> None:
    await answer_to(twilio, a_call(text="for Maria Lopez", after_check="You owe", voicemail="Hello Maria"))
    assert not any("Maria" in value or "owe" in value for value in twilio.orders[0].values())


@pytest.mark.parametrize(("left", "leaves"), [(NEEDED, False), (NEEDED + timedelta(seconds=1), True)])
async def test_a_call_that_could_still_be_going_on_after_the_permission_is_not_placed(
    twilio: TwilioCalls, clock: FixedClock, left: timedelta, leaves: bool
) -> None:
    answer = await answer_to(twilio, a_call(not_after=clock.now() + left))
    assert len(twilio.calls) == leaves
    assert leaves or (answer.scope, answer.retryable) == (Scope.EXPIRED, False)


async def test_a_call_that_waits_too_long_in_twilios_queue_is_cancelled(
    twilio: TwilioCalls, clock: FixedClock
) -> None:
    twilio.queue_time = 31_000
    until = clock.now() + NEEDED + timedelta(seconds=10)
    answer = await answer_to(twilio, a_call(not_after=until))
    assert (answer.scope, answer.code) == (Scope.EXPIRED, "queued too long")
    assert [call["status"] for call in twilio.calls] == ["canceled"]


async def test_a_short_queue_is_none(twilio: TwilioCalls, clock: FixedClock) -> None:
    twilio.queue_time = 29_000
    receipt = await answer_to(twilio, a_call(not_after=clock.now() + NEEDED + timedelta(seconds=10)))
    assert receipt.provider_reference


async def test_what_cannot_be_cancelled_counts_as_placed(
    twilio: TwilioCalls, clock: FixedClock, capsys: pytest.CaptureFixture[str]
) -> None:
    twilio.queue_time, twilio.can_cancel = 86_400_000, False
    receipt = await answer_to(twilio, a_call(not_after=clock.now() + timedelta(hours=2)))
    assert receipt.provider_reference == twilio.calls[0]["sid"]
    assert "attempt:voice:late" in "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("to", "scope"),
    [("+15005550001", Scope.ADDRESS), ("+15005550003", Scope.SENDER), ("+15005550004", Scope.SENDER)],
)
async def test_a_refused_number_is_a_definite_failure(twilio: TwilioCalls, to: str, scope: Scope) -> None:
    answer = await answer_to(twilio, a_call(to=to))
    assert (answer.scope, answer.retryable) == (scope, False)
    assert twilio.calls == []


@pytest.mark.parametrize("status", [401, 403, 404, 400])
async def test_a_refusal_is_definite(twilio: TwilioCalls, status: int) -> None:
    twilio.answer_next((status, {"code": 1, "message": "", "status": status}))
    assert isinstance(await answer_to(twilio), NotSent)


async def test_too_many_calls_are_offered_again(twilio: TwilioCalls) -> None:
    twilio.answer_next((429, {"code": 20429, "message": "", "status": 429}))
    refused = await answer_to(twilio)
    assert isinstance(refused, NotSent)
    assert refused.retryable


@pytest.mark.parametrize(
    "answer",
    [
        *((status, "") for status in (500, 502, 503, 504, 408)),
        (307, "", {"Location": "/elsewhere"}),
        (201, {}),
        (201, {"sid": "SM" + "a" * 32, "status": "queued"}),
        (200, "null"),
        *("garbage", "huge", "charset", "reset", "taken reset"),
    ],
)
async def test_whatever_is_not_a_clear_answer_is_unknown_and_never_repeated(
    twilio: TwilioCalls, answer: Any
) -> None:
    twilio.answer_next(answer)
    assert isinstance(await answer_to(twilio), Unknown)
    assert len(twilio.requests) == 1


@pytest.mark.parametrize("answer", ["hang", "taken hang", "drip"])
async def test_one_deadline_covers_the_whole_request(twilio: TwilioCalls, answer: str) -> None:
    twilio.answer_next(answer)
    unknown = await answer_to(twilio, deadline=SOON)
    assert isinstance(unknown, Unknown)
    assert unknown.code == "deadline"


async def test_a_cancelling_that_hangs_leaves_the_call_placed(twilio: TwilioCalls, clock: FixedClock) -> None:
    twilio.queue_time = 86_400_000
    async with an_adapter(twilio.url, deadline=SOON) as adapter:
        twilio.answer_next(None, "hang")
        receipt = await adapter.send(a_call(not_after=clock.now() + timedelta(hours=2)))
    assert receipt.provider_reference


@pytest.mark.parametrize(
    "text", [{"text": ""}, {"text": "bell \x07"}, {"after_check": "\x00"}, {"voicemail": "\ud83d"}]
)
async def test_what_cannot_be_said_is_not_called_about(twilio: TwilioCalls, text: dict[str, str]) -> None:
    answer = await answer_to(twilio, a_call(**text))
    assert (answer.scope, answer.retryable) == (Scope.CONTENT, False)
    assert twilio.requests == []


def sent(at: datetime, **changes: Any) -> SentText:
    values = {"attempt_id": AttemptId(UUID(int=1)), "to": "+12125550123", "text": "", "sent_at": at,
              "sender": "+18885550100"}  # fmt: skip
    return SentText(**values | changes)


@pytest.mark.parametrize(
    ("after", "changes", "found"),
    [
        (0, {}, 1),
        (139, {}, 1),
        (-5, {}, 1),
        (-6, {}, 0),
        (141, {}, 0),
        (0, {"sender": "+18885550199"}, 0),
        (0, {"to": "+12125550124"}, 0),
    ],
)
async def test_a_call_is_found_by_its_numbers_and_its_time(
    twilio: TwilioCalls, after: int, changes: dict[str, Any], found: int
) -> None:
    twilio.at = A_MONDAY + timedelta(seconds=after)
    twilio.answer_next("taken reset")
    async with an_adapter(twilio.url) as adapter:
        with pytest.raises(Unknown):
            await adapter.send(a_call())
        news = await adapter.trace(sent(A_MONDAY, **changes))
    assert [one.provider_reference for one in news] == [call["sid"] for call in twilio.calls][:found]


ENDINGS = read_endings(CODES)


@pytest.mark.parametrize(
    ("told", "point", "again", "result"),
    [
        ({"status": "busy"}, PointNews.FINE, Again.LATER, "busy"),
        ({"status": "no-answer"}, PointNews.FINE, Again.TOMORROW, "no_answer"),
        ({"status": "canceled"}, PointNews.FINE, Again.LATER, None),
        ({"status": "failed"}, PointNews.DOUBTFUL, Again.TOMORROW, None),
        ({"status": "failed", "sip": "404"}, PointNews.UNFIT, Again.NEXT, "out_of_service"),
        ({"status": "failed", "sip": "486"}, PointNews.FINE, Again.TOMORROW, None),
        ({"status": "failed", "error_code": "21217"}, PointNews.UNFIT, Again.NEXT, None),
        ({"status": "failed", "sip": "999"}, PointNews.DOUBTFUL, Again.TOMORROW, None),
    ],
)  # fmt: skip
def test_what_follows_from_a_call_that_did_not_come_about(
    told: dict[str, str], point: PointNews, again: Again, result: str | None
) -> None:
    news = news_of(AttemptId(UUID(int=1)), sid="CA" + "a" * 32, endings=ENDINGS, **told)
    assert news is not None
    assert news.aftermath is not None
    assert (news.aftermath.point, news.aftermath.again, news.result) == (point, again, result)


def test_every_status_of_twilios_has_its_meaning(shared_data: Path) -> None:
    import json

    document = json.loads((shared_data / "twilio-openapi/messages-and-calls.json").read_text("utf-8"))
    assert set(document["components"]["schemas"]["call_enum_status"]["enum"]) <= set(STATES)


@pytest.mark.parametrize("sid", ["", "SM" + "a" * 32, "CA" + "g" * 32, "CA\0"])
def test_news_of_what_is_no_call_say_nothing(sid: str) -> None:
    assert news_of(AttemptId(UUID(int=1)), sid=sid, status="completed", endings=ENDINGS) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('[call.busy]\nagain = "later"\n', "says"),
        ('[call.busy]\nsays = "x"\nagain = "never"\n', "never"),
        ("[call]\nbusy = 1\n", "call"),
        ('[[carrier]]\nsays = "x"\nsip = [404]\n[[carrier]]\nsays = "y"\nsip = [404]\n', "twice"),
        ('[[carrier]]\nsays = "x"\nnumber = 1\n', "number"),
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, text: str, names: str) -> None:
    head = CODES.read_text("utf-8").split("[call.busy]")[0]
    file = tmp_path / "twilio.toml"
    file.write_text(f"{head}\n{text}", "utf-8")
    with pytest.raises(ConfigError, match=names):
        read_endings(file)


def test_a_table_without_calls_has_the_safe_meaning(tmp_path: Path) -> None:
    file = tmp_path / "twilio.toml"
    file.write_text(CODES.read_text("utf-8").split("[call.busy]")[0], "utf-8")
    assert read_endings(file).aftermath("busy", None, None).task == "delivery-failed"
