"""What would this letter have been? Its finished document, as a .pdf file."""

from __future__ import annotations

from channels.adapter_settings import AdapterSettings
from channels.message import Message, NotSent, Scope
from channels.sandbox.adapter import SandboxAdapter
from gateway.domain.words import Channel


def make(settings: AdapterSettings) -> SandboxAdapter:
    """Return the adapter for these settings."""
    return SandboxAdapter(Channel.LETTER, ".pdf", document, settings)


def document(message: Message) -> bytes:
    """Return the finished PDF. Raises NotSent (CONTENT) if the message has none."""
    if message.pdf is None:
        raise NotSent(scope=Scope.CONTENT, retryable=False, code="letter-without-document")
    return message.pdf
