"""Is every mail in a real mailbox acted on once, whatever dies or fails in between?"""

from __future__ import annotations

import socket
import threading
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from channels.imap_mailbox import ImapMailbox, MailboxAway
from gateway.mailbox import MailboxReader
from gateway.mailbox.position import position_of
from gateway.store import Store, schema
from tests.builders.dispatcher import a_desk
from tests.builders.mail import a_letter, a_mailroom
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.imap_server import ImapServer

HANDLED, ASIDE = "Dunwell handled", "Dunwell set aside"
BOMB = b"Content-Type: message/rfc822\n\n" * 500


class Reading:
    """A reader over a real mailbox and a real database."""

    def __init__(self, store: Store, imap: ImapServer, folder: Path) -> None:
        desk = a_desk(store, FixedClock(), SeededIds())
        self.store, self.imap, self.clock = store, imap, desk.clock
        self.room = a_mailroom(desk, folder)
        self.reader = MailboxReader(self.room, imap.account(), store, desk.clock)

    def run(self) -> dict[str, int]:
        return self.reader.run().as_counts()

    def kinds(self) -> list[str]:
        with self.store.read() as tx:
            return sorted(tx.execute(sa.select(schema.received_mail.c.kind)).scalars())

    def tasks(self) -> list[str]:
        with self.store.read() as tx:
            return sorted(tx.execute(sa.select(schema.task.c.kind)).scalars())


@pytest.fixture
def reading(store: Store, imap: ImapServer, tmp_path: Path) -> Reading:
    """A reader that has read nothing."""
    return Reading(store, imap, tmp_path)


def test_mails_are_acted_on_and_moved(reading: Reading):
    reading.imap.deliver(a_letter("Hello", Message_ID="<1@x>"), a_letter("Hello", Message_ID="<2@x>"))
    assert reading.run() == {"mails": 2, "new": 2, "set_aside": 0}
    assert (reading.imap.count(), reading.imap.count(HANDLED)) == (0, 2)
    assert reading.run() == {"mails": 0, "new": 0, "set_aside": 0}


def test_a_mail_is_acted_on_once_when_the_reader_dies_before_it_is_moved(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
):
    reading.imap.deliver(a_letter("Hello"))
    with monkeypatch.context() as patched:
        patched.setattr(ImapMailbox, "put_away", _dies)
        with pytest.raises(KeyboardInterrupt):
            reading.run()
    assert reading.imap.count() == 1
    assert reading.run() == {"mails": 1, "new": 0, "set_aside": 0}
    assert (reading.kinds(), reading.tasks(), reading.imap.count(HANDLED)) == (
        ["reply"],
        ["unmatched-inbound"],
        1,
    )


def test_a_poisoned_mail_is_set_aside_and_the_next_ones_are_read(reading: Reading):
    reading.imap.deliver(BOMB, a_letter("Hello"), a_letter("x", Message_ID="<2@x>") + b"y\n" * 2_000_000)
    assert reading.run() == {"mails": 3, "new": 3, "set_aside": 2}
    assert (reading.imap.count(), reading.imap.count(HANDLED), reading.imap.count(ASIDE)) == (0, 1, 2)
    assert reading.tasks() == ["mail-set-aside", "mail-set-aside", "unmatched-inbound", "unmatched-inbound"]


def test_mails_that_cannot_be_moved_hold_up_no_later_ones(reading: Reading):
    reader = MailboxReader(reading.room, reading.imap.account(), reading.store, reading.clock)
    reading.imap.deliver(a_letter("Hello", Message_ID="<1@x>"))
    original = ImapMailbox.put_away

    def fails(self: ImapMailbox, uid: int, folder: str) -> None:
        raise MailboxAway("over quota")

    ImapMailbox.put_away = fails  # type: ignore[method-assign]
    try:
        with pytest.raises(MailboxAway):
            reader.run()
        reading.imap.deliver(a_letter("Hello", Message_ID="<2@x>"))
        with pytest.raises(MailboxAway):
            reader.run()
    finally:
        ImapMailbox.put_away = original  # type: ignore[method-assign]
    assert reading.kinds() == ["reply", "reply"]
    assert reader.run().as_counts() == {"mails": 2, "new": 0, "set_aside": 0}
    assert reading.imap.count() == 0


