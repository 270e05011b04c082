"""Does a mail server hear 250 only when all is written down, and an answer for each recipient?"""

from __future__ import annotations

import asyncio
import smtplib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from channels.mail_listener import MailListener
from gateway.mailbox import Via
from gateway.store import Store, schema
from tests.builders.dispatcher import a_desk
from tests.builders.mail import a_letter, a_mailroom
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

ANSWERS, BOUNCES = "answers@acme.example", "bounces@mail.acme.example"


async def listening(
    protocol: str, take: Callable[[bytes], object], talk: Callable[[int], Any], **more: Any
) -> Any:
    listener = MailListener(protocol, "127.0.0.1", 0, most_bytes=more.pop("most_bytes", 100_000), take=take)
    await listener.open()
    try:
        return await asyncio.to_thread(talk, listener.port)
    finally:
        await listener.close()


def send(protocol: str, raw: bytes, *to: str) -> Callable[[int], list[bytes]]:
    """Return what hands a mail over and gives back every answer to its content."""

    def talk(port: int) -> list[bytes]:
        make = smtplib.LMTP if protocol == "lmtp" else smtplib.SMTP
        with make("127.0.0.1", port, local_hostname="mx.test") as session:
            session.ehlo_or_helo_if_needed()
            session.mail("<>")
            for one in to:
                assert session.rcpt(one)[0] == 250
            first = session.data(raw)
            answers = [first, *[session.getreply() for _ in to[1:]]] if protocol == "lmtp" else [first]
            return [str(code).encode() for code, _ in answers]

    return talk


async def test_lmtp_answers_for_each_recipient_and_each_is_acted_on(store: Store, tmp_path: Path) -> None:
    room = a_mailroom(a_desk(store, FixedClock(), SeededIds()), tmp_path)
    talk = send("lmtp", a_letter("Hello"), ANSWERS, BOUNCES)
    assert await listening("lmtp", lambda raw: room.take(raw, Via.LMTP), talk) == [b"250", b"250"]
    with store.read() as tx:  # one mail, though it has two recipients
        assert list(tx.execute(sa.select(schema.received_mail.c.via)).scalars()) == ["lmtp"]


async def test_the_envelope_is_written_above_the_mail() -> None:
    seen: list[bytes] = []
    await listening("lmtp", seen.append, send("lmtp", b"Subject: x\r\n\r\n..y\r\n", ANSWERS))
    assert seen[0].startswith(b"Return-Path: <>\r\nDelivered-To: answers@acme.example\r\nSubject: x\r\n\r\n")


@pytest.mark.parametrize(("protocol", "answers"), [("lmtp", [b"250", b"451"]), ("smtp", [b"451"])])
async def test_what_cannot_be_written_down_stays_with_its_sender(protocol: str, answers: list[bytes]) -> None:
    def take(raw: bytes) -> None:
        if b"Delivered-To: bounces" in raw:
            raise ConnectionError("the database is away")

    assert await listening(protocol, take, send(protocol, a_letter("Hi"), ANSWERS, BOUNCES)) == answers


async def test_smtp_answers_once() -> None:
    assert await listening("smtp", lambda raw: None, send("smtp", a_letter("Hi"), ANSWERS, BOUNCES)) == [
        b"250"
    ]


async def test_a_mail_above_the_limit_is_refused() -> None:
    talk = send("lmtp", b"Subject: x\r\n\r\n" + b"x" * 70 + b"\r\n" + b"y\r\n" * 50_000, ANSWERS)
    assert await listening("lmtp", lambda raw: None, talk) == [b"552"]


async def test_a_text_that_is_one_long_line_is_taken() -> None:
    talk = send("lmtp", b"Subject: x\r\n\r\n" + b"x" * 90_000 + b"\r\n", ANSWERS)
    assert await listening("lmtp", lambda raw: None, talk) == [b"250"]
