"""What lies in the IMAP mailbox? Each mail is fetched, taken, and only then put away.

Killed in between, a mail is fetched again and known by its key. How far was read stands in the database, as
UIDVALIDITY and the last number (UID), so that what cannot be moved holds up nothing that comes after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from channels.email_inbound.parts import MAX_BYTES
from channels.imap_account import ImapAccount
from channels.imap_mailbox import ImapMailbox, MailboxAway, opened
from gateway.domain.clock import Clock
from gateway.mailbox.mailroom import Mailroom, Via
from gateway.mailbox.position import Position, position_of, put_position
from gateway.store import Store

MOST_MAILS = 200  # in one round; the rest waits for the next
MOST_LEFT_OVER = 50  # mails that were taken before and lie there still


@dataclass(frozen=True, slots=True)
class Emptied:
    """What one round did."""

    mails: int = 0
    new: int = 0
    set_aside: int = 0

    def as_counts(self) -> dict[str, int]:
        """Return them as a tick reports them."""
        return {"mails": self.mails, "new": self.new, "set_aside": self.set_aside}


class MailboxReader:
    """Reads one mailbox again and again."""

    def __init__(self, room: Mailroom, account: ImapAccount, store: Store, clock: Clock) -> None:
        self._room, self._account, self._store, self._clock = room, account, store, clock

    def run(self) -> Emptied:
        """Take what lies there. Raises MailboxAway, and what the database raises; neither loses anything."""
        with opened(self._account) as mailbox:
            last = self._last(mailbox)
            new, left_over = self._chosen(mailbox, last)
            emptied = Emptied()
            trouble: MailboxAway | None = None
            for uid in [*new, *left_over]:
                emptied, stuck = self._take(mailbox, uid, emptied)
                trouble = trouble or stuck
                last = max(last, uid)
            self._remember(mailbox, last)
        if trouble is not None:
            raise trouble
        return emptied

    def _last(self, mailbox: ImapMailbox) -> int:
        with self._store.read() as tx:
            position = position_of(tx)
        same = position is not None and position.mailbox == self._account.name
        return position.uid if position and same and position.validity == mailbox.validity else 0

    def _chosen(self, mailbox: ImapMailbox, last: int) -> tuple[list[int], list[int]]:
        uids = mailbox.waiting()
        new = [uid for uid in uids if uid > last][:MOST_MAILS]
        left_over = [uid for uid in uids if uid <= last][:MOST_LEFT_OVER] if self._account.handled else []
        return new, left_over

    def _take(self, mailbox: ImapMailbox, uid: int, so_far: Emptied) -> tuple[Emptied, MailboxAway | None]:
        fetched = mailbox.fetch(uid, MAX_BYTES + 1)
        if fetched is None:  # somebody took it out meanwhile
            return so_far, None
        taken = self._room.take(fetched.raw, Via.IMAP)
        done = Emptied(
            so_far.mails + 1,
            so_far.new + taken.is_new,
            so_far.set_aside + (taken.is_new and taken.set_aside is not None),
        )
        try:
            mailbox.put_away(uid, self._account.set_aside if taken.set_aside else self._account.handled)
        except MailboxAway as error:
            return done, error
        return done, None

    def _remember(self, mailbox: ImapMailbox, last: int) -> None:
        left = [uid for uid in mailbox.waiting() if uid > last or self._account.handled]
        oldest = mailbox.arrived_at(left[0]) if left else None
        now: datetime = self._clock.now()
        with self._store.begin() as tx:
            put_position(
                tx, Position(self._account.name, mailbox.validity, last, len(left), oldest, now), now
            )
