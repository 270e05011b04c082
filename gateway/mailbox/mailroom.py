"""What becomes of a mail? Read within bounds, acted on once, or set aside for a person.

Whoever brings a mail keeps it until `take` has returned: by then all that follows is committed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import structlog

from channels.email_inbound import InboundMail, OurAddresses, Unreadable, read_message
from channels.email_inbound.parts import MAX_BYTES
from gateway.domain.clock import Clock
from gateway.domain.error_place import place_of
from gateway.domain.ids import AttemptId, Ids
from gateway.inbound import Understands
from gateway.ledger import Ledger
from gateway.mailbox.acting import act
from gateway.mailbox.mail_key import mail_key
from gateway.mailbox.setting_aside import put_before_person, write_aside
from gateway.store import Store, received_mail
from gateway.store.faults import fault_of
from gateway.store.received_mail import MailRow
from gateway.understanding import understand

log = structlog.get_logger(__name__)
TOO_LONG, BROKEN, UNREADABLE = "too-long", "broken", "unreadable"


class Via(StrEnum):
    """How a mail came."""

    IMAP = "imap"
    LMTP = "lmtp"
    SMTP = "smtp"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a mail. set_aside: why a person has to look at it; None: nobody has to.

    attempt_id: the email of ours that it is about, where it names one.
    """

    kind: str
    is_new: bool
    set_aside: str | None = None
    attempt_id: AttemptId | None = None


class Mailroom:
    """Takes mails, one after the other or several at once.

    folder: where mails are put that a person has to look at and that lie in no mailbox.
    """

    def __init__(
        self,
        store: Store,
        ledger: Ledger,
        *,
        clock: Clock,
        ids: Ids,
        ours: OurAddresses | None,
        folder: Path,
        understands: Understands = understand,
    ) -> None:
        self._store, self._ledger, self._clock, self._ids = store, ledger, clock, ids
        self._ours, self._folder, self._understands = ours, folder, understands

    def take(self, raw: bytes, via: Via) -> Taken:
        """Act on a mail, unless it was acted on before.

        raw: the whole mail, or at least its first MAX_BYTES + 1.
        Raises what the database raises, and OSError where a mail cannot be set aside.
        """
        mail, trouble = self._read(raw)
        key = mail_key(raw[:MAX_BYTES], mail.attempt_id if mail and mail.is_proven else None)
        trouble = trouble or (TOO_LONG if len(raw) > MAX_BYTES else None)
        if mail is not None:
            try:
                return self._act(mail, MailRow(key, mail.kind.value, via, trouble, mail.attempt_id), raw)
            except Exception as error:
                if fault_of(error) is not None or isinstance(error, OSError):
                    raise
                log.error("a mail broke its reader", action="mail:broken", mail=key, error=place_of(error))
                trouble = BROKEN
        return self._act(None, MailRow(key, UNREADABLE, via, trouble), raw)

    def _read(self, raw: bytes) -> tuple[InboundMail | None, str | None]:
        try:
            return read_message(raw, self._ours), None
        except Unreadable as error:
            return None, error.code
        except Exception as error:  # whatever a sender made of it, the next mail is read
            log.warning("a mail cannot be read", action="mail:unreadable", error=place_of(error))
            return None, UNREADABLE

    def _act(self, mail: InboundMail | None, row: MailRow, raw: bytes) -> Taken:
        known = self._known(row)
        if known is not None:
            return known
        if row.set_aside and row.via != Via.IMAP:
            write_aside(self._folder, row.mail_key, raw)
        now = self._clock.now()
        with self._store.begin() as tx:
            if not received_mail.insert_mail(tx, row, now):
                return self._known(row) or Taken(row.kind, False, row.set_aside)
            if mail is not None:
                act(
                    tx,
                    self._ledger,
                    mail,
                    row.mail_key,
                    now=now,
                    ids=self._ids,
                    understands=self._understands,
                )
            if row.set_aside:
                put_before_person(tx, row, now, self._ids)
        return Taken(row.kind, True, row.set_aside, row.attempt_id)

    def _known(self, row: MailRow) -> Taken | None:
        with self._store.read() as tx:
            before = received_mail.find_mail(tx, row.mail_key)
        return None if before is None else Taken(before.kind, False, before.set_aside)
