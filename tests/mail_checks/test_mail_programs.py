"""Does any mail program lack what a shipped email rests on? The tables of caniemail.com answer.

What a program does not know may cost looks, never words: each exception below says why.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

from tests.databases import missing
from tests.mail_checks.emails import shipped_emails

HERE = Path(__file__).parent
PROGRAMS = (
    "gmail.*", "outlook.*", "apple-mail.*", "yahoo.*", "aol.*", "samsung-email.*", "protonmail.*",
    "fastmail.*",
)  # fmt: skip
HARMLESS = {
    "color-scheme meta tag": "only says that dark mode may be used",
    "@media": "narrow screens get less margin; without it the mail is as fluid",
    "<style> element": "holds the media rules alone; all else is inlined",
    "<body> element": "its styles are repeated by the table and the sheet inside",
    "border-radius": "corners are square then",
    "overflow": "of the line for the list of messages, which is not shown",
    "max-height property": "of the same line",
    "display:none": "the same line is then read above the sender; it is neutral",
    "overflow-wrap": "only long words without a break need it",
    "white-space": "an amount may break before its currency",
    "min-height property": "a button is as high as its padding",
    "text-decoration": "a button's words are underlined",
    "role attribute": "the table that makes the margin is announced as a table",
}
"""Features that some program does not know, and what its readers miss."""


def test_no_mail_program_lacks_what_an_email_rests_on() -> None:
    unknown: dict[str, set[str]] = defaultdict(set)
    for email in findings():
        for program, feature in email["errors"]:
            unknown[feature].add(program)
    assert {feature: sorted(by) for feature, by in unknown.items() if feature not in HARMLESS} == {}


def test_every_exception_is_needed() -> None:
    found = {feature for email in findings() for _, feature in email["errors"]}
    assert set(HARMLESS) - found == set()


def findings() -> list[dict[str, list[tuple[str, str]]]]:
    """Return what the checker finds in each distinct HTML: lists of program and feature."""
    node = shutil.which("node")
    if node is None or not (HERE / "node_modules" / "caniemail").is_dir():
        missing("node with the packages of tests/mail_checks (npm ci --prefix tests/mail_checks)")
    htmls = json.dumps([one.html for one in shipped_emails() if one.message.language == "en"])
    answer = subprocess.run(
        [str(node), str(HERE / "check.mjs"), *PROGRAMS],
        input=htmls.encode(),
        capture_output=True,
        check=True,
        timeout=120,
    )
    found: list[dict[str, list[tuple[str, str]]]] = json.loads(answer.stdout)
    return found
