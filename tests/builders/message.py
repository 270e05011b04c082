"""A finished message, as an adapter gets it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from channels.message import Message
from gateway.domain.ids import AttemptId
from gateway.domain.words import Channel

_TO = {
    Channel.EMAIL: ("maria@example.com", "billing@northwind.example"),
    Channel.SMS: ("+12125550123", "+18885550100"),
    Channel.VOICE: ("+12125550123", "+18885550100"),
    Channel.LETTER: ("Maria Lopez\n1 Main Street\nAlbany NY 12207", "Northwind\n2 Oak Street\nTroy NY 12180"),
}


def a_message(channel: Channel = Channel.EMAIL, **changes: Any) -> Message:
    """Return a reminder for a channel, complete enough for every adapter. `number` makes its attempt id."""
    to, sender = _TO[channel]
    message = Message(
        attempt_id=AttemptId(UUID(int=changes.pop("number", 1))),
        channel=channel,
        to=to,
        sender=sender,
        sender_name="Northwind Traders",
        to_name="Maria Lopez",
        language="en",
        subject="Your account",
        text="Dear Maria,\n\nplease call us.\n",
        pdf=b"%PDF-1.7\n<</Type/Pages/Count 1>>\n%%EOF\n" if channel is Channel.LETTER else None,
    )
    return replace(message, **changes)
