"""Which account at Twilio, and how is it reached? What the settings say, checked before anything is sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from channels.voice_settings import VoiceSettings
from gateway.domain.errors import ConfigError

_SID = re.compile(r"AC[0-9a-fA-F]{32}")
_SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")
_LOOPBACK = re.compile(r"localhost|127(\.\d+){3}|::1")
API = "https://api.twilio.com"


@dataclass(frozen=True, slots=True)
class TwilioAccount:
    """Everything that an adapter of Twilio reads.

    codes: TOML file that says what the error codes mean, see channels.twilio_codes.
    public_url: where Twilio's callbacks reach us.
    callback_key: 32 bytes behind the callbacks' paths; asked for when an adapter is opened.
    deadline: the longest that one request may take; a send that takes longer ends as unknown.
    connections: requests at once. Twilio refuses with 429 what is too much for the account.
    voice: how calls are placed.
    messaging_service_sid: chooses the sending number; without it the message's own sender is used.
    """

    codes: Path
    public_url: str
    callback_key: Callable[[], bytes] = field(repr=False)
    account_sid: str | None = None
    auth_token: str | None = field(default=None, repr=False)
    base_url: str | None = None
    messaging_service_sid: str | None = None
    deadline: timedelta = timedelta(seconds=30)
    connections: int = 20
    voice: VoiceSettings = field(default_factory=VoiceSettings)

    @property
    def is_loopback(self) -> bool:
        """Whether the requests stay on this machine, where no customer is."""
        return bool(_LOOPBACK.fullmatch(urlsplit(self.api).hostname or ""))

    @property
    def api(self) -> str:
        """Where the requests go, without a slash at the end."""
        return (self.base_url or API).rstrip("/")

    def check(self) -> None:
        """Raise ConfigError that names the setting which is missing or wrong."""
        if not self.account_sid or not _SID.fullmatch(self.account_sid):
            raise ConfigError("twilio.account_sid: give the account's SID: AC and 32 hexadecimal digits")
        if not self.auth_token:
            raise ConfigError("twilio.auth_token: give the account's auth token")
        if self.messaging_service_sid and not _SERVICE.fullmatch(self.messaging_service_sid):
            raise ConfigError("twilio.messaging_service_sid: write MG and 32 hexadecimal digits")
        parts = urlsplit(self.api)
        if not parts.hostname or parts.query or parts.scheme not in {"http", "https"}:
            raise ConfigError("twilio.base_url: write an address such as https://api.twilio.com")
        if parts.scheme == "http" and not self.is_loopback:
            raise ConfigError("twilio.base_url: plain http is for this machine only; write https")
        if "_" in (urlsplit(self.public_url).hostname or ""):
            raise ConfigError("public_url: Twilio calls no host whose name has an underscore")
