"""What came out of a template? The words of one message, and proof of what they were made from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

ENVELOPES = {"us-letter": "us-10", "us-lob": "us-lob", "din-5008": "din-5008-b", "din-5008-a": "din-5008-a"}
"""To each layout, the envelope that it is made for."""


@dataclass(frozen=True, slots=True)
class LetterDocument:
    """A letter as data: everything its PDF shows, in reading order. Blocks are what the Markdown said:
    paragraphs, headings, lists and tables, with runs of plain, strong and linked text."""

    paper: str  # us-letter (#10 with two windows) | us-lob | din-5008 (A4, form B) | din-5008-a (A4, form A)
    language: str
    title: str
    sender_lines: tuple[str, ...]
    sender_telephone: str
    recipient_lines: tuple[str, ...]
    dated_on: str  # ISO date; also the document's date, so that the bytes are reproducible
    date: str  # as the reader writes it
    reference: str
    blocks: tuple[dict[str, Any], ...]
    words: dict[str, str]  # the layout's own words: page, of, reference...
    respond_url: str | None = None
    checkpoint: str | None = None
    return_lines: tuple[str, ...] = ()  # the sender as the envelope shows it: nothing there gives a debt away
    code: str = ""  # names the letter, for whoever writes or calls

    @property
    def envelope(self) -> str:
        """The envelope whose window shows the address."""
        return ENVELOPES[self.paper]

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON data; `LetterDocument.from_json` gives the same letter again."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> LetterDocument:
        """Return the letter that `as_json` described."""
        lists = ("sender_lines", "recipient_lines", "blocks", "return_lines")
        return cls(**{**data, **{name: tuple(data[name]) for name in lists if name in data}})


@dataclass(frozen=True, slots=True)
class Rendered:
    """The words of one message.

    text: the email's plain part, the SMS, the letter's words, or what a call says to whoever picks up.
    after_check: what a call may say only once the right person has confirmed who they are; empty otherwise.
    voicemail: what a call leaves on a machine; empty where it hangs up.
    form: text | prerecorded | live | limited_content_voicemail, as the rulebook names it.
    fingerprint: "sha256:…" over every source that took part, templates, disclosures and layout.
    disclosures: the names of those that are in.
    """

    subject: str
    text: str
    html: str | None
    letter: LetterDocument | None
    form: str
    fingerprint: str
    language: str
    disclosures: frozenset[str]
    after_check: str = ""
    voicemail: str = ""
