"""Would a spam filter take a shipped email for spam? SpamAssassin's own rules answer, without the network."""

from __future__ import annotations

import re
import shutil
import subprocess
from email import message_from_bytes
from pathlib import Path

from tests.databases import missing
from tests.mail_checks.emails import ShippedEmail, shipped_emails

MOST = 1.0  # of the 5.0 at which SpamAssassin calls it spam
_SCORE = re.compile(r"score=(-?\d+\.\d+)")


def test_no_shipped_email_looks_like_spam(tmp_path: Path) -> None:
    scores = judged(tmp_path)
    assert len(scores) == len(shipped_emails())
    assert {name: said for name, said in scores.items() if score_of(said) > MOST} == {}


def judged(folder: Path) -> dict[str, str]:
    """Return what SpamAssassin says of each email. All go in at once: its rules take seconds to load."""
    program = shutil.which("spamassassin")
    if program is None:
        missing("spamassassin")
    preferences = folder / "prefs"
    preferences.touch()
    command = [str(program), "--local", "--mbox", f"--prefspath={preferences}"]
    mailbox = b"".join(_in_mailbox(one) for one in shipped_emails())
    answer = subprocess.run(command, input=mailbox, capture_output=True, check=True, timeout=240).stdout
    parts = [message_from_bytes(part) for part in re.split(rb"^From .*\n", answer, flags=re.MULTILINE)[1:]]
    said = {part["Message-ID"]: " ".join(part["X-Spam-Status"].split()) for part in parts}
    return {one.name: said[message_from_bytes(one.content)["Message-ID"]] for one in shipped_emails()}


def score_of(said: str) -> float:
    """Return the score that a status header names."""
    found = _SCORE.search(said)
    assert found is not None, said
    return float(found[1])


def _in_mailbox(one: ShippedEmail) -> bytes:
    lines = one.content.replace(b"\r\n", b"\n")
    return (
        b"From x@example.net Mon Mar  1 16:00:00 2027\n" + re.sub(rb"(?m)^From ", b">From ", lines) + b"\n\n"
    )
