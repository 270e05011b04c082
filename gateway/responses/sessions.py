"""Who is looking at their account now? A session after the identity check: 15 minutes idle, 60 at most.

Looking at a page must not write to the database, so when a session was last used travels in the cookie,
signed; what the database keeps is the digest of its secret and when it ends.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from gateway.domain.ids import ContactPointId, Ids
from gateway.domain.words import Channel
from gateway.responses.choices import Answerer
from gateway.store import Tx, customer_sessions

IDLE_FOR = timedelta(minutes=15)
AT_MOST = timedelta(minutes=60)
_SECRET_BYTES = 32
_SEEN_BYTES = 4
_COOKIE_BYTES = _SECRET_BYTES + _SEEN_BYTES + 32


@dataclass(frozen=True, slots=True)
class Session:
    """A session that is good now."""

    secret: bytes
    who: Answerer

    @property
    def digest(self) -> str:
        """What the database knows it by."""
        return hashlib.sha256(self.secret).hexdigest()


class Sessions:
    """Begins, finds and ends customers' sessions."""

    def __init__(self, key: bytes, ids: Ids) -> None:
        self._key, self._ids = key, ids

    def begin(self, tx: Tx, who: Answerer, now: datetime) -> Session:
        """Return a new session, kept as a digest."""
        session = Session(self._ids.random_bytes(_SECRET_BYTES), who)
        body = {
            "contact_point_id": str(who.contact_point_id) if who.contact_point_id else None,
            "channel": who.channel.value if who.channel else None,
        }
        customer_sessions.insert(
            tx, session.digest, who.customer_id, body=body, now=now, expires_at=now + AT_MOST
        )
        return session

    def cookie(self, session: Session, now: datetime) -> str:
        """Return the cookie's value, used just now."""
        head = session.secret + int(now.timestamp()).to_bytes(_SEEN_BYTES, "big")
        return base64.urlsafe_b64encode(head + self._mac(head)).decode().rstrip("=")

    def find(self, tx: Tx, cookie: str, now: datetime) -> Session | None:
        """Return the session that a cookie stands for; None for a forged, idle or ended one."""
        secret = self._read(cookie, now)
        if secret is None:
            return None
        row = customer_sessions.find(tx, hashlib.sha256(secret).hexdigest(), now)
        if row is None:
            return None
        point, channel = row.body.get("contact_point_id"), row.body.get("channel")
        who = Answerer(
            row.customer_id,
            ContactPointId(UUID(point)) if point else None,
            Channel(channel) if channel else None,
        )
        return Session(secret, who)

    def is_genuine(self, cookie: str, now: datetime) -> bool:
        """Return whether a cookie is one of ours and was used of late; asks no database."""
        return self._read(cookie, now) is not None

    def end(self, tx: Tx, session: Session) -> None:
        """End a session: its cookie is worth nothing from here on."""
        customer_sessions.delete(tx, session.digest)

    def _read(self, cookie: str, now: datetime) -> bytes | None:
        try:
            raw = base64.urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4))
        except ValueError:
            return None
        head, mac = raw[:-32], raw[-32:]
        if len(raw) != _COOKIE_BYTES or not hmac.compare_digest(mac, self._mac(head)):
            return None
        seen_at = datetime.fromtimestamp(int.from_bytes(head[_SECRET_BYTES:], "big"), UTC)
        return head[:_SECRET_BYTES] if now - seen_at < IDLE_FOR else None

    def _mac(self, head: bytes) -> bytes:
        return hmac.digest(self._key, b"session\0" + head, "sha256")
