"""Who is told? Endpoints added, switched off and on, removed, given new secrets; the ledger says by whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from gateway.domain.errors import Conflict, DataError, NotFound
from gateway.domain.ids import EntryId, Ids
from gateway.domain.news import News
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.store import Tx, task_rows
from gateway.store import webhook_endpoints as rows
from gateway.store.news import tell_one
from gateway.store.webhook_endpoints import EndpointRow
from gateway.webhooks_out.addresses import Reach, checked_url
from gateway.webhooks_out.signing import SECRET_BYTES, Vault, shown
from gateway.webhooks_out.types import PING, checked_patterns

MAX_ENDPOINTS = 100  # each may have requests of its own open at once
MAX_TEXT = 200
OVERLAP = timedelta(days=1)  # for which a former secret goes on signing
LONGEST_OVERLAP = timedelta(days=30)
DISABLED = "webhook-disabled"  # the task's kind


@dataclass(frozen=True, slots=True)
class Wish:
    """An endpoint that somebody wants. types: patterns; none means every answer and every outcome."""

    url: str
    types: tuple[str, ...] = ()
    creditor_id: str | None = None
    is_private: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """Where endpoints are changed, in the caller's transaction. by: who does, as the ledger names them."""

    ledger: Ledger
    vault: Vault
    ids: Ids

    def add(
        self, tx: Tx, wish: Wish, creditors: Collection[str], *, by: str, now: datetime
    ) -> tuple[EndpointRow, str]:
        """Return a new endpoint and its secret, which nobody can read again. Raises DataError, Conflict."""
        if len(rows.endpoints(tx)) >= MAX_ENDPOINTS:
            raise Conflict(f"there are {MAX_ENDPOINTS} endpoints already; remove one that is not needed")
        if wish.creditor_id is not None and wish.creditor_id not in creditors:
            raise DataError("creditor: the settings name no such creditor", field="creditor")
        endpoint_id, secret = self.ids.new(), self.ids.random_bytes(SECRET_BYTES)
        row = EndpointRow(
            endpoint_id=endpoint_id,
            url=checked_url(wish.url, Reach.PRIVATE if wish.is_private else Reach.PUBLIC),
            label=checked_text(wish.label, "label"),
            types=checked_patterns(wish.types),
            creditor_id=wish.creditor_id,
            is_private=wish.is_private,
            secret=self.vault.seal(secret, endpoint_id, self.ids),
            former_secret=None,
            former_until=None,
            created_at=now,
            created_by=by,
        )
        rows.insert_endpoint(tx, row)
        self._record(tx, row, "added", by, now)
        return row, shown(secret)

    def rotate(
        self, tx: Tx, endpoint_id: UUID, overlap: timedelta, *, by: str, now: datetime
    ) -> tuple[EndpointRow, str]:
        """Return an endpoint and its new secret; the one before signs too while they overlap.

        Raises NotFound, DataError.
        """
        if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
            raise DataError(
                f"overlap_hours: between 0 and {LONGEST_OVERLAP.days * 24} hours", field="overlap_hours"
            )
        row, secret = found(tx, endpoint_id, locked=True), self.ids.random_bytes(SECRET_BYTES)
        values: dict[str, Any] = {
            "secret": self.vault.seal(secret, endpoint_id, self.ids),
            "former_secret": row.secret if overlap else None,
            "former_until": now + overlap if overlap else None,
        }
        rows.update_endpoint(tx, endpoint_id, values)
        self._record(tx, row, "secret rotated", by, now)
        return row, shown(secret)

    def disable(self, tx: Tx, endpoint_id: UUID, because: str, *, by: str, now: datetime) -> bool:
        """Tell an endpoint nothing more; what is meant for it is kept. Return whether it was enabled."""
        row = found(tx, endpoint_id, locked=True)
        if not rows.disable(tx, endpoint_id, checked_text(because, "reason") or "switched off", now):
            return False
        self._record(tx, row, "disabled", by, now)
        return True

    def enable(self, tx: Tx, endpoint_id: UUID, *, by: str, now: datetime) -> bool:
        """Tell an endpoint what happens from now on; return whether it was disabled. Raises NotFound."""
        row = found(tx, endpoint_id, locked=True)
        task_rows.take_back(tx, DISABLED, [str(endpoint_id)], now)
        if row.disabled_at is None:
            return False
        values: dict[str, Any] = {"disabled_at": None, "disabled_because": None, "rests_until": None}
        rows.update_endpoint(tx, endpoint_id, values)
        self._record(tx, row, "enabled", by, now)
        return True

    def remove(self, tx: Tx, endpoint_id: UUID, *, by: str, now: datetime) -> None:
        """Forget an endpoint and everything that was meant for it. Raises NotFound."""
        row = found(tx, endpoint_id, locked=True)
        task_rows.take_back(tx, DISABLED, [str(endpoint_id)], now)
        rows.delete_endpoint(tx, endpoint_id)
        self._record(tx, row, "removed", by, now)

    def ping(self, tx: Tx, endpoint_id: UUID, now: datetime) -> UUID:
        """Write a message that tells nothing, for one endpoint; return its id. Raises NotFound, Conflict."""
        if found(tx, endpoint_id).disabled_at is not None:
            raise Conflict(f"endpoint {endpoint_id} is disabled; enable it first")
        message_id = self.ids.new()
        tell_one(tx, endpoint_id, News(message_id, PING, now, None, {}))
        return message_id

    def _record(self, tx: Tx, row: EndpointRow, change: str, by: str, now: datetime) -> None:
        public = {"endpoint_id": str(row.endpoint_id), "change": change, "by": by}
        private = {"url": row.url, "types": list(row.types), "creditor_id": row.creditor_id}
        entry_id, kind = EntryId(self.ids.new()), EntryKind.WEBHOOK_ENDPOINT_CHANGED
        self.ledger.append(tx, [Entry(entry_id, None, kind, now, public, private)])


def found(tx: Tx, endpoint_id: UUID, *, locked: bool = False) -> EndpointRow:
    """Return an endpoint. Raises NotFound."""
    row = rows.find_endpoint(tx, endpoint_id, locked=locked)
    if row is None:
        raise NotFound(f"there is no webhook endpoint {endpoint_id}")
    return row


def checked_text(text: str, field: str) -> str:
    """Return a short text of one line. Raises DataError."""
    text = text.strip()
    if len(text) > MAX_TEXT or not (text.isprintable() or not text):
        raise DataError(f"{field}: write one line of at most {MAX_TEXT} characters", field=field)
    return text
