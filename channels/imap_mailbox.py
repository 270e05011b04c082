"""What lies in a mailbox, and where is it put? One IMAP session at a time, each answer bounded."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from imap_tools import BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from channels.imap_account import ImapAccount
from gateway.domain.errors import DunwellError

MOST_IN_LINE = 50_000  # numbers that one answer may hold: imaplib reads no line beyond a million bytes
_ARRIVED = re.compile(rb'INTERNALDATE "([^"]{20,40})"')


class MailboxAway(DunwellError):
    """A mailbox that cannot be read now."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail's beginning, and when it came into the mailbox."""

    raw: bytes = field(repr=False)
    arrived_at: datetime | None


@contextmanager
def opened(account: ImapAccount) -> Iterator[ImapMailbox]:
    """Yield the account's mailbox with its folder open.

    Raises MailboxAway, which names the host and the step and never quotes the server, for whatever goes wrong
    in the session.
    """
    with _told(account, "connect"):
        session = _connected(account)
    mailbox = ImapMailbox(account, session)
    try:
        with _told(account, "open"):
            mailbox.open()
        yield mailbox
    finally:
        with suppress(Exception):
            session.logout()


class ImapMailbox:
    """An open folder. Every method raises MailboxAway."""

    def __init__(self, account: ImapAccount, session: Any) -> None:
        self._account, self._session = account, session
        self.validity = 0
        self._parts = ["UNDELETED"]

    def open(self) -> None:
        """Log in, make the folders that mails are moved to, and open the one that they are read from."""
        account, session = self._account, self._session
        session.login(account.username, account.password, initial_folder=None)
        for folder in {account.handled, account.set_aside} - {""}:
            if not session.folder.exists(folder):
                session.folder.create(folder)
        session.folder.set(account.folder)
        told = session.folder.status(account.folder, ["UIDVALIDITY", "UIDNEXT", "MESSAGES"])
        self.validity = int(told["UIDVALIDITY"])
        self._parts = _parts(int(told["MESSAGES"]), int(told["UIDNEXT"]))

    def waiting(self) -> list[int]:
        """Return the numbers (UIDs) of all mails in the folder, in the order in which they came."""
        with _told(self._account, "search"):
            answers = [self._session.uids(part, charset=None) for part in self._parts]
            return sorted({int(uid) for answer in answers for uid in answer})

    def fetch(self, uid: int, most: int) -> Fetched | None:
        """Return a mail's first `most` bytes without marking it as read; None where it is gone."""
        with _told(self._account, "fetch"):
            answer = self._fetched(uid, f"(INTERNALDATE BODY.PEEK[]<0.{most}>)")
        bodies = [part[1] for part in answer if isinstance(part, tuple)]
        return Fetched(bodies[0], _arrived(answer)) if bodies else None

    def arrived_at(self, uid: int) -> datetime | None:
        """Return when a mail came into the mailbox."""
        with _told(self._account, "fetch"):
            return _arrived(self._fetched(uid, "(INTERNALDATE)"))

    def put_away(self, uid: int, folder: str) -> None:
        """Mark a mail as read and move it; "": it stays."""
        with _told(self._account, "move"):
            self._session.client.uid("STORE", str(uid), "+FLAGS", r"(\Seen)")
            if folder:
                self._session.move(str(uid), folder)

    def _fetched(self, uid: int, what: str) -> Sequence[Any]:
        status, answer = self._session.client.uid("FETCH", str(uid), what)
        if status != "OK":
            raise imaplib.IMAP4.error("fetch")
        return [part for part in answer if part]


def _parts(count: int, next_uid: int) -> list[str]:
    """Return the searches that together find all mails of a folder, those that come meanwhile too."""
    if count <= MOST_IN_LINE:
        return ["UNDELETED"]
    starts = range(1, max(next_uid, 2), MOST_IN_LINE)
    ends = [*(str(start - 1) for start in starts[1:]), "*"]
    return [f"UID {start}:{end} UNDELETED" for start, end in zip(starts, ends, strict=True)]


def _connected(account: ImapAccount) -> Any:
    seconds = account.deadline.total_seconds()
    if account.scheme == "imap":
        return MailBoxUnencrypted(account.host, account.port, timeout=seconds)
    context = ssl.create_default_context()
    if account.ca_file is not None:
        context.load_verify_locations(account.ca_file)
    if account.scheme == "imaps":
        return MailBox(account.host, account.port, timeout=seconds, ssl_context=context)
    return _UpgradedMailBox(account, context)


class _UpgradedMailBox(BaseMailBox):
    """A session that begins in clear; the library's own leaves its socket open where STARTTLS is refused."""

    def __init__(self, account: ImapAccount, context: ssl.SSLContext) -> None:
        self._account, self._context = account, context
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        seconds = self._account.deadline.total_seconds()
        client = imaplib.IMAP4(self._account.host, self._account.port, timeout=seconds)
        try:
            client.starttls(self._context)
        except BaseException:
            client.shutdown()
            raise
        return client


@contextmanager
def _told(account: ImapAccount, step: str) -> Iterator[None]:
    try:
        yield
    except ssl.SSLCertVerificationError:
        why = "its certificate is not trusted"
    except ImapToolsError as error:
        why = f"it refused ({type(error).__name__})"
    except imaplib.IMAP4.error as error:
        why = f"it refused or closed the session ({type(error).__name__})"
    except TimeoutError:
        why = f"it took longer than {account.deadline.total_seconds():g} s"
    except (OSError, ValueError, KeyError, IndexError) as error:
        why = type(error).__name__
    else:
        return
    raise MailboxAway(f"The mailbox at {account.host}:{account.port} cannot be used, at {step}: {why}.")


def _arrived(answer: Sequence[Any]) -> datetime | None:
    said = b" ".join(part[0] if isinstance(part, tuple) else part for part in answer)
    found = _ARRIVED.search(said)
    if found is None:
        return None
    try:
        return datetime.strptime(found[1].decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
    except ValueError:
        return None
