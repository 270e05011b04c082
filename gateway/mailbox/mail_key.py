"""Which mail is this, whichever way its copies come? A digest of what stays the same from copy to copy."""

from __future__ import annotations

from hashlib import sha256

from gateway.domain.ids import AttemptId

_SAME = frozenset(
    (
        b"message-id",
        b"date",
        b"from",
        b"to",
        b"cc",
        b"subject",
        b"in-reply-to",
        b"references",
        b"content-type",
    )
)


def mail_key(raw: bytes, attempt_id: AttemptId | None) -> str:
    """Return a mail's key: of its lasting headers and its body, without what mail systems add on the way.

    attempt_id: the attempt whose return path it came to. Two reports in the same words are two.
    """
    text = raw.replace(b"\r\n", b"\n").lstrip(b"\n")
    head, _, body = text.partition(b"\n\n")
    lasting = [line for line in _unfolded(head) if line.partition(b":")[0].strip().lower() in _SAME]
    digest = sha256(str(attempt_id or "").encode())
    if lasting:
        digest.update(b"\n".join(lasting) + b"\n\n" + body.rstrip(b"\n"))
    else:  # hardly a mail: all of it tells it from others
        digest.update(text)
    return digest.hexdigest()


def _unfolded(head: bytes) -> list[bytes]:
    lines: list[bytes] = []
    for line in head.split(b"\n"):
        if line[:1] in (b" ", b"\t") and lines:
            lines[-1] += line
        else:
            lines.append(line)
    return lines
