"""What would this SMS have been, and how many segments? A .txt file."""

from __future__ import annotations

from channels.adapter_settings import AdapterSettings
from channels.message import Message, NotSent, Scope
from channels.sandbox.adapter import SandboxAdapter
from channels.segments import segments
from gateway.domain.words import Channel


def make(settings: AdapterSettings) -> SandboxAdapter:
    """Return the adapter for these settings."""
    return SandboxAdapter(Channel.SMS, ".txt", sms_file, settings)


def sms_file(message: Message) -> bytes:
    """Return some lines about the SMS, an empty one, and its text. Raises NotSent (CONTENT) if it is none."""
    size = segments(message.text)
    head = (
        f"To: {message.to}\nFrom: {message.sender}\nLanguage: {message.language}\n"
        f"Encoding: {size.encoding}\nSegments: {size.count}\n\n"
    )
    try:
        return f"{head}{message.text}\n".encode()
    except UnicodeEncodeError:
        raise NotSent(scope=Scope.CONTENT, retryable=False, code="text-not-unicode") from None
