"""How does a session begin? Connect, protect, log in; while any of that fails, no message was offered."""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
from pathlib import Path
from typing import cast

import aiosmtplib

from channels.email_smtp.conversation import Conversation
from channels.email_smtp.relay import Protection, Relay
from channels.email_smtp.reply_codes import Elsewhere, Reply, Stage, refusal
from channels.email_smtp.session import Session, relay_failed
from channels.message import Scope

_QUALIFIED = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def tls_context(relay: Relay, ca_file: Path | None) -> ssl.SSLContext | None:
    """Return how to verify the relay's certificate, which is always done; None where there is no TLS."""
    if relay.protection is Protection.NONE:
        return None
    context = ssl.create_default_context()
    if ca_file is not None:
        context.load_verify_locations(cafile=ca_file)
    return context


def own_name() -> str:
    """Return the name to greet a relay with. An address literal where this machine has no full name; the
    resolver is not asked, because a slow one would hold up the first message for many seconds."""
    name = socket.gethostname()
    return name if _QUALIFIED.fullmatch(name) else "[127.0.0.1]"


async def open_session(relay: Relay, context: ssl.SSLContext | None, greeting_name: str) -> Session:
    """Return a session that is ready for its first message.

    Raises Elsewhere, always retryable: whatever is wrong was not judged by looking at a message.
    """
    client = aiosmtplib.SMTP(
        hostname=relay.host,
        port=relay.port,
        use_tls=relay.protection is Protection.TLS,
        start_tls=False,  # not "if offered": somebody in between could take the offer out
        tls_context=context,
        local_hostname=greeting_name,
        timeout=None,  # the deadline of the message covers this too
    )
    step = "connect"
    try:
        await client.connect()
        if relay.protection is Protection.STARTTLS:
            step = "starttls"
            await client.starttls()
        if relay.username is not None and relay.password is not None:
            step = "login"
            await client.login(relay.username, relay.password)
        step = "ehlo"
        if client.is_ehlo_or_helo_needed:
            await client.ehlo()
        if client.transport is None:  # the relay hung up right after its answer
            raise aiosmtplib.SMTPServerDisconnected("session has ended")
        transport, extensions = client.transport, frozenset(client.esmtp_extensions)
    except aiosmtplib.SMTPResponseException as error:
        client.close()
        raise refusal(Stage.SESSION, Reply(error.code, error.message)) from None
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        client.close()
        raise _failure(step, error) from None
    except BaseException:
        client.close()
        raise
    return Session(Conversation(cast(asyncio.Transport, transport)), extensions)


def _failure(step: str, error: Exception) -> Elsewhere:
    cause = error.__cause__ or error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return relay_failed(f"{step} certificate")
    if isinstance(cause, ssl.SSLError):
        return relay_failed(f"{step} tls")
    if isinstance(cause, (socket.gaierror, UnicodeError)):
        return relay_failed("connect dns")
    if isinstance(cause, ConnectionRefusedError):
        return relay_failed("connect refused")
    if isinstance(error, OSError):
        return relay_failed(f"{step} failed")
    # The relay offers no STARTTLS, or no login that we can use.
    scope = Scope.SENDER if step == "login" else Scope.TRANSIENT
    return Elsewhere(scope=scope, retryable=True, code=f"{step} not offered")
