"""Which relay, how protected, with which login? Read from one URL whose secrets are never printed.

    smtp://127.0.0.1:25                         clear text; loopback addresses only
    smtp+starttls://user:password@relay:587     TLS after STARTTLS, or no mail at all
    smtps://user:password@relay:465             TLS from the first byte
    smtp+cleartext://relay.internal:25          clear text over a network that you vouch for; no login

Characters such as @, : and / in a user name or password are written in percent notation (%40, %3A, %2F).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

from gateway.domain.errors import ConfigError


class Protection(StrEnum):
    """How a session is kept from being read."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class Relay:
    """Where mail is submitted."""

    host: str
    port: int
    protection: Protection
    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)

    @property
    def is_loopback(self) -> bool:
        """Whether the relay is on this very machine."""
        return _is_loopback(self.host)


_SCHEMES = {
    "smtp": (Protection.NONE, 25),
    "smtp+cleartext": (Protection.NONE, 25),
    "smtp+starttls": (Protection.STARTTLS, 587),
    "smtps": (Protection.TLS, 465),
}


def parse_relay(url: str, place: str = "smtp.url") -> Relay:
    """Return the relay that a URL names. `place`: the setting that it is from.

    Raises ConfigError, which never repeats the URL, if it cannot be used or would send mail or a password in
    clear over a network.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ConfigError(f"{place}: not a URL; write scheme://host:port") from None
    if parts.scheme not in _SCHEMES:
        raise ConfigError(f"{place}: unknown scheme; use one of {', '.join(s + '://' for s in _SCHEMES)}")
    if not _is_bare(parts):
        raise ConfigError(f"{place}: write scheme://user:password@host:port and nothing after it")
    _refuse_clear_text(parts, place)
    protection, usual_port = _SCHEMES[parts.scheme]
    return Relay(
        parts.hostname or "", usual_port if port is None else port, protection, *_login(parts, place)
    )


def _is_bare(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    return host != "" and host.isascii() and not (parts.path.strip("/") or parts.query or parts.fragment)


def _login(parts: SplitResult, place: str) -> tuple[str | None, str | None]:
    if parts.username is None:
        return None, None
    if not parts.username or not parts.password:
        raise ConfigError(f"{place}: a login needs both a user name and a password")
    return unquote(parts.username), unquote(parts.password)


def _refuse_clear_text(parts: SplitResult, place: str) -> None:
    if _SCHEMES[parts.scheme][0] is not Protection.NONE or _is_loopback(parts.hostname or ""):
        return
    if parts.username is not None:
        raise ConfigError(f"{place}: would send the password in clear; use smtp+starttls:// or smtps://")
    if parts.scheme == "smtp":
        raise ConfigError(
            f"{place}: would send what customers owe in clear over the network; use smtp+starttls:// or "
            "smtps://, or smtp+cleartext:// if nobody else can read that network"
        )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