def test_a_mailbox_that_keeps_its_mails_is_read_from_where_it_was_left(reading: Reading):
    stays = replace(reading.imap.account(), handled="", set_aside="")
    reader = MailboxReader(reading.room, stays, reading.store, reading.clock)
    reading.imap.deliver(a_letter("Hello", Message_ID="<1@x>"))
    assert reader.run().mails == 1
    reading.imap.deliver(a_letter("Hello", Message_ID="<2@x>"))
    assert (reader.run().mails, reader.run().mails, reading.imap.count()) == (1, 0, 2)


def test_a_mailbox_that_was_made_anew_is_read_from_its_beginning(reading: Reading):
    with reading.imap.session() as session:
        session.create("Answers")
        session.append("Answers", "", "", b"Subject: a\r\n\r\nx\r\n")
    account = replace(reading.imap.account(), folder="Answers", handled="", set_aside="")
    reader = MailboxReader(reading.room, account, reading.store, reading.clock)
    assert reader.run().new == 1
    with reading.imap.session() as session:
        session.delete("Answers")
        session.create("Answers")
        session.append("Answers", "", "", b"Subject: b\r\n\r\nx\r\n")
    assert reader.run().new == 1
    with reading.imap.session() as session:
        session.delete("Answers")


def test_what_waits_is_known_afterwards(reading: Reading):
    reading.imap.deliver(a_letter("Hello"))
    reading.run()
    with reading.store.read() as tx:
        position = position_of(tx)
    assert position is not None
    assert (position.waiting, position.oldest_at, position.read_at) == (0, None, reading.clock.now())


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"password": "wrong"}, "at open"),
        ({"ca_file": None}, "certificate is not trusted"),
        ({"host": "127.0.0.1", "port": 1}, "at connect"),
        ({"folder": "Nowhere"}, "at open"),
    ],
)
def test_a_mailbox_that_cannot_be_read_says_where_and_nothing_secret(
    reading: Reading, wrong: dict[str, object], says: str
):
    account = replace(reading.imap.account(), **wrong)  # type: ignore[arg-type]
    with pytest.raises(MailboxAway) as caught:
        MailboxReader(reading.room, account, reading.store, reading.clock).run()
    assert says in str(caught.value)
    assert not any(secret in f"{caught.value} {account!r}" for secret in ("s3cret", "reader", "wrong"))


def test_clear_text_is_not_fallen_back_to(reading: Reading):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_greets_without_tls, args=(listening,), daemon=True)
        thread.start()
        port = listening.getsockname()[1]
        account = replace(reading.imap.account(), scheme="imap+starttls", host="127.0.0.1", port=port)
        with pytest.raises(MailboxAway):
            MailboxReader(reading.room, account, reading.store, reading.clock).run()
        thread.join(10)


def _greets_without_tls(listening: socket.socket) -> None:
    connection, _ = listening.accept()
    with connection, connection.makefile("rwb") as stream:
        stream.write(b"* OK hello\r\n")
        stream.flush()
        for line in stream:
            tag = line.split(b" ")[0]
            assert b"LOGIN" not in line
            if b"CAPABILITY" in line:
                stream.write(b"* CAPABILITY IMAP4rev1\r\n")
            stream.write(tag + b" OK done\r\n")
            stream.flush()


def _dies(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("most", [1, 2, 3, 5])
def test_a_folder_with_more_mails_than_one_answer_holds_is_read(
    reading: Reading, monkeypatch: pytest.MonkeyPatch, most: int
):
    monkeypatch.setattr("channels.imap_mailbox.MOST_IN_LINE", most)
    reading.imap.deliver(*(a_letter("Hello", Message_ID=f"<{number}@x>") for number in range(5)))
    assert reading.run() == {"mails": 5, "new": 5, "set_aside": 0}
    assert (reading.imap.count(), reading.imap.count(HANDLED)) == (0, 5)
    reading.imap.deliver(a_letter("Hello", Message_ID="<new@x>"))
    assert reading.run()["new"] == 1
