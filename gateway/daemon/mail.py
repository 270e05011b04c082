"""Where does mail come in without a mailbox? A listener in the daemon's event loop, where one is named."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from gateway.bootstrap import App

if TYPE_CHECKING:
    from channels.mail_listener import MailListener


@asynccontextmanager
async def taking_mail(app: App, wanted: bool) -> AsyncIterator[None]:
    """Listen for mail until the block ends, where the settings ask for it.

    wanted: whether this process serves requests; mail comes in beside them.
    """
    listener = mail_listener(app) if wanted else None
    if listener is None:
        yield
        return
    await listener.open()
    try:
        yield
    finally:
        await listener.close()


def mail_listener(app: App) -> MailListener | None:
    """Return the listener that the settings ask for, not opened yet; None where they ask for none."""
    told = app.settings.mailbox
    if told.listens_at is None:
        return None
    from channels.mail_listener import MailListener
    from gateway.mailbox import Via

    protocol, host, port = told.listens_at
    room, via = app.mailroom, Via(protocol)
    return MailListener(
        protocol, host, port, most_bytes=told.most_bytes, take=lambda raw: room.take(raw, via)
    )
