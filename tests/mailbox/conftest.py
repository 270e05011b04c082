"""One IMAP server for each test process, and its empty mailbox for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.imap_server import ImapServer, an_imap_server


@pytest.fixture(scope="session")
def imap_server() -> Iterator[ImapServer]:
    """A server that runs as long as the tests do."""
    with an_imap_server() as server:
        yield server


@pytest.fixture
def imap(imap_server: ImapServer) -> ImapServer:
    """The server with nothing in it."""
    imap_server.empty()
    return imap_server
