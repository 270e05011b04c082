"""A dispatcher over fakes for the outside world and the real thing for everything of ours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from compliance.rulebook import Rulebook, load_rulebook
from gateway.dispatcher import Dispatcher
from gateway.domain.ids import CreditorId, OutreachId, WorkerId
from gateway.domain.portfolio import Creditor, Customer
from gateway.domain.words import Channel, OutreachState
from gateway.keys import Keys
from gateway.ledger import Ledger
from gateway.links import Links
from gateway.render import Renderer
from gateway.store import Store, Tx, schema
from tests.builders.creditor import a_creditor
from tests.fakes.adapter import FakeAdapter
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

ROOT = Path(__file__).resolve().parents[2]
_RENDERER: list[Renderer] = []
_RULEBOOK: list[Rulebook] = []


@dataclass(frozen=True, slots=True)
class Desk:
    """A dispatcher and what it was made from."""

    dispatcher: Dispatcher
    adapters: dict[Channel, FakeAdapter]
    ledger: Ledger
    store: Store
    clock: FixedClock
    ids: SeededIds
    worker_id: WorkerId

    @property
    def email(self) -> FakeAdapter:
        """The fake that emails go to."""
        return self.adapters[Channel.EMAIL]

    def states(self) -> list[str]:
        """Return every attempt's state, oldest first."""
        query = sa.select(schema.attempt.c.state).order_by(
            schema.attempt.c.reserved_at, schema.attempt.c.attempt_id
        )
        with self.store.read() as tx:
            return list(tx.execute(query).scalars())

    def outreach(self) -> list[tuple[str, str | None]]:
        """Return every outreach's state and reason."""
        columns = schema.outreach.c
        with self.store.read() as tx:
            found = tx.execute(sa.select(columns.state, columns.because).order_by(columns.outreach_id))
            return [(row.state, row.because) for row in found]

    def kinds(self) -> list[str]:
        """Return the kinds of all ledger entries."""
        with self.store.read() as tx:
            columns = schema.ledger_entry.c
            return list(tx.execute(sa.select(columns.kind).order_by(columns.entry_id)).scalars())


def shipped_rulebook() -> Rulebook:
    """Return the rulebook of the shipped packs, read once."""
    if not _RULEBOOK:
        files = sorted((ROOT / "config/compliance").glob("*.toml"))
        _RULEBOOK.append(load_rulebook({path.name: path.read_text("utf-8") for path in files}))
    return _RULEBOOK[0]


def shipped_renderer() -> Renderer:
    """Return the renderer of the shipped templates, compiled once."""
    if not _RENDERER:
        _RENDERER.append(Renderer(ROOT / "templates"))
    return _RENDERER[0]


def a_desk(
    store: Store,
    clock: FixedClock,
    ids: SeededIds,
    *,
    creditors: Iterable[Creditor] = (),
    channels: Iterable[Channel] = tuple(Channel),
    **overrides: Any,
) -> Desk:
    """Return a dispatcher for the creditor `acme` (or those given) with a fake adapter on each channel."""
    keys = Keys.from_secret(bytes(32))
    ledger = Ledger(ids, keys, "test")
    adapters = {channel: FakeAdapter(channel, clock) for channel in channels}
    known = tuple(creditors) or (a_creditor(),)
    worker_id = WorkerId(ids.new())
    dispatcher = Dispatcher(
        store=store,
        ledger=ledger,
        rulebook=overrides.pop("rulebook", None) or shipped_rulebook(),
        renderer=shipped_renderer(),
        links=Links(keys.link_key, "https://reminders.example", ids),
        adapters=adapters,
        creditors={creditor.creditor_id: creditor for creditor in known},
        clock=clock,
        ids=ids,
        worker_id=worker_id,
        **overrides,
    )
    return Desk(dispatcher, adapters, ledger, store, clock, ids, worker_id)


def an_outreach(tx: Tx, ids: SeededIds, customer: Customer, now: datetime, **overrides: Any) -> OutreachId:
    """Insert an outreach that is due now: the first reminder, by email; return its id."""
    outreach_id = OutreachId(ids.new())
    values: dict[str, Any] = {
        "outreach_id": outreach_id,
        "customer_id": customer.customer_id,
        "creditor_id": CreditorId(customer.creditor_id),
        "origin": "strategy",
        "strategy": "commercial",
        "step": "first",
        "cycle": "1",
        "kind": "dunning",
        "template": "reminder-1",
        "channels": ["email"],
        "state": OutreachState.DUE.value,
        "due_at": now,
        "planned_at": now,
    } | overrides
    tx.execute(sa.insert(schema.outreach).values(**values))
    return outreach_id
