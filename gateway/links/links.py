"""Which addresses go into a message, and whom does a returning address stand for?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.domain.ids import AttemptId, ContactPointId, CustomerId, Ids
from gateway.links.token import RANDOM_BYTES, TOKEN_LENGTH, Purpose, Token, TokenKey, digest_of
from gateway.store import Tx
from gateway.store import links as rows

RESPOND_FOR = timedelta(days=14)
STOP_FOR = timedelta(days=400)  # an opt-out must work for at least 60 days after the message left
EXAMPLE = "the-link-is-made-when-the-message-leaves".ljust(TOKEN_LENGTH, "-")
_PATHS: Mapping[Purpose, str] = {Purpose.RESPOND: "r", Purpose.STOP: "u"}
_VALID_FOR: Mapping[Purpose, timedelta] = {Purpose.RESPOND: RESPOND_FOR, Purpose.STOP: STOP_FOR}


@dataclass(frozen=True, slots=True)
class LinkOrder:
    """One address that a message needs."""

    customer_id: CustomerId
    contact_point_id: ContactPointId | None
    attempt_id: AttemptId | None
    purpose: str  # respond | stop


@dataclass(frozen=True, slots=True)
class Link:
    """A link that is good now, and whom it stands for."""

    token: Token
    customer_id: CustomerId
    contact_point_id: ContactPointId | None
    attempt_id: AttemptId | None
    channel: str | None  # of the attempt that carried it
    wrong_answers: int


class Links:
    """Issues and reads links. A new link leaves the same person's earlier ones as they are."""

    def __init__(self, link_key: bytes, public_url: str, ids: Ids) -> None:
        self._key, self._base, self._ids = TokenKey(link_key), public_url.rstrip("/"), ids

    def issue_many(self, tx: Tx, orders: Sequence[LinkOrder], *, now: datetime) -> list[str]:
        """Return one address for each order, in that order, good when the caller's transaction commits."""
        made = [(order, Purpose(order.purpose), self._ids.random_bytes(RANDOM_BYTES)) for order in orders]
        rows.insert_links(
            tx,
            [
                {
                    "token_digest": digest_of(random),
                    "customer_id": order.customer_id,
                    "attempt_id": order.attempt_id,
                    "contact_point_id": order.contact_point_id,
                    "purpose": purpose.value,
                    "issued_at": now,
                    "expires_at": now + _VALID_FOR[purpose],
                }
                for order, purpose, random in made
            ],
        )
        return [self._address(random, purpose, now) for _, purpose, random in made]

    def example(self, purpose: Purpose) -> str:
        """Return an address as long as a real one that opens nothing; nothing is kept of it."""
        return f"{self._base}/{_PATHS[purpose]}/{EXAMPLE}"

    def genuine(self, text: str, purpose: Purpose, now: datetime) -> Token | None:
        """Return the token if we made it for this purpose and it is in time; asks no database."""
        token = self._key.read(text, purpose)
        return token if token is not None and now < token.expires_at else None

    def read(self, tx: Tx, text: str, purpose: Purpose, now: datetime) -> Link | None:
        """Return whom an address stands for; None for a forged, expired, revoked or unknown one."""
        token = self.genuine(text, purpose, now)
        row = rows.find_link(tx, token.digest, purpose.value, now) if token else None
        if token is None or row is None:
            return None
        return Link(
            token, row.customer_id, row.contact_point_id, row.attempt_id, row.channel, row.wrong_answers
        )

    def of_attempt(self, tx: Tx, attempt_id: AttemptId, purpose: Purpose, now: datetime) -> Link | None:
        """Return the link that was made for an attempt, which a call has too though nobody can open it there;
        None for an expired or revoked one."""
        found = rows.link_of_attempt(tx, attempt_id, purpose.value, now)
        if found is None:
            return None
        digest, expires_at, row = found
        token = Token(digest, expires_at, self._key.key_id)
        return Link(
            token, row.customer_id, row.contact_point_id, row.attempt_id, row.channel, row.wrong_answers
        )

    def revoke_at(self, tx: Tx, contact_point_id: ContactPointId, now: datetime) -> int:
        """End every respond link that was sent to a contact point; those that stop messages stay good.
        Returns how many ended."""
        return rows.revoke_links(tx, contact_point_id, Purpose.RESPOND.value, now)

    def _address(self, random: bytes, purpose: Purpose, now: datetime) -> str:
        token = self._key.sign(random, purpose, now + _VALID_FOR[purpose])
        return f"{self._base}/{_PATHS[purpose]}/{token}"
