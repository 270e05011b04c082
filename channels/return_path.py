"""To which attempt does a bounce belong? Each email has an envelope sender of its own (VERP) that says so.

    bounces+<52 letters and digits>@bounces.example.com

The 52 characters are the attempt's callback token in base32, because an address may lose its capitals on the
way back. Whoever has seen one such address can speak of that attempt alone. Most greylisting servers leave
out what stands after the plus, so that a later attempt is recognised as the same sender.
"""

from __future__ import annotations

import base64
import re

from channels.callback_token import CallbackTokens
from channels.email_address import mailbox
from channels.message import NotSent
from gateway.domain.errors import ConfigError
from gateway.domain.ids import AttemptId

RETURN_PATH_USE = "email-return-path"
STOP_USE = "email-stop"  # addresses made in the same way, for List-Unsubscribe
_TOKEN = re.compile(r"[A-Za-z2-7]{52}")
_ROOM = 64 - 52 - 1  # RFC 5321 4.5.3.1.1: no more than 64 octets before the @


class ReturnPaths:
    """Gives each attempt its envelope sender."""

    def __init__(self, bounce_address: str, tokens: CallbackTokens) -> None:
        check_bounce_address(bounce_address)
        self._local, _, self._domain = mailbox(bounce_address).rpartition("@")
        self._tokens = tokens

    def of(self, attempt_id: AttemptId) -> str:
        """Return the attempt's return path, always the same."""
        raw = base64.urlsafe_b64decode(self._tokens.token(attempt_id) + "=")
        return f"{self._local}+{base64.b32encode(raw).decode().rstrip('=').lower()}@{self._domain}"


def attempt_of_return_path(address: str, tokens: CallbackTokens) -> AttemptId | None:
    """Return the attempt that a bounce's recipient names, or None if we never gave that address out.

    address: bare or in angle brackets. tokens: those of RETURN_PATH_USE.
    """
    local, _, _ = address.strip().removeprefix("<").removesuffix(">").rpartition("@")
    _, _, token = local.rpartition("+")
    if not _TOKEN.fullmatch(token):
        return None
    raw = base64.b32decode(token.upper() + "====")
    if base64.b32encode(raw).decode().rstrip("=") != token.upper():  # spare bits in the last character
        return None
    return tokens.attempt(base64.urlsafe_b64encode(raw).decode().rstrip("="))


def is_made_up(address: str, *known: CallbackTokens) -> bool:
    """Return whether an address has the form of those that we give out, and we never gave it out."""
    local, _, _ = address.strip().removeprefix("<").removesuffix(">").rpartition("@")
    if not _TOKEN.fullmatch(local.rpartition("+")[2]):
        return False
    return all(attempt_of_return_path(address, tokens) is None for tokens in known)


def check_bounce_address(address: str) -> None:
    """Raise ConfigError if no return path can be made of an address."""
    try:
        local = mailbox(address).rpartition("@")[0]
    except NotSent:
        raise ConfigError("smtp.bounce_address: write an address such as bounces@example.com") from None
    if len(local) > _ROOM or "+" in local:
        raise ConfigError(f"smtp.bounce_address: at most {_ROOM} characters without a plus before the @")
