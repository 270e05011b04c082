"""A Twilio adapter that is open for the length of a block, and the account behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from channels.adapter_settings import AdapterSettings
from channels.sms_twilio.adapter import TwilioSmsAdapter, make
from channels.twilio_account import TwilioAccount
from gateway.shipped import shipped
from tests.fakes.clock import FixedClock
from tests.fakes.twilio_server import ACCOUNT, TOKEN

CALLBACK_KEY = bytes(range(32))


def a_twilio_account(**changes: Any) -> TwilioAccount:
    """Return an account on another server of this machine."""
    values: dict[str, Any] = {
        "codes": shipped("config/providers/twilio.toml"),
        "public_url": "https://reminders.example",
        "callback_key": lambda: CALLBACK_KEY,
        "account_sid": ACCOUNT,
        "auth_token": TOKEN,
        "base_url": "http://127.0.0.1:9",
        "deadline": timedelta(seconds=20),
    }
    return TwilioAccount(**values | changes)


@asynccontextmanager
async def a_twilio_adapter(url: str, now: Any = None, **changes: Any) -> AsyncIterator[TwilioSmsAdapter]:
    """Open an adapter to a server; `changes` are of the account."""
    account = a_twilio_account(base_url=url, **changes)
    settings = AdapterSettings(now=now or FixedClock().now, outbox=Path("unused"), twilio=account)
    adapter = make(settings)
    await adapter.open()
    try:
        yield adapter
    finally:
        await adapter.close()
