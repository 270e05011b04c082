"""How does a person get in? A one-time link that a GET does not use up, then a session of limited length."""

from __future__ import annotations

from datetime import datetime, timedelta

from gateway.access.keys import Caller, checked_person, digest_of, text_of
from gateway.domain.ids import Ids
from gateway.domain.words import Role
from gateway.store import Store, Tx, access

LINK_FOR = timedelta(hours=1)  # long enough to walk to the machine, short enough for a terminal's scrollback
IDLE_FOR = timedelta(minutes=30)  # OWASP ASVS 5.0 7.3.1
SESSION_FOR = timedelta(hours=12)  # OWASP ASVS 5.0 7.3.2
NOTED_EVERY = timedelta(minutes=1)  # a page view is not worth a write, so idleness is known to the minute
_LINK, _SESSION = "sign-in", "console"


def begin_sign_in(tx: Tx, role: Role, *, now: datetime, ids: Ids, person: str | None = None) -> str:
    """Return a token for a one-time sign-in link. person: who will use it, where two people must agree."""
    checked_person(person)
    return _begin(tx, _LINK, role, person, now=now, expires_at=now + LINK_FOR, ids=ids)


def finish_sign_in(tx: Tx, token: str, *, now: datetime, ids: Ids) -> str | None:
    """Use up a sign-in token and return a session's secret; None when it is unknown, over or used."""
    row = access.find_session(tx, digest_of(token), _LINK, now)
    if row is None or row.role is None or not access.delete_session(tx, row.token_digest):
        return None
    person = row.body.get("person")
    return _begin(tx, _SESSION, row.role, person, now=now, expires_at=now + SESSION_FOR, ids=ids)


def session_caller(store: Store, secret: str, *, now: datetime) -> Caller | None:
    """Return whose session this is and note its use; None when it is unknown, over or was idle too long."""
    with store.read() as tx:
        row = access.find_session(tx, digest_of(secret), _SESSION, now)
    if row is None or row.role is None or now - row.seen_at > IDLE_FOR:
        return None
    if now - row.seen_at >= NOTED_EVERY:
        with store.begin() as tx:
            access.touch_session(tx, row.token_digest, now)
    return Caller(row.role, f"session:{row.token_digest[:8]}", row.body.get("person"))


def end_session(tx: Tx, secret: str) -> None:
    """Sign out."""
    access.delete_session(tx, digest_of(secret))


def end_all_sessions(tx: Tx) -> int:
    """Sign everybody out and make every sign-in link useless; returns how many there were."""
    return access.delete_sessions(tx, (_LINK, _SESSION))


def _begin(
    tx: Tx, purpose: str, role: Role, person: str | None, *, now: datetime, expires_at: datetime, ids: Ids
) -> str:
    secret = text_of(ids.random_bytes(32))
    access.insert_session(
        tx,
        token_digest=digest_of(secret),
        purpose=purpose,
        role=role,
        now=now,
        expires_at=expires_at,
        body={"person": person} if person else {},
    )
    return secret
