"""Does a provider have what we know, and we what it has? Both are compared once a day, in both directions."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import structlog

from channels.message import Adapter, Listed, ListsSent, NotSent, Unknown
from gateway.deliveries.applying import apply_delivery_events
from gateway.domain.clock import Clock
from gateway.domain.ids import EntryId, Ids
from gateway.domain.words import Channel
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.store import Store, Tx, costs, deliveries, housekeeping, reconciliation, task_rows
from gateway.store.reconciliation import PREFIX, Ours

log = structlog.get_logger(__name__)

NOT_OURS, NOT_THERE = "unknown-at-provider", "missing-at-provider"  # kinds of tasks
GRACE = timedelta(hours=1)  # what is younger may still be on its way into a list, or into our rows
AT_ONCE = 500  # of our attempts in one look
MOST_LOOKED_UP = 200  # that a list does not show, asked for one by one
SHOWN = 10  # ids that a task names


@dataclass(slots=True)
class Reconciled:
    """What one comparison with one provider found."""

    adapter: str
    channel: Channel
    since: datetime
    until: datetime
    at_provider: int = 0
    ours: int = 0
    changed: int = 0
    not_ours: list[str] = field(default_factory=list)  # the provider's ids
    missing: list[str] = field(default_factory=list)  # our attempts
    not_asked_for: int = 0  # ours that the list does not show, beyond what is looked up one by one
    failure: str = ""  # why it could not be carried through

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values, with counts in place of ids."""
        told = asdict(self)
        return told | {
            "channel": self.channel.value,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "not_ours": len(self.not_ours),
            "missing": len(self.missing),
        }


