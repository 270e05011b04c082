"""Which address stops emails by mail? Named beside the link of List-Unsubscribe, for programs that write."""

from __future__ import annotations

from dataclasses import replace

from channels.message import Message
from channels.return_path import ReturnPaths

_HEADER = "list-unsubscribe"


def with_stop_address(message: Message, stops: ReturnPaths) -> Message:
    """Return a message whose List-Unsubscribe names the attempt's own address too; one without that header as
    it is. The link stands first: RFC 8058 wants it, and most programs take what comes first."""
    address = f", <mailto:{stops.of(message.attempt_id)}?subject=unsubscribe>"
    headers = tuple(
        (name, value + address if name.lower() == _HEADER else value) for name, value in message.headers
    )
    return replace(message, headers=headers)
