"""Who carries the messages? One worker's rounds: what is due is taken, sent side by side, written down."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from gateway.domain.clock import Clock
from gateway.domain.ids import Ids, WorkerId
from gateway.store import Store, Tx, task_rows, webhook_endpoints
from gateway.store import webhook_deliveries as rows
from gateway.store.webhook_deliveries import Letter
from gateway.store.webhook_endpoints import EndpointRow
from gateway.webhooks_out.courier import Courier
from gateway.webhooks_out.endpoints import DISABLED, Office
from gateway.webhooks_out.payload import payload
from gateway.webhooks_out.results import Result, log_what_matters, result_of
from gateway.webhooks_out.signing import signed_headers

AT_ONCE = 8  # requests to one endpoint; one that fails gets one at a time
LEASE = timedelta(minutes=2)  # longer than a request's deadline and a busy database together
FINISH_WITHIN = 10.0  # seconds at a stop; what is not answered by then is sent again by whoever comes next
GIVEN_UP = "webhook-given-up"  # the task's kind
BY = "dunwell"
AGENT = "Dunwell"
TASK_TEXT = {
    DISABLED: "A webhook endpoint was disabled; see why, then enable it and replay what it missed.",
    GIVEN_UP: "A webhook endpoint did not take a message in ten tries; find out why, then replay it.",
}


class Messenger:
    """Sends what is due; opened, run and closed in one loop.

    Each endpoint has requests of its own, so that one that hangs holds up nobody else.
    """

    def __init__(
        self, store: Store, office: Office, courier: Courier, clock: Clock, ids: Ids, worker_id: WorkerId
    ) -> None:
        self._store, self._office, self._courier = store, office, courier
        self._clock, self._ids, self._worker_id = clock, ids, worker_id
        self._on_the_way: dict[asyncio.Task[None], Letter] = {}
        self._busy: Counter[UUID] = Counter()
        self._struggling: set[UUID] = set()
        self._results: list[Result] = []
        self._writing: asyncio.Task[None] | None = None
        self._fault: Exception | None = None
        self._counts: Counter[str] = Counter()
        self._filling = asyncio.Lock()
        self._is_stopping = False

    async def open(self) -> None:
        """Make ready."""
        await self._courier.open()

    async def close(self) -> None:
        """Finish what is on its way, for a little while; put back what is not answered by then."""
        self._is_stopping = True
        if self._on_the_way:
            await asyncio.wait(list(self._on_the_way), timeout=FINISH_WITHIN)
        late = dict(self._on_the_way)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        if self._writing:
            await self._writing
        if late:
            await asyncio.to_thread(self._put_back, list(late.values()))
        await self._courier.close()

    async def run(self) -> dict[str, Any]:
        """Take in hand what is due and return what came of the messages since the last time.

        Does not wait for them. Raises what went wrong while they were written down.
        """
        if self._fault is not None:
            fault, self._fault = self._fault, None
            raise fault
        self._write_soon()  # what a database that was away did not take
        await self._fill()
        counts, self._counts = dict(self._counts), Counter()
        return counts

    async def send_one(self, endpoint_id: UUID, message_id: UUID) -> None:
        """Send one message, unless another worker has it in hand, and nothing else; then this one is done."""
        self._is_stopping = True
        for endpoint, letter in await asyncio.to_thread(self._claim_one, endpoint_id, message_id):
            self._send_off(endpoint, letter)
        await self._finish()

    async def drain(self) -> dict[str, Any]:
        """Send until nothing is due, and return what came of it."""
        total: Counter[str] = Counter()
        while True:
            total.update(await self.run())
            if not self._on_the_way and not self._results:
                return dict(total)
            await self._finish()

    async def _finish(self) -> None:
        """Wait until what is on its way has come back and is written down."""
        while self._on_the_way or (self._writing and not self._writing.done()):
            await asyncio.gather(*self._on_the_way, *([self._writing] if self._writing else []))

    async def _fill(self) -> None:
        async with self._filling:
            if self._is_stopping:
                return
            for endpoint, letter in await asyncio.to_thread(self._claim):
                self._send_off(endpoint, letter)

    def _send_off(self, endpoint: EndpointRow, letter: Letter) -> None:
        self._busy[endpoint.endpoint_id] += 1
        task = asyncio.create_task(self._carry(endpoint, letter))
        self._on_the_way[task] = letter
        task.add_done_callback(lambda done: self._on_the_way.pop(done, None))

    def _claim_one(self, endpoint_id: UUID, message_id: UUID) -> list[tuple[EndpointRow, Letter]]:
        now = self._clock.now()
        with self._store.begin() as tx:
            endpoint = webhook_endpoints.find_endpoint(tx, endpoint_id)
            until = now + LEASE
            letters = rows.claim(tx, endpoint_id, 1, self._worker_id, now, until=until, only=message_id)
        return [(endpoint, letter) for letter in letters if endpoint is not None]

    def _claim(self) -> list[tuple[EndpointRow, Letter]]:
        now = self._clock.now()
        with self._store.read() as tx:
            due = [one for one in rows.due_endpoints(tx, now) if self._free(one)]
        if not due:
            return []
        taken: list[tuple[EndpointRow, Letter]] = []
        with self._store.begin() as tx:
            for endpoint_id in due:
                endpoint = webhook_endpoints.find_endpoint(tx, endpoint_id)
                if endpoint is None or endpoint.disabled_at is not None:
                    continue
                free = self._free(endpoint_id)
                letters = rows.claim(tx, endpoint_id, free, self._worker_id, now, until=now + LEASE)
                taken += [(endpoint, letter) for letter in letters]
        return taken

    def _free(self, endpoint_id: UUID) -> int:
        most = 1 if endpoint_id in self._struggling else AT_ONCE
        return max(0, most - self._busy[endpoint_id])

    async def _carry(self, endpoint: EndpointRow, letter: Letter) -> None:
        try:
            at = self._clock.now()
            body = payload(letter)
            headers = self._headers(endpoint, letter, body, at)
            answer = await self._courier.carry(endpoint.url, headers, body, is_private=endpoint.is_private)
            now, chance = self._clock.now(), int.from_bytes(self._ids.random_bytes(4)) / 2**32
            self._results.append(result_of(endpoint, letter, answer, at=at, now=now, chance=chance))
            self._write_soon()
        except Exception as error:  # told by the next round; the lease brings the message back
            self._fault = error
            self._busy[endpoint.endpoint_id] -= 1

    def _headers(self, endpoint: EndpointRow, letter: Letter, body: bytes, at: datetime) -> dict[str, str]:
        secrets = [endpoint.secret]
        if endpoint.former_secret and endpoint.former_until and at < endpoint.former_until:
            secrets.append(endpoint.former_secret)
        opened = [self._office.vault.open(one, endpoint.endpoint_id) for one in secrets]
        signed = signed_headers(letter.message_id, body, opened, at)
        return {"Content-Type": "application/json", "User-Agent": AGENT, **signed}

    def _write_soon(self) -> None:
        if self._results and (self._writing is None or self._writing.done()):
            self._writing = asyncio.create_task(self._write_all())

    async def _write_all(self) -> None:
        """Write results down, many in one transaction; then take more in hand."""
        while self._results:
            batch, self._results = self._results, []
            try:
                await asyncio.to_thread(self._write, batch)
            except Exception as error:
                self._fault, self._results = error, [*batch, *self._results]
                return
            for one in batch:
                self._settle(one)
            await self._fill()

    def _settle(self, result: Result) -> None:
        endpoint_id = result.endpoint.endpoint_id
        self._busy[endpoint_id] -= 1
        self._counts[result.told.state] += 1
        if result.verdict.is_delivered:
            self._struggling.discard(endpoint_id)
        else:
            self._struggling.add(endpoint_id)

    def _write(self, batch: Sequence[Result]) -> None:
        now = self._clock.now()
        with self._store.begin() as tx:
            # Endpoints first and in one order, the ledger last: no two daemons then wait for each other.
            webhook_endpoints.lock(tx, {one.endpoint.endpoint_id for one in batch})
            for one in batch:
                rows.record(tx, one.told, self._worker_id)
                self._note(tx, one, now)
            for one in batch:
                if one.verdict.is_given_up:
                    self._give_up(tx, one, now)
        for one in batch:
            log_what_matters(one)

    def _note(self, tx: Tx, one: Result, now: datetime) -> None:
        """What follows for the endpoint."""
        endpoint_id, verdict = one.endpoint.endpoint_id, one.verdict
        if verdict.is_delivered:
            webhook_endpoints.update_endpoint(tx, endpoint_id, {"delivered_at": now})
        if verdict.rests_until:
            webhook_endpoints.update_endpoint(tx, endpoint_id, {"rests_until": verdict.rests_until})

    def _give_up(self, tx: Tx, one: Result, now: datetime) -> None:
        """Disable an endpoint that says so, or that took nothing for as long as this message was tried."""
        endpoint = webhook_endpoints.find_endpoint(tx, one.endpoint.endpoint_id)
        if endpoint is None:
            return
        lives = endpoint.delivered_at is not None and endpoint.delivered_at >= one.told.letter.first_try_at
        if lives and not one.verdict.is_gone:
            self._ask(tx, GIVEN_UP, f"{endpoint.endpoint_id}:{now.date()}", now)
            return
        because = "it answered 410 Gone" if one.verdict.is_gone else f"{one.told.letter.tries} tries failed"
        if self._office.disable(tx, endpoint.endpoint_id, because, by=BY, now=now):
            self._ask(tx, DISABLED, str(endpoint.endpoint_id), now)

    def _ask(self, tx: Tx, kind: str, reference: str, now: datetime) -> None:
        task = {"task_id": self._ids.new(), "kind": kind, "reference": reference, "text": TASK_TEXT[kind]}
        task_rows.insert_tasks(tx, [task | {"opened_at": now}])

    def _put_back(self, letters: Sequence[Letter]) -> None:
        with self._store.begin() as tx:
            for letter in letters:
                rows.put_back(tx, letter, self._worker_id, self._clock.now())
