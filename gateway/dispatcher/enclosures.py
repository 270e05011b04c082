"""Which files go with an email? The statement as a PDF, and copies of invoices where the creditor gave some.

What is named here is in the ledger by its digest before the email leaves, and what leaves is what was named.
A copy that is missing holds nothing up; one that cannot be sent is left out, and a person is told.
"""

from __future__ import annotations

import errno
import hashlib
import json
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import quote

from channels.message import Attachment
from gateway.domain.ids import CreditorId
from gateway.render import LetterDocument, letter_pdf

PDF = "application/pdf"
MOST_COPIES = 20  # nobody opens more; the statement names them all
_BLOCK = 1 << 20


class Enclosure(StrEnum):
    """What a message's `attachments` can ask for."""

    STATEMENT = "statement"
    INVOICES = "invoices"


class Changed(Exception):
    """A copy is not the one any more that the ledger names."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes along: a document to be made, or a copy in a folder.

    name: as the reader sees it; it says nothing, for whoever glances at a screen reads it too.
    digest: SHA-256 of the copy, or of the document's data, from which the same PDF is made again.
    """

    kind: Enclosure
    name: str
    digest: str
    document: LetterDocument | None = None
    copy: Path | None = None
    reference: str = ""  # the invoice's number

    def record(self) -> dict[str, Any]:
        """Return what the ledger keeps of it, sealed."""
        return {
            "kind": self.kind.value,
            "name": self.name,
            "sha256": self.digest,
            "reference": self.reference,
            "document": self.document.as_json() if self.document else None,
        }

    def finished(self) -> Attachment:
        """Return the file. Slow: never inside a transaction. Raises Changed for a copy that changed."""
        if self.document is not None:
            return Attachment(self.name, PDF, letter_pdf(self.document))
        assert self.copy is not None
        try:
            content = self.copy.read_bytes()
        except OSError:
            raise Changed(self.name) from None
        if hashlib.sha256(content).hexdigest() != self.digest:
            raise Changed(self.name)
        return Attachment(self.name, PDF, content)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A copy that is there and cannot be sent. why: a clause for a person."""

    reference: str
    why: str


@dataclass(frozen=True, slots=True)
class Documents:
    """The folder of copies: `<creditor>/<invoice number>.pdf`, with `%2F` for a slash and so on.

    most_bytes: of all files of one email together.
    """

    folder: Path | None = None
    most_bytes: int = 7_500_000

    def copies_of(
        self, creditor: CreditorId, invoices: Sequence[str], first: int
    ) -> tuple[tuple[Enclosed, ...], tuple[LeftOut, ...]]:
        """Return the copies that go along, oldest invoice first, and those that cannot. first: the number
        that the first file's name carries."""
        found: list[Enclosed] = []
        out: list[LeftOut] = []
        room = self.most_bytes
        for number in dict.fromkeys(invoices):
            path = self._path(creditor, number)
            size = _size(path) if path is not None else None
            if path is None or size is None:
                continue
            digest, why = "", "is too much for one email"
            if size <= room and len(found) < MOST_COPIES:  # else nobody reads it: it may be huge
                size, digest, why = _examined(path, room)
            if why:
                out.append(LeftOut(number, why))
                continue
            room -= size
            name = f"document-{first + len(found)}.pdf"
            found.append(Enclosed(Enclosure.INVOICES, name, digest, copy=path, reference=number))
        return tuple(found), tuple(out)

    def _path(self, creditor: CreditorId, number: str) -> Path | None:
        """Nothing of an invoice's number leads out of the creditor's folder."""
        if self.folder is None or number in ("", ".", ".."):
            return None
        path = self.folder / quote(str(creditor), safe="") / f"{quote(number, safe=' ')}.pdf"
        return path if path.resolve().is_relative_to(self.folder.resolve()) else None


NO_DOCUMENTS = Documents()


def statement_of(document: LetterDocument) -> Enclosed:
    """Return the statement as a file that goes along."""
    data = json.dumps(document.as_json(), sort_keys=True, separators=(",", ":")).encode()
    digest = hashlib.sha256(data).hexdigest()
    return Enclosed(Enclosure.STATEMENT, "document-1.pdf", digest, document=document)


def _size(path: Path) -> int | None:
    """Return a copy's size as its folder tells it, 0 where that does not; None where there is no copy."""
    try:
        told = path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    except OSError as error:  # a name that no file can have, or a folder that is closed to us
        return None if error.errno == errno.ENAMETOOLONG else 0
    return told.st_size if stat.S_ISREG(told.st_mode) else None


def _examined(path: Path, room: int) -> tuple[int, str, str]:
    """Return size, digest and what is wrong with a copy, or nothing."""
    hashed = hashlib.sha256()
    size = 0
    try:
        with path.open("rb") as file:
            head = file.read(5)
            if head != b"%PDF-":
                return 0, "", "is no PDF"
            hashed.update(head)
            size += len(head)
            while block := file.read(_BLOCK):
                hashed.update(block)
                size += len(block)
                if size > room:  # it is being written
                    return size, "", "is too much for one email"
    except OSError:
        return 0, "", "cannot be read"
    return size, hashed.hexdigest(), ""
