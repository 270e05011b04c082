"""An SMTP adapter that is open for the length of a block."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from channels.adapter_settings import AdapterSettings
from channels.email_smtp.adapter import SmtpAdapter, make
from tests.fakes.clock import FixedClock

SOON = timedelta(milliseconds=250)
"""A deadline for servers that never answer."""


@asynccontextmanager
async def an_smtp_adapter(
    port: int, *, scheme: str = "smtp", login: str = "", **settings: Any
) -> AsyncIterator[SmtpAdapter]:
    """Open an adapter to a loopback port; `settings` are those of AdapterSettings."""
    values = {
        "now": FixedClock().now,
        "outbox": Path("unused"),
        "smtp_url": f"{scheme}://{login}127.0.0.1:{port}",
        "smtp_deadline": timedelta(seconds=20),
    } | settings
    adapter = make(AdapterSettings(**values))
    await adapter.open()
    try:
        yield adapter
    finally:
        await adapter.close()
