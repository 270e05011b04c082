"""What does a well-behaved relay make of our mail? aiosmtpd on a loopback port, in the test's own loop."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

LOGIN = ("mailer@northwind", "p:ss/w@rd")


@dataclass
class Relay:
    """What the relay saw."""

    port: int = 0
    envelopes: list[Envelope] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    sessions_opened: int = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.envelopes.append(envelope)
        self.encrypted.append(
            session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None
        )
        return f"250 2.0.0 Ok: queued as {len(self.envelopes):012X}"


@asynccontextmanager
async def a_relay(*, implicit_tls: ssl.SSLContext | None = None, **options: Any) -> AsyncIterator[Relay]:
    """Serve until the block ends. `options` are aiosmtpd's own."""
    relay, loop = Relay(), asyncio.get_running_loop()
    protocols: list[SMTP] = []

    def session() -> SMTP:
        relay.sessions_opened += 1
        protocols.append(SMTP(relay, hostname="relay.test", loop=loop, **options))
        return protocols[-1]

    server = await loop.create_server(session, "127.0.0.1", 0, ssl=implicit_tls)
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        server.close()
        for protocol in protocols:
            if protocol.transport is not None:
                protocol.transport.abort()
        await server.wait_closed()


def only_login(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    """Let LOGIN in and nobody else."""
    known = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode()) == LOGIN
    return AuthResult(success=known, handled=not known)
