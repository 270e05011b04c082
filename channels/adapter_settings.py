"""What may an adapter be told? Plain values; where they come from is not its business."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from channels.email_settings import EmailSettings
from channels.lob_account import LobAccount
from channels.message import Message
from channels.print_house import PrintHouse
from channels.twilio_account import TwilioAccount


@dataclass(frozen=True, slots=True)
class AdapterSettings:
    """Every value that any adapter reads; each takes what concerns it.

    now: asked right before a message leaves, so that none leaves after its permission ended.
    outbox: directory of the sandbox, with one folder per channel below.
    smtp_url: see channels.email_smtp.relay. Holds a password, so it never shows in a repr.
    smtp_ca_file: PEM file of a private certificate authority, beside the system's.
    smtp_deadline: the longest that one message may take from hand-over to the relay's last word. RFC 5321
        asks for ten minutes after the final dot; shorter makes more attempts unknown, longer holds workers.
    smtp_connections: sessions open at once.
    smtp_messages_per_connection: relays close sessions that carry too many.
    email: what else an installation says of its email.
    twilio: the account that texts and calls go through; None where nothing does.
    print_house: where letters are put for it, and how it prints them.
    lob: the account that letters go through; None where none do.
    call_keys: the words in which a call offers its keys, before the check and after it.
    """

    now: Callable[[], datetime]
    outbox: Path
    smtp_url: str = field(default="smtp://127.0.0.1:25", repr=False)
    smtp_ca_file: Path | None = None
    smtp_deadline: timedelta = timedelta(minutes=2)
    smtp_connections: int = 10
    smtp_messages_per_connection: int = 100
    email: EmailSettings = field(default_factory=EmailSettings)
    twilio: TwilioAccount | None = None
    print_house: PrintHouse = field(default_factory=lambda: PrintHouse(Path("var/letters")))
    lob: LobAccount | None = None
    call_keys: Callable[[Message], tuple[str, str]] = lambda message: ("", "")
