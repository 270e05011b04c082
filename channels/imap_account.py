"""Which mailbox is read, how protected, with which login? Read from one URL whose secrets are never printed.

    imaps://user:password@host:993              TLS from the first byte
    imap+starttls://user:password@host:143      TLS after STARTTLS, or nothing at all
    imap://user:password@127.0.0.1:143          clear text; loopback addresses only

Characters such as @, : and / in a user name or password are written in percent notation (%40, %3A, %2F).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from gateway.domain.errors import ConfigError

_PORTS = {"imaps": 993, "imap+starttls": 143, "imap": 143}


@dataclass(frozen=True, slots=True)
class ImapAccount:
    """A mailbox.

    handled, set_aside: folders that mails are moved to; "": they stay, and are read once each.
    ca_file: PEM file of a private certificate authority, beside the system's.
    """

    scheme: str
    host: str
    port: int
    username: str = field(repr=False)
    password: str = field(repr=False)
    folder: str = "INBOX"
    handled: str = "Dunwell handled"
    set_aside: str = "Dunwell set aside"
    ca_file: Path | None = None
    deadline: timedelta = timedelta(seconds=30)

    @property
    def name(self) -> str:
        """Return what tells this mailbox from another, without saying whose it is."""
        told = f"{self.host}:{self.port}/{self.username}/{self.folder}"
        return sha256(told.encode()).hexdigest()[:16]


def parse_imap_url(
    url: str, password: str | None = None, *, place: str = "mailbox.url"
) -> tuple[str, str, int, str, str]:
    """Return scheme, host, port, user name and password. `place`: the setting that the URL is from.

    password: where it stands in a file of its own.
    Raises ConfigError, which never repeats the URL, if it cannot be used or would send a password in clear.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ConfigError(f"{place}: not a URL; write imaps://user:password@host:993") from None
    if parts.scheme not in _PORTS:
        raise ConfigError(f"{place}: unknown scheme; use one of {', '.join(s + '://' for s in _PORTS)}")
    host = parts.hostname or ""
    if not host or not host.isascii() or parts.path.strip("/") or parts.query or parts.fragment:
        raise ConfigError(f"{place}: write {parts.scheme}://user:password@host:port and nothing after it")
    if parts.scheme == "imap" and not _is_loopback(host):
        raise ConfigError(f"{place}: would send the password in clear; use imaps:// or imap+starttls://")
    return (
        parts.scheme,
        host,
        _PORTS[parts.scheme] if port is None else port,
        *_login(parts, password, place),
    )


def _login(parts: SplitResult, password: str | None, place: str) -> tuple[str, str]:
    found = password or unquote(parts.password or "")
    if not parts.username or not found:
        raise ConfigError(
            f"{place}: a mailbox needs a user name and a password, here or in mailbox.password_file"
        )
    return unquote(parts.username), found


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
