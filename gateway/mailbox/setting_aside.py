"""Where does a mail lie that a person has to look at, and how do they hear of it?"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from gateway.domain.ids import Ids
from gateway.store import Tx, task_rows
from gateway.store.received_mail import MailRow

SET_ASIDE = "mail-set-aside"
FOLDER = "mail-set-aside"  # in the var directory
_WHY = {
    "too-long": "it is longer than is read; what its beginning says took effect",
    "too-deep": "its parts lie in one another deeper than in any real mail",
    "too-many-parts": "it has more parts than any real mail",
    "headers-too-long": "its headers are longer than in any real mail",
    "broken": "acting on it failed; the log says where",
    "unreadable": "it cannot be read",
}


def write_aside(folder: Path, key: str, raw: bytes) -> None:
    """Write a mail into the folder, readable by its owner alone, and wait until it is on the disk."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{key}.eml"
    unfinished = path.with_suffix(".unfinished")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(handle, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def put_before_person(tx: Tx, row: MailRow, now: datetime, ids: Ids) -> None:
    """Open the one task that says where the mail lies and why."""
    why = _WHY.get(row.set_aside or "", _WHY["unreadable"])
    where = (
        "in the mailbox's folder for mails set aside"
        if row.via == "imap"
        else f"as {row.mail_key}.eml in the folder {FOLDER} of the var directory"
    )
    task = {
        "task_id": ids.new(),
        "customer_id": None,
        "kind": SET_ASIDE,
        "reference": row.mail_key,
        "text": f"A mail was set aside, because {why}. It lies {where}.",
        "opened_at": now,
    }
    task_rows.insert_tasks(tx, [task])
