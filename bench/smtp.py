"""How much does our email path cost over the bare library? Both against one sink, in turns, in one run.

    python -m bench.smtp [--messages 3000] [--rounds 5]

raw: aiosmtplib alone, ready bytes, one `sendmail` after another on each of ten sessions.
ready: our pool and pipelining, the same ready bytes. full: building the MIME bytes as well, through `send`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import aiosmtplib
import uvloop

from channels.adapter_settings import AdapterSettings
from channels.email_mime import email_bytes
from channels.email_smtp import adapter as smtp
from channels.email_smtp.session import Envelope, Progress
from channels.message import Message
from gateway.domain.ids import AttemptId
from gateway.domain.words import Channel

SESSIONS = 10
AT_ONCE = 40  # what the dispatcher keeps in the air
AT = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)
TEXT = "Dear Maria,\n\nthe invoices below are past due. If you have paid already, thank you.\n\n" + "".join(
    f"Invoice 20{n:04}, due 2026-01-{n + 1:02}: 1,2{n:02}.50 USD\n" for n in range(10)
)
ROW = "<tr><td>Invoice 20{0:04}</td><td>2026-01-{1:02}</td><td class='amount'>1,2{0:02}.50</td></tr>\n"
HTML = (
    "<html><body><p>Dear Maria,</p><table>\n"
    + "".join(ROW.format(n, n + 1) * 2 for n in range(10))
    + "</table><p>If you have paid already, thank you.</p></body></html>\n"
)


def a_message(number: int) -> Message:
    """Return a reminder of about 4 kB as it leaves."""
    return Message(
        attempt_id=AttemptId(UUID(int=number)), channel=Channel.EMAIL, to=f"maria{number}@example.com",
        to_name="María Núñez", sender="billing@example.org", sender_name="Northwind Traders", language="en",
        text=TEXT, html=HTML, subject="Reminder: ten invoices are past due",
        headers=(("List-Unsubscribe", f"<https://pay.example.org/u/{number:064}>"),
                 ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")),
    )  # fmt: skip


async def raw(port: int, messages: list[Message], ready: list[bytes]) -> None:
    """Send with the library alone."""
    waiting = iter(list(zip(messages, ready, strict=True)))

    async def session() -> None:
        async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False) as client:
            for message, content in waiting:
                await client.sendmail(message.sender, message.to, content)

    await asyncio.gather(*(session() for _ in range(SESSIONS)))


async def ready_bytes(port: int, messages: list[Message], ready: list[bytes]) -> None:
    """Send ready bytes over our pool."""
    adapter = await _opened(port)

    async def one(pair: tuple[Message, bytes]) -> None:
        message, content = pair
        envelope = Envelope(message.sender, message.to, str(message.attempt_id), content, None)
        await adapter._hand_over(envelope, Progress())

    await _forty_at_once(one, list(zip(messages, ready, strict=True)))
    await adapter.close()


async def full(port: int, messages: list[Message], ready: list[bytes]) -> None:
    """Send messages as the dispatcher does."""
    adapter = await _opened(port)
    await _forty_at_once(adapter.send, messages)
    await adapter.close()


async def _opened(port: int) -> smtp.SmtpAdapter:
    settings = AdapterSettings(
        now=lambda: AT, outbox=Path("unused"), smtp_url=f"smtp://127.0.0.1:{port}", smtp_connections=SESSIONS,
        smtp_messages_per_connection=10**9,
    )  # fmt: skip
    adapter = smtp.make(settings)
    await adapter.open()
    return adapter


async def _forty_at_once(send: Callable[[Any], Awaitable[object]], items: list[Any]) -> None:
    waiting = iter(items)

    async def lane() -> None:
        for item in waiting:
            await send(item)

    await asyncio.gather(*(lane() for _ in range(AT_ONCE)))


WAYS = {"raw": raw, "ready": ready_bytes, "full": full}


def measure(*, count: int, rounds: int) -> dict[str, object]:
    """Return messages per second of each way (median of the rounds) and their ratios to raw."""
    messages = [a_message(number) for number in range(count)]
    ready = [email_bytes(message, at=AT) for message in messages]
    begun = time.perf_counter()
    for message in messages:
        email_bytes(message, at=AT)
    mime_rate = count / (time.perf_counter() - begun)
    rates: dict[str, list[float]] = {name: [] for name in WAYS}
    with tempfile.TemporaryDirectory() as folder:
        sink = subprocess.Popen(
            [sys.executable, "-m", "bench.sink", "--port", "0", "--log", f"{folder}/log"],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert sink.stdout is not None
            port = int(sink.stdout.readline().split()[-1])
            for _ in range(rounds):
                for name, way in WAYS.items():
                    begun = time.perf_counter()
                    uvloop.run(way(port, messages, ready))
                    rates[name].append(count / (time.perf_counter() - begun))
            logged = len(Path(folder, "log").read_text().splitlines())
            assert logged == count * rounds * len(WAYS), "the sink did not log every message"
        finally:
            sink.terminate()
            sink.wait()
    medians = {name: statistics.median(values) for name, values in rates.items()}
    return {
        "messages": count,
        "rounds": rounds,
        "bytes": len(ready[0]),
        "mime_per_second": round(mime_rate),
        **{f"{name}_per_second": round(rate) for name, rate in medians.items()},
        "ready_to_raw": round(medians["ready"] / medians["raw"], 2),
        "full_to_raw": round(medians["full"] / medians["raw"], 2),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Our email path against the bare library.")
    parser.add_argument("--messages", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    print(json.dumps(measure(count=options.messages, rounds=options.rounds), indent=2))


if __name__ == "__main__":
    main()
