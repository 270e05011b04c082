"""How does our email leave, beside the first relay? Plain values, checked where an adapter is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class EmailSettings:
    """What an installation may add to a relay.

    fallback_urls: relays that are asked in turn while the first one cannot be used.
    bounce_address: the mailbox that bounces go to; each email's own return path is made of it. None: bounces
        go to the creditor's own address, which names no attempt.
    callback_key: 32 bytes behind the return paths; asked for when the adapter is opened.
    """

    fallback_urls: tuple[str, ...] = field(default=(), repr=False)
    bounce_address: str | None = None
    callback_key: Callable[[], bytes] = field(default=bytes, repr=False)
