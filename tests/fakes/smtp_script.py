"""What if the relay refuses, hangs up or falls silent at a given word? A server that follows a script."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

DROP = "drop"  # hang up instead of answering
SILENCE = "silence"  # read on, never answer

Answer = str | tuple[str, ...]


@dataclass(frozen=True)
class Script:
    """What is answered to each word; of several answers each is used once, the last for all that follow."""

    greeting: Answer = "220 relay.test ESMTP"
    ehlo: Answer = "250-relay.test\r\n250 SIZE 10000000"
    mail: Answer = "250 2.1.0 Ok"
    rcpt: Answer = "250 2.1.5 Ok"
    data: Answer = "354 Go on"
    dot: Answer = "250 2.0.0 Ok: queued as 4ABC"
    rset: Answer = "250 2.0.0 Ok"
    auth: Answer = "535 5.7.8 Who are you?"
    starttls: Answer = "454 4.7.0 No TLS today"
    quit: Answer = "221 2.0.0 Bye"


PIPELINING = "250-relay.test\r\n250-DSN\r\n250 PIPELINING"


@dataclass
class ScriptedRelay:
    """What the server heard."""

    scripts: tuple[Script, ...]
    port: int = 0
    sessions: list[list[str]] = field(default_factory=list)  # the words of each session, in order
    lines: list[str] = field(default_factory=list)  # every command line
    contents: list[bytes] = field(default_factory=list)  # what came before a final dot, dots unstuffed
    heard: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def wait_for(self, word: str) -> None:
        """Return once a word was heard in any session."""
        async with self.heard:
            await self.heard.wait_for(lambda: any(word in words for words in self.sessions))

    async def wait_for_sessions(self, count: int) -> None:
        """Return once so many sessions have begun."""
        async with self.heard:
            await self.heard.wait_for(lambda: len(self.sessions) >= count)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Follow one script for one session."""
        script = self.scripts[min(len(self.sessions), len(self.scripts) - 1)]
        words: list[str] = []
        async with self.heard:
            self.sessions.append(words)
            self.heard.notify_all()
        try:
            await self._answer(script.greeting, 0, writer)
            while line := await reader.readline():
                await self._hear(words, line.decode("latin-1").rstrip(), script, reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _hear(
        self, words: list[str], line: str, script: Script, reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:  # fmt: skip
        word = line.split(" ")[0].lower()
        self.lines.append(line)
        await self._note(words, word)
        reply = await self._answer(getattr(script, word, "500 5.5.2 What?"), words.count(word) - 1, writer)
        if word == "data" and reply.startswith("354"):
            content = await reader.readuntil(b"\r\n.\r\n")
            self.contents.append(content[:-3].replace(b"\r\n..", b"\r\n."))
            await self._note(words, "dot")
            await self._answer(script.dot, words.count("dot") - 1, writer)

    async def _note(self, words: list[str], word: str) -> None:
        async with self.heard:
            words.append(word)
            self.heard.notify_all()

    async def _answer(self, answer: Answer, turn: int, writer: asyncio.StreamWriter) -> str:
        reply = answer if isinstance(answer, str) else answer[min(turn, len(answer) - 1)]
        if reply == DROP:
            writer.transport.abort()
            raise ConnectionAbortedError
        if reply != SILENCE:
            writer.write(f"{reply}\r\n".encode())
            await writer.drain()
        if reply.startswith(("221", "421")):
            raise ConnectionAbortedError
        return reply


@asynccontextmanager
async def a_scripted_relay(*scripts: Script) -> AsyncIterator[ScriptedRelay]:
    """Serve until the block ends; each session follows the next script, the last serves all that are left."""
    relay = ScriptedRelay(scripts or (Script(),))
    ends: dict[asyncio.StreamWriter, asyncio.Event] = {}

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends[writer] = asyncio.Event()
        try:
            await relay.serve(reader, writer)
        finally:
            ends[writer].set()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        server.close()
        for writer, end in list(ends.items()):
            writer.transport.abort()
            await end.wait()
        await server.wait_closed()
