"""Everything that tells other systems what happens, over a real database and real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from gateway.domain.ids import CustomerId, Ids, WorkerId
from gateway.events import NewEvent, record_events
from gateway.ledger import Ledger
from gateway.store import Store
from gateway.store import webhook_deliveries as rows
from gateway.store.webhook_deliveries import DeliveryRow
from gateway.store.webhook_endpoints import EndpointRow, find_endpoint
from gateway.webhooks_out import Courier, Messenger, Office, Vault, Wish
from tests.builders.ledger import KEYS, a_ledger
from tests.fakes.clock import FixedClock

DEADLINE = timedelta(seconds=5)


def an_office_of_webhooks(ledger: Ledger, ids: Ids) -> Office:
    """Return where endpoints are changed."""
    return Office(ledger, Vault(KEYS.derive("webhook-secrets")), ids)


@dataclass
class Telling:
    """An installation that tells, and one worker of it."""

    store: Store
    clock: FixedClock
    ids: Ids
    office: Office
    messenger: Messenger

    @property
    def ledger(self) -> Ledger:
        """The contact ledger."""
        return self.office.ledger

    def add(self, url: str, *types: str, **wish: Any) -> tuple[UUID, str]:
        """Add an endpoint; return its id and secret."""
        wanted = Wish(url, types or ("*",), is_private=wish.pop("is_private", True), **wish)
        with self.store.begin() as tx:
            creditors = [wanted.creditor_id] if wanted.creditor_id else []
            row, secret = self.office.add(tx, wanted, creditors, by="test", now=self.clock.now())
        return row.endpoint_id, secret

    def endpoint(self, endpoint_id: UUID) -> EndpointRow:
        """Return an endpoint as it is now."""
        with self.store.read() as tx:
            row = find_endpoint(tx, endpoint_id)
        assert row is not None
        return row

    def ping(self, endpoint_id: UUID) -> UUID:
        """Write a message that tells nothing."""
        with self.store.begin() as tx:
            return self.office.ping(tx, endpoint_id, self.clock.now())

    def happens(self, customer_id: CustomerId, type_: str = "opt_out", **event: Any) -> None:
        """Record an event of a customer."""
        source = event.pop("source", "portal")
        now = self.clock.now()
        wanted = NewEvent(type=type_, at=now, customer_id=customer_id, **event)
        with self.store.begin() as tx:
            record_events(tx, self.ledger, [wanted], now=now, ids=self.ids, source=source)

    def deliveries(self, endpoint_id: UUID) -> list[DeliveryRow]:
        """Return an endpoint's messages, the oldest first."""
        with self.store.read() as tx:
            return rows.deliveries(tx, endpoint_id, state=None, before=None, limit=1000)[::-1]

    def states(self, endpoint_id: UUID) -> list[str]:
        """Return how far each message has come, the oldest first."""
        return [row.state for row in self.deliveries(endpoint_id)]


def a_telling(store: Store, clock: FixedClock, ids: Ids, **courier: Any) -> Telling:
    """Return an installation that tells. courier: what its courier gets."""
    office = an_office_of_webhooks(a_ledger(ids), ids)
    carrier = Courier(**{"deadline": DEADLINE} | courier)
    return Telling(store, clock, ids, office, another_messenger(store, office, carrier, clock, ids))


def another_messenger(
    store: Store, office: Office, courier: Courier, clock: FixedClock, ids: Ids
) -> Messenger:
    """Return one worker's sender."""
    return Messenger(store, office, courier, clock, ids, WorkerId(ids.new()))


@asynccontextmanager
async def opened(telling: Telling) -> AsyncIterator[Telling]:
    """Yield an installation whose worker is at work."""
    await telling.messenger.open()
    try:
        yield telling
    finally:
        await telling.messenger.close()
