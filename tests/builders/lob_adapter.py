"""A Lob adapter that is open for the length of a block, and the account behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from channels.adapter_settings import AdapterSettings
from channels.letter_lob.adapter import LobAdapter, make
from channels.lob_account import LobAccount
from tests.fakes.clock import FixedClock
from tests.fakes.lob_server import KEY


def a_lob_account(**changes: Any) -> LobAccount:
    """Return an account on another server of this machine."""
    values: dict[str, Any] = {
        "api_key": KEY,
        "base_url": "http://127.0.0.1:9",
        "deadline": timedelta(seconds=20),
    }
    return LobAccount(**values | changes)


@asynccontextmanager
async def a_lob_adapter(url: str, now: Any = None, **changes: Any) -> AsyncIterator[LobAdapter]:
    """Open an adapter to a server; `changes` are of the account."""
    account = a_lob_account(**{"base_url": url, **changes})
    adapter = make(AdapterSettings(now=now or FixedClock().now, outbox=Path("unused"), lob=account))
    await adapter.open()
    try:
        yield adapter
    finally:
        await adapter.close()
