"""From an email that leaves by SMTP to what its answer changes, over real servers and a real database."""

from __future__ import annotations

import asyncio
import email
import email.policy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from channels.adapter_settings import AdapterSettings
from channels.email_settings import EmailSettings
from channels.registry import make_adapter
from gateway.domain.words import Channel, PointKind
from gateway.ledger import EntryKind
from gateway.mailbox import MailboxReader
from gateway.store import Store, schema
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer
from tests.builders.dispatcher import a_desk, an_outreach
from tests.builders.mail import BOUNCES, KEY, a_letter, a_mailroom, a_report
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.imap_server import ImapServer
from tests.fakes.smtp_relay import a_relay

ANN = "ann@customer.example"


class House:
    """A dispatcher that sends by SMTP, and a reader of the mailbox where answers come in."""

    def __init__(self, store: Store, imap: ImapServer, folder: Path) -> None:
        self.desk = a_desk(store, FixedClock(), SeededIds())
        self.imap = imap
        room = a_mailroom(self.desk, folder)
        self.reader = MailboxReader(room, imap.account(), store, self.desk.clock)
        with store.begin() as tx:
            customer = a_customer(tx, self.desk.ids)
            a_contact_point(tx, self.desk.ids, customer, PointKind.EMAIL, value=ANN)
            a_contact_point(tx, self.desk.ids, customer, PointKind.POSTAL)
            an_account(tx, self.desk.ids, customer, days_past_due=12)
            an_outreach(tx, self.desk.ids, customer, self.desk.clock.now(), channels=["email", "letter"])

    def send(self) -> Any:
        """Send what is due; return the envelope that the relay took."""
        return asyncio.run(self._send())

    async def _send(self) -> Any:
        async with a_relay() as relay:
            told = AdapterSettings(
                now=self.desk.clock.now,
                outbox=Path(),
                smtp_url=f"smtp://127.0.0.1:{relay.port}",
                smtp_deadline=timedelta(seconds=60),
                email=EmailSettings(bounce_address=BOUNCES, stops_by_mail=True, callback_key=lambda: KEY),
            )
            adapter = make_adapter(Channel.EMAIL, "smtp", told)
            self.desk.adapters[Channel.EMAIL] = adapter  # type: ignore[assignment]
            await adapter.open()
            try:
                await self.desk.dispatcher.run_once()
            finally:
                await adapter.close()
        return relay.envelopes[0] if relay.envelopes else None

    def column(self, column: Any, *order: Any) -> list[Any]:
        with self.desk.store.read() as tx:
            return list(tx.execute(sa.select(column).order_by(*order)).scalars())


@pytest.fixture
def house(store: Store, imap: ImapServer, tmp_path: Path) -> House:
    """An email that is due."""
    return House(store, imap, tmp_path)


def test_a_mail_that_comes_back_days_later_retires_the_address_and_a_letter_goes(house: House) -> None:
    envelope = house.send()
    assert house.column(schema.attempt.c.state) == ["accepted"]
    house.desk.clock.advance(days=3)
    house.imap.deliver(a_report(envelope.mail_from, about=ANN))
    assert house.reader.run().new == 1
    points = schema.contact_point.c
    assert house.column(points.kind, points.kind) == ["email", "postal"]
    assert [at is None for at in house.column(points.retired_at, points.kind)] == [False, True]
    house.send()
    attempts = schema.attempt.c
    assert house.column(attempts.channel, attempts.channel) == ["email", "letter"]
    assert house.column(attempts.state, attempts.channel) == ["bounced", "accepted"]
    assert house.desk.kinds().count(EntryKind.CONTACT_OUTCOME) == 3  # accepted, bounced; the letter


def test_the_address_in_list_unsubscribe_stops_emails(house: House) -> None:
    envelope = house.send()
    told = email.message_from_bytes(envelope.content, policy=email.policy.default)
    link, by_mail = told["List-Unsubscribe"].split(", ")
    assert link.startswith("<https://")
    to = by_mail.removeprefix("<mailto:").removesuffix("?subject=unsubscribe>")
    house.imap.deliver(a_letter("", sender="bob@elsewhere.example", To=to, Subject="unsubscribe"))
    house.reader.run()
    assert house.column(schema.event.c.type) == ["opt_out"]


def test_a_reply_that_contests_the_debt_stops_what_comes_next(house: House) -> None:
    envelope = house.send()
    answered = next(line for line in envelope.content.split(b"\r\n") if line.startswith(b"Message-ID:"))
    house.imap.deliver(
        a_letter(
            "I dispute this. I never ordered it.\n\nOn Monday, Acme wrote:\n> You owe us.\n",
            In_Reply_To=answered.partition(b":")[2].decode().strip(),
        )
    )
    house.reader.run()
    assert "dispute" in house.column(schema.event.c.type)
    with house.desk.store.begin() as tx:
        (row,) = tx.execute(sa.select(schema.outreach)).all()
        again = {**row._mapping, "outreach_id": house.desk.ids.new(), "step": "second", "state": "due"}
        tx.execute(sa.insert(schema.outreach).values(**again))
    house.desk.clock.advance(days=8)
    assert house.send() is None
    assert len(house.column(schema.attempt.c.attempt_id)) == 1
    states = schema.outreach.c
    assert "refused" in house.column(states.state, states.step)
