"""How does our email leave, beside the first relay? Plain values, checked where an adapter is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class DkimSettings:
    """Where a key is, and under which name its public half is published.

    domain: None for the domain of each email's own sender.
    """

    key_file: Path
    selector: str
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class EmailSettings:
    """What an installation may add to a relay.

    fallback_urls: relays that are asked in turn while the first one cannot be used.
    most_bytes: the largest email that is sent, attachments in base64 counted.
    pace: TOML file that says how fast each mailbox provider is written to; None: as the relay takes it.
    bounce_address: the mailbox that bounces go to; each email's own return path is made of it. None: bounces
        go to the creditor's own address, which names no attempt.
    stops_by_mail: what comes to that mailbox is read, so that List-Unsubscribe may name an address there.
    dkim: keys that sign; none where the relay signs.
    callback_key: 32 bytes behind the return paths; asked for when the adapter is opened.
    """

    fallback_urls: tuple[str, ...] = field(default=(), repr=False)
    most_bytes: int = 20_000_000
    pace: Path | None = None
    bounce_address: str | None = None
    stops_by_mail: bool = False
    dkim: tuple[DkimSettings, ...] = ()
    callback_key: Callable[[], bytes] = field(default=bytes, repr=False)
