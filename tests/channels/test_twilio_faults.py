"""What does the network do to a request to Twilio: bad certificates, names, waits that are asked for?"""

from __future__ import annotations

import datetime
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from email.utils import format_datetime
from types import SimpleNamespace
from typing import Any

import pytest
import trustme
from aiohttp import web

from channels.message import NotSent, Scope, Unknown
from channels.provider_http import retry_after
from channels.sms_twilio.tracing import price_of
from gateway.domain.money import Money
from gateway.domain.words import Channel
from tests.builders.message import a_message
from tests.builders.twilio_adapter import a_twilio_adapter
from tests.fakes.twilio_server import a_twilio

LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
AT = datetime.datetime(2027, 3, 1, 16, 0, tzinfo=datetime.UTC)


@asynccontextmanager
async def over_tls(context: ssl.SSLContext) -> AsyncIterator[SimpleNamespace]:
    """Run a server that takes every request."""
    asked = list[str]()

    async def take(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.json_response({"sid": "SM" + "a" * 32, "status": "queued"}, status=201)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    try:
        yield SimpleNamespace(url=f"https://127.0.0.1:{runner.addresses[0][1]}", asked=asked)
    finally:
        await runner.cleanup()


@pytest.mark.parametrize("fault", ["other name", "other authority", "expired"])
async def test_a_bad_certificate_gets_nothing_to_read(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    options: dict[str, Any] = {"not_after": LONG_AGO} if fault == "expired" else {}
    name = "api.example.org" if fault == "other name" else "127.0.0.1"
    issuer = trustme.CA() if fault == "other authority" else authority
    serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    issuer.issue_cert(name, **options).configure_cert(serving)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    monkeypatch.setattr("aiohttp.connector._SSL_CONTEXT_VERIFIED", trusting)
    async with over_tls(serving) as server, a_twilio_adapter(server.url) as adapter:
        with pytest.raises(NotSent) as caught:
            await adapter.send(a_message(Channel.SMS))
    assert (caught.value.scope, caught.value.retryable) == (Scope.TRANSIENT, True)
    assert server.asked == []


async def test_a_name_that_nobody_knows_means_not_sent() -> None:
    async with a_twilio_adapter("https://twilio.invalid") as adapter:
        with pytest.raises(NotSent) as caught:
            await adapter.send(a_message(Channel.SMS))
    assert caught.value.retryable


async def test_a_redirect_loop_is_not_followed() -> None:
    async with a_twilio() as twilio, a_twilio_adapter(twilio.url) as adapter:
        twilio.answer_next((302, "", {"Location": twilio.url}), (302, "", {"Location": twilio.url}))
        with pytest.raises(Unknown):
            await adapter.send(a_message(Channel.SMS))
        assert len(twilio.requests) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({}, 0), ({"Retry-After": "7"}, 7), ({"Retry-After": "soon"}, 0), ({"Retry-After": "-1"}, 0)],
)
async def test_too_many_requests_say_how_long_to_wait(headers: dict[str, str], seconds: int) -> None:
    async with a_twilio() as twilio, a_twilio_adapter(twilio.url) as adapter:
        twilio.answer_next((429, {"code": 20429, "message": "", "status": 429}, headers))
        with pytest.raises(NotSent) as caught:
            await adapter.send(a_message(Channel.SMS))
    assert (caught.value.scope, caught.value.wait.total_seconds()) == (Scope.BUSY, seconds)


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        (format_datetime(AT + datetime.timedelta(seconds=90), usegmt=True), 90),
        (format_datetime(AT - datetime.timedelta(seconds=90), usegmt=True), 0),
        ("Mon, 99 Foo 2027", 0),
        ("9" * 400, 999_999_999),
        ("٣", 0),
    ],
)
def test_a_wait_may_be_a_date_by_the_providers_own_clock(told: str, seconds: int) -> None:
    headers = {"Retry-After": told, "Date": format_datetime(AT, usegmt=True)}
    assert retry_after(headers).total_seconds() == seconds


@pytest.mark.parametrize(
    ("price", "unit", "money"),
    [
        ("-0.00790", "USD", Money(Decimal("0.00790"), "USD")),
        ("-0.01", "usd", Money(Decimal("0.01"), "USD")),
        (None, "USD", None),
        ("", "USD", None),
        ("free", "USD", None),
        ("-0.1", None, None),
        ("NaN", "USD", None),
    ],
)
def test_twilio_writes_what_is_paid_with_a_minus(price: Any, unit: Any, money: Money | None) -> None:
    assert price_of(price, unit) == money
