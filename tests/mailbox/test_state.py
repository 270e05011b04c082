"""Do status, console and metrics tell how the mailbox fares, and nothing about anybody?"""

from __future__ import annotations

from pathlib import Path

from gateway.mailbox import MailboxReader
from gateway.status import as_lines, status_of
from gateway.store import Store
from tests.builders.mail import a_letter, a_mailroom
from tests.builders.office import an_office
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.imap_server import ImapServer

BOMB = b"Content-Type: message/rfc822\n\n" * 500


def test_where_no_mail_is_read_nothing_is_said_of_it(store: Store, clock: FixedClock) -> None:
    facts = status_of(store, {}, {}, clock.now())
    assert facts["mailbox"] is None
    assert not any("Mailbox" in line for line in as_lines(facts))


def test_what_was_read_and_set_aside_is_counted(
    store: Store, clock: FixedClock, ids: SeededIds, imap: ImapServer, tmp_path: Path
) -> None:
    office = an_office(store, clock, ids)
    imap.deliver(a_letter("Hello"), BOMB)
    MailboxReader(a_mailroom(office.desk, tmp_path), imap.account(), store, clock).run()
    facts = status_of(store, {}, {}, clock.now())
    assert (facts["mailbox"]["waiting"], facts["mailbox"]["set_aside"]) == (0, 1)
    assert facts["mailbox"]["today"] == {"reply": 1, "unreadable": 1}
    assert any(line.startswith("Mailbox: read at ") and "1 set aside" in line for line in as_lines(facts))
    metrics = office.client.get("/metrics").text
    assert 'dunwell_mails_today{kind="reply"} 1.0' in metrics
    assert "dunwell_mails_set_aside 1.0" in metrics
    office.sign_in()
    page = office.client.get("/status").text
    assert "In the mailbox" in page
    assert "ann@customer.example" not in page + metrics
