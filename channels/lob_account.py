"""Which account at Lob, and how does it print? What the settings say, checked before anything is sent."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from gateway.domain.errors import ConfigError

API = "https://api.lob.com"
MODES = ("live", "test")
MAIL_TYPES = ("usps_first_class", "usps_standard")
_LOOPBACK = re.compile(r"localhost|127(\.\d+){3}|::1")


@dataclass(frozen=True, slots=True)
class LobAccount:
    """Everything that the adapter of Lob reads.

    mode: live or test. Lob prints nothing for a test key, so that letters would count that nobody gets; a key
        of the other mode is refused.
    deadline: the longest that one letter may take; what takes longer ends as unknown.
    connections: requests at once. Lob allows 150 requests in 5 seconds.
    """

    api_key: str | None = field(default=None, repr=False)
    mode: str = "live"
    base_url: str | None = None
    deadline: timedelta = timedelta(seconds=30)
    connections: int = 10
    mail_type: str = "usps_first_class"
    duplex: bool = True
    colour: bool = False

    @property
    def reaches_nobody(self) -> bool:
        """Whether nothing is mailed: a test key, or a server on this machine."""
        return self.mode == "test" or bool(_LOOPBACK.fullmatch(urlsplit(self.api).hostname or ""))

    @property
    def api(self) -> str:
        """Where the requests go, without a slash at the end."""
        return (self.base_url or API).rstrip("/")

    def check(self) -> None:
        """Raise ConfigError that names the setting which is missing or wrong."""
        if self.mode not in MODES:
            raise ConfigError("lob.mode: write live or test")
        if not self.api_key or not re.fullmatch(r"(live|test)_[A-Za-z0-9_]{8,200}", self.api_key):
            raise ConfigError("lob.api_key: give the account's secret key: live_… or test_…")
        if not self.api_key.startswith(f"{self.mode}_"):
            other = "test" if self.mode == "live" else "live"
            raise ConfigError(
                f"lob.api_key: this is a {other} key, but lob.mode is {self.mode}; "
                f'give a {self.mode} key, or set lob.mode = "{other}"'
            )
        if self.mail_type not in MAIL_TYPES:
            raise ConfigError(f"lob.mail_type: choose one of: {', '.join(MAIL_TYPES)}")
        parts = urlsplit(self.api)
        if not parts.hostname or parts.query or parts.scheme not in {"http", "https"}:
            raise ConfigError("lob.base_url: write an address such as https://api.lob.com")
        if parts.scheme == "http" and not _LOOPBACK.fullmatch(parts.hostname):
            raise ConfigError("lob.base_url: plain http is for this machine only; write https")
