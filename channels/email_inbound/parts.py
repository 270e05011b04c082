"""Which texts does a mail hold? Every part decoded as far as it can be, whatever its sender got wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses
from html import unescape

MAX_BYTES = 2_000_000  # a longer mail is read from its beginning
MAX_PARTS = 200
MAX_HEADER = 50_000  # characters; decoding one takes quadratic time
_GAP = re.compile(rb"(?:\r?\n){40,}")  # readers of bounces take long over many empty lines
_TAG = re.compile(
    r"<br ?/?>|</(?:p|div|tr|li|h\d)>|<(?=/?[a-z]|![a-z\[-]|\?[a-z])[^>]{1,500}>", re.IGNORECASE
)
_UNSEEN, _SEEN_AGAIN = (
    re.compile(tag, re.IGNORECASE) for tag in (r"<(?:style|script)\b", r"</(?:style|script)>")
)
# Codecs of Python that are no character sets of mail: one takes seconds over a long text, one always fails.
_NO_CHARSET = re.compile(
    rb"(charset\s*=\s*\"?|\*\d{0,3}\*?=\s*\"?|=\?)(?=punycode|idna|undefined)", re.IGNORECASE
)


def parse(raw: bytes) -> Message:
    """Return a mail, read leniently: header errors of others must not stop the mailbox."""
    told = raw[:MAX_BYTES].lstrip(b"\r\n").replace(b"\0", b"")
    return message_from_bytes(_NO_CHARSET.sub(rb"\1x-", _GAP.sub(b"\n\n\n", told)))


def header(mail: Message, name: str) -> str:
    """Return a header as one line of text, "" where it is missing."""
    value = mail.get(name)
    if value is None:
        return ""
    told = str(value)[:MAX_HEADER]
    try:
        words = str(make_header(decode_header(told)))
    except (LookupError, ValueError, MessageError):
        words = told
    return " ".join(words.encode("utf-8", "replace").decode("utf-8").split())


def addresses(mail: Message, *names: str) -> tuple[str, ...]:
    """Return the addresses in headers, in small letters."""
    values = [header(mail, name) for name in names]
    try:
        found = getaddresses([value for value in values if value])
    except RecursionError:  # comments in comments in comments: no address is meant there
        return ()
    return tuple(address.lower() for _, address in found if "@" in address)


def walk(mail: Message) -> Iterator[Message]:
    """Yield a mail's parts, not those of mails inside it."""
    todo, seen = [mail], 0
    while todo and seen < MAX_PARTS:
        part = todo.pop(0)
        seen += 1
        yield part
        if part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), list):
            todo[:0] = [inner for inner in part.get_payload() if isinstance(inner, Message)]


def text_of(part: Message) -> str:
    """Return a part's text. An unknown or wrong character set is read as what most mails are."""
    payload = part.get_payload(decode=True)
    if part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), str):
        return str(part.get_payload())
    if not isinstance(payload, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        text = payload.decode(charset)
    except (LookupError, UnicodeError):
        text = payload.decode("utf-8", "replace")
    return without_tags(text) if part.get_content_subtype() == "html" else text


def without_tags(html: str) -> str:
    """Return the words of HTML, a line for a paragraph."""

    def replaced(match: re.Match[str]) -> str:
        return "\n" if match[0].lower().startswith(("<br", "</")) and len(match[0]) < 8 else " "

    return unescape(_TAG.sub(replaced, _seen(html)))


def _seen(html: str) -> str:
    """HTML without styles and scripts; one that does not end hides nothing. One walk, whatever was sent."""
    kept, place = [], 0
    while begin := _UNSEEN.search(html, place):
        end = _SEEN_AGAIN.search(html, begin.end())
        if end is None:
            break
        kept.append(html[place : begin.start()])
        place = end.end()
    return " ".join([*kept, html[place:]])


def own_text(mail: Message) -> str:
    """Return what a mail says: its plain text, or that of its HTML."""
    plain = [text_of(part) for part in walk(mail) if _is_plain(part)]
    if any(text.strip() for text in plain):
        return "\n".join(plain)
    return "\n".join(
        text_of(p) for p in walk(mail) if p.get_content_type() == "text/html" and not _is_file(p)
    )


def _is_plain(part: Message) -> bool:
    """Plain text, or what says that it has parts and has none."""
    broken = part.get_content_maintype() == "multipart" and not part.is_multipart()
    return broken or (part.get_content_type() == "text/plain" and not _is_file(part))


def attachments(mail: Message) -> int:
    """Return how many files came with a mail."""
    return sum(_is_file(part) for part in walk(mail))


def _is_file(part: Message) -> bool:
    try:
        return part.get_content_disposition() == "attachment" or (part.get_filename() is not None)
    except (LookupError, ValueError, TypeError):
        return False