class Reconciler:
    """Compares with the providers that show what they have."""

    def __init__(
        self, store: Store, ledger: Ledger, adapters: Mapping[Channel, Adapter], clock: Clock, ids: Ids
    ) -> None:
        self._store, self._ledger, self._clock, self._ids = store, ledger, clock, ids
        self._adapters = adapters

    async def run_due(self, every: timedelta, span: timedelta) -> list[Reconciled]:
        """Compare where the last time is longer ago than `every`."""
        now = self._clock.now()
        with self._store.read() as tx:
            newest = reconciliation.newest_results(tx)
        due = {
            channel: adapter
            for channel, adapter in self._adapters.items()
            if _is_due(newest.get(channel.value), adapter, now - every)
        }
        return await self.run(now - span, due)

    async def run(
        self, since: datetime, adapters: Mapping[Channel, Adapter] | None = None
    ) -> list[Reconciled]:
        """Compare what was made since an instant; return a result for each provider that can be asked."""
        until = self._clock.now()
        chosen = self._adapters if adapters is None else adapters
        return [
            await self._compared(adapter, Reconciled(adapter.name, channel, since, until))
            for channel, adapter in chosen.items()
            if isinstance(adapter, ListsSent)
        ]

    async def _compared(self, adapter: ListsSent, found: Reconciled) -> Reconciled:
        try:
            seen: set[str] = set()
            async for page in adapter.sent_since(found.since):
                await asyncio.to_thread(self._take, page, found, seen)
            await self._look_for_ours(adapter, found, seen)
        except (NotSent, Unknown) as failure:
            found.failure = failure.code
            log.warning(
                "a provider's list could not be had",
                action="reconcile:failed",
                adapter=found.adapter,
                code=failure.code,
            )
            return found
        await asyncio.to_thread(self._write, found)
        return found

    def _take(self, page: Sequence[Listed], found: Reconciled, seen: set[str]) -> None:
        """Adopt or correct what is ours; remember what is not."""
        page = [one for one in page if one.provider_reference not in seen]  # pages shift while they are read
        with self._store.begin() as tx:
            known = reconciliation.by_reference(tx, found.adapter, [one.provider_reference for one in page])
            claimed = [one.attempt_id for one in page if one.attempt_id is not None]
            ours = deliveries.attempts_through(tx, found.adapter, claimed)
            events, prices = [], {}
            for one in page:
                attempt_id = known.get(one.provider_reference)
                if attempt_id is None and one.attempt_id in ours:
                    attempt_id = one.attempt_id
                if attempt_id is not None:
                    events.append(one.news(attempt_id))
                    prices[attempt_id] = one.price
                elif one.created_at < found.until - GRACE:
                    found.not_ours.append(one.provider_reference)
            news = [event for event in events if event is not None]
            applied = apply_delivery_events(tx, self._ledger, news, now=self._clock.now(), ids=self._ids)
            costs.keep_prices(tx, {which: price for which, price in prices.items() if price is not None})
        found.at_provider += len(page)
        found.changed += applied.changed
        seen.update(one.provider_reference for one in page)

    async def _look_for_ours(self, adapter: ListsSent, found: Reconciled, seen: set[str]) -> None:
        after, looked_up = UUID(int=0), 0
        while some := await asyncio.to_thread(self._ours, found, after):
            after = some[-1].attempt_id
            found.ours += len(some)
            for one in some:
                if one.provider_reference in seen:
                    continue
                if looked_up >= MOST_LOOKED_UP:  # it may have them: nobody says that it has not
                    found.not_asked_for += 1
                    continue
                looked_up += 1
                there = await adapter.find(one.provider_reference)
                if there is None:
                    found.missing.append(str(one.attempt_id))
                else:
                    await asyncio.to_thread(self._take, [there], found, seen)

    def _ours(self, found: Reconciled, after: UUID) -> list[Ours]:
        with self._store.read() as tx:
            # An hour in from both ends, so that what lies on the edge of the list is not missed for nothing.
            since, until = found.since + GRACE, found.until - GRACE
            return reconciliation.taken_between(
                tx, found.adapter, found.channel, since=since, until=until, after=after, limit=AT_ONCE
            )

    def _write(self, found: Reconciled) -> None:
        now = self._clock.now()
        if found.not_ours or found.missing or found.not_asked_for:
            log.error(
                "a provider's list and ours differ",
                action="reconcile:differs",
                adapter=found.adapter,
                not_ours=len(found.not_ours),
                missing=len(found.missing),
                not_asked_for=found.not_asked_for,
            )
        with self._store.begin() as tx:
            self._ask(tx, found, now)
            public = found.as_json()
            private = {"not_ours": found.not_ours, "missing": found.missing}
            entry_id = EntryId(self._ids.new())
            self._ledger.append(
                tx, [Entry(entry_id, None, EntryKind.PROVIDER_RECONCILED, now, public, private)]
            )
            housekeeping.put_setting(tx, PREFIX + found.channel.value, public, now)

    def _ask(self, tx: Tx, found: Reconciled, now: datetime) -> None:
        tasks = []
        if found.not_ours:
            what = (
                f"{found.adapter} has {len(found.not_ours):,} that we know nothing of: something was sent "
                f"that is not in the ledger, or others use the account. {_first(found.not_ours)}"
            )
            tasks.append(_task(NOT_OURS, found.adapter, found.not_ours, what))
        if found.missing:
            what = (
                f"{found.adapter} does not have {len(found.missing):,} attempts that it had accepted; see "
                f"whether they reached anybody. {_first(found.missing)}{_unasked(found)}"
            )
            tasks.append(_task(NOT_THERE, found.adapter, found.missing, what))
        rows = [{"task_id": self._ids.new(), "customer_id": None, "opened_at": now, **one} for one in tasks]
        task_rows.insert_tasks(tx, rows)


def _is_due(newest: Mapping[str, Any] | None, adapter: Adapter, before: datetime) -> bool:
    if newest is None or newest["adapter"] != adapter.name:
        return True
    return datetime.fromisoformat(newest["until"]) < before


def _task(kind: str, adapter: str, ids: Iterable[str], text: str) -> dict[str, Any]:
    """The same differences are put before a person once, however often they are found."""
    digest = sha256("\n".join(sorted(ids)).encode()).hexdigest()
    return {"kind": kind, "reference": f"{adapter}:{digest[:32]}", "text": text}


def _unasked(found: Reconciled) -> str:
    count = found.not_asked_for
    return f" {count:,} more were not in its list and not asked for." if count else ""


def _first(ids: Sequence[str]) -> str:
    more = " and more; the ledger has all of them" if len(ids) > SHOWN else ""
    return f"Ids: {', '.join(ids[:SHOWN])}{more}."
