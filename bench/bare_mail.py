"""How fast is the mail library alone, with the very messages that went the whole path?"""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import uvloop

from bench import smtp
from bench.running_sink import RunningSink
from bench.watching import A_MORNING
from channels.email_mime import email_bytes
from channels.message import Message
from gateway.bootstrap import App
from gateway.domain.ids import AttemptId
from gateway.domain.words import Channel
from gateway.store import schema


def sent_messages(app: App) -> list[bytes]:
    """Return every message that went, as bytes, made again from what the ledger keeps."""
    with app.store.read() as tx:
        rows = tx.execute(sa.select(schema.attempt.c.attempt_id, schema.attempt.c.entry_id)).all()
        opened = app.ledger.open_many(tx, [row.entry_id for row in rows])
        return [_as_sent(row.attempt_id, opened[row.entry_id]["private"]) for row in rows]


def _as_sent(attempt_id: UUID, sealed: Any) -> bytes:
    kept = sealed["message"]
    message = Message(
        attempt_id=AttemptId(attempt_id), channel=Channel.EMAIL, to=kept["to"], to_name="Customer 1",
        sender=kept["sender"], sender_name=kept["sender_name"], language="en", subject=kept["subject"],
        text=kept["text"], html=kept["html"], headers=tuple((n, v) for n, v in kept["headers"]),
    )  # fmt: skip
    return email_bytes(message, at=A_MORNING)


def raw(sink: RunningSink, sent: list[bytes], count: int) -> tuple[float, float]:
    """Return messages a second of aiosmtplib alone, with ten sessions and ready bytes, and CPU ms of each."""
    ready = [sent[number % len(sent)] for number in range(count)]
    messages = [smtp.a_message(number) for number in range(count)]  # the envelopes
    began, before = time.perf_counter(), time.process_time()
    uvloop.run(smtp.raw(sink.port, messages, ready))
    cpu = time.process_time() - before
    return count / (time.perf_counter() - began), cpu * 1000 / count
