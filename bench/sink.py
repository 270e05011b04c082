"""Which messages has a relay really taken? An SMTP server for measurements and crash tests that logs each.

    python -m bench.sink --port 2525 --log accepted.log

Every message becomes one line `Message-ID<TAB>recipient`, written with O_APPEND before the sink says yes, so
the log is the truth about what left. `--port 0` picks a free port; the first line on standard output is
`listening on PORT`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import signal
from functools import partial
from typing import cast

_ID = re.compile(rb"(?im)^message-id:\s*(<[^>\r\n]*>|\S*)")
_END = b"\r\n.\r\n"
_ANSWERS = {
    b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n",
    b"HELO": b"250 sink\r\n",
    b"MAIL": b"250 2.1.0 Ok\r\n",
    b"RCPT": b"250 2.1.5 Ok\r\n",
    b"RSET": b"250 2.0.0 Ok\r\n",
    b"NOOP": b"250 2.0.0 Ok\r\n",
    b"DATA": b"354 Go on\r\n",
    b"QUIT": b"221 2.0.0 Bye\r\n",
}


class Sink(asyncio.Protocol):
    """One session. log: an open file descriptor; answer_after: seconds between taking and saying yes."""

    def __init__(self, log: int, answer_after: float) -> None:
        self._log, self._answer_after = log, answer_after
        self._pending = b""
        self._content: bytearray | None = None
        self._recipient = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by inheritance
        self._transport.write(b"220 sink ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        while data:
            data = self._commands(data) if self._content is None else self._more_content(data)

    def _commands(self, data: bytes) -> bytes:
        """Answer commands up to DATA; return what follows it."""
        answers, rest = [], b""
        *lines, self._pending = (self._pending + data).split(b"\r\n")
        for number, line in enumerate(lines):
            verb = line[:4].upper()
            answers.append(_ANSWERS.get(verb, b"500 5.5.2 What?\r\n"))
            if verb == b"RCPT":
                self._recipient = line[8:].split(b">")[0].lstrip(b"<")
            elif verb == b"DATA":
                rest = b"\r\n".join([*lines[number + 1 :], self._pending])
                self._content, self._pending = bytearray(b"\r\n"), b""
                break
        self._transport.write(b"".join(answers))
        if answers and answers[-1].startswith(b"221"):
            self._transport.close()
        return rest

    def _more_content(self, data: bytes) -> bytes:
        """Take content up to the final dot; return what follows it."""
        assert self._content is not None
        searched = max(0, len(self._content) - len(_END))
        self._content += data
        end = self._content.find(_END, searched)
        if end < 0:
            return b""
        found, rest = _ID.search(self._content, 0, end), bytes(self._content[end + len(_END) :])
        self._content = None
        os.write(self._log, b"%b\t%b\n" % (found[1] if found else b"-", self._recipient))
        if self._answer_after:
            asyncio.get_running_loop().call_later(self._answer_after, self._say_yes)
        else:
            self._say_yes()
        return rest

    def _say_yes(self) -> None:
        if not self._transport.is_closing():
            self._transport.write(b"250 2.0.0 Ok: queued as SINK\r\n")


async def serve(*, host: str, port: int, log: str, answer_after: float) -> None:
    """Take mail until SIGTERM or SIGINT."""
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopped.set)
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    server = await loop.create_server(partial(Sink, descriptor, answer_after), host, port, backlog=1024)
    print(f"listening on {server.sockets[0].getsockname()[1]}", flush=True)
    await stopped.wait()
    server.close()
    os.close(descriptor)


def main() -> None:
    """Read the options and serve."""
    parser = argparse.ArgumentParser(description="An SMTP server that logs what it took.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--log", required=True)
    parser.add_argument("--answer-after", type=float, default=0.0, metavar="SECONDS")
    options = parser.parse_args()
    try:
        import uvloop

        run = uvloop.run
    except ImportError:
        run = asyncio.run
    run(serve(host=options.host, port=options.port, log=options.log, answer_after=options.answer_after))


if __name__ == "__main__":
    main()
