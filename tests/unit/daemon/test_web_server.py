"""Does the web server serve, stop, and name an address that is taken?"""

from __future__ import annotations

import asyncio
import socket

import pytest

from gateway.daemon.web_server import WebServer
from gateway.domain.errors import ConfigError


async def _application(scope: dict[str, object], receive: object, send: object) -> None:
    """Answers nothing: no test here asks anything."""


def test_an_address_in_use_is_named_with_its_setting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"DUNWELL_HTTP__PORT: cannot listen on 127.0.0.1:{port} "):
            WebServer(_application, "127.0.0.1", port)


async def test_a_server_listens_until_it_is_stopped() -> None:
    server = WebServer(_application, "127.0.0.1", 0)
    host, port = server.address.split(":")
    serving = asyncio.create_task(server.serve())
    _, writer = await asyncio.open_connection(host, int(port))
    writer.close()
    await writer.wait_closed()
    server.stop()
    await serving
    with socket.socket() as probe:
        assert probe.connect_ex((host, int(port))) != 0
