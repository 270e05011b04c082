"""Where do requests come in? A uvicorn server inside the daemon's event loop."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from gateway.domain.errors import ConfigError

_MOST_CONNECTIONS = 1000  # beyond them 503: whoever holds connections open takes no memory from sending
_LONGEST_REQUEST = 10  # seconds that a stop waits for requests in progress


class WebServer:
    """Serves an application until told to stop."""

    def __init__(self, application: Any, host: str, port: int) -> None:
        self._socket = _listening(host, port)
        self._server = _Server(
            uvicorn.Config(
                application,
                log_config=None,
                access_log=False,  # addresses of customer pages hold tokens
                server_header=False,
                lifespan="off",
                limit_concurrency=_MOST_CONNECTIONS,
                timeout_graceful_shutdown=_LONGEST_REQUEST,
            )
        )

    @property
    def address(self) -> str:
        """Where it listens, as host:port."""
        host, port = self._socket.getsockname()[:2]
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    async def serve(self) -> None:
        """Answer requests until `stop` is called."""
        await self._server.serve(sockets=[self._socket])

    def stop(self) -> None:
        """Take no more requests; finish those in progress."""
        self._server.should_exit = True


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the daemon."""
        yield


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise ConfigError(
            f"DUNWELL_HTTP__HOST, DUNWELL_HTTP__PORT: cannot listen on {host}:{port} ({why})"
        ) from None
