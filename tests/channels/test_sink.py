"""Does the sink log exactly what it said yes to? Measurements and crash tests count on it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from bench.sink import Sink
from channels.email_mime import message_id
from tests.builders.message import a_message
from tests.builders.smtp_adapter import an_smtp_adapter


@asynccontextmanager
async def a_sink(log: Path, answer_after: float = 0.0) -> AsyncIterator[int]:
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(partial(Sink, descriptor, answer_after), "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        os.close(descriptor)


@pytest.mark.parametrize("answer_after", [0.0, 0.01])
async def test_every_message_is_logged_once(answer_after: float, tmp_path: Path) -> None:
    messages = [a_message(number=number) for number in range(30)]
    async with a_sink(tmp_path / "log", answer_after) as port, an_smtp_adapter(port) as adapter:
        await asyncio.gather(*map(adapter.send, messages))
    lines = (tmp_path / "log").read_text().splitlines()
    assert sorted(lines) == sorted(f"{message_id(message)}\t{message.to}" for message in messages)


async def test_a_message_without_its_final_dot_is_not_logged(tmp_path: Path) -> None:
    async with a_sink(tmp_path / "log") as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(
            b"EHLO a\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nMessage-ID: <1@b>\r\n\r\nHello\r\n."
        )
        await reader.readuntil(b"354 Go on\r\n")
        writer.close()
        await writer.wait_closed()
    assert (tmp_path / "log").read_bytes() == b""


@pytest.mark.parametrize("size", [1, 7, 1000])
async def test_a_message_in_small_pieces_and_what_follows_it_are_understood(
    size: int, tmp_path: Path
) -> None:
    talk = (
        b"EHLO a\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nMessage-ID: <1@b>\r\n\r\nHello\r\n.\r\n"
        b"MAIL FROM:<a@b>\r\nRCPT TO:<e@f>\r\nDATA\r\nmessage-id:<2@b>\r\n\r\n.\r\nQUIT\r\n"
    )
    async with a_sink(tmp_path / "log") as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for start in range(0, len(talk), size):
            writer.write(talk[start : start + size])
            await writer.drain()
            await asyncio.sleep(0)
        answers = await reader.read()
        writer.close()
        await writer.wait_closed()
    assert answers.count(b"250 2.0.0 Ok: queued") == 2
    assert (tmp_path / "log").read_text() == "<1@b>\tc@d\n<2@b>\te@f\n"
