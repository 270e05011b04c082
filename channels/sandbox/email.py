"""What would this email have been? The exact bytes a relay would get, as an .eml file."""

from __future__ import annotations

from channels.adapter_settings import AdapterSettings
from channels.email_mime import email_bytes
from channels.sandbox.adapter import SandboxAdapter
from gateway.domain.words import Channel


def make(settings: AdapterSettings) -> SandboxAdapter:
    """Return the adapter for these settings."""
    return SandboxAdapter(
        Channel.EMAIL, ".eml", lambda message: email_bytes(message, at=settings.now()), settings
    )
