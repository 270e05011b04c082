"""How do reserved attempts leave? Mark as sending, commit, hand over, record: in groups, many at a time."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from channels.message import Adapter, NotSent, Receipt, Scope, Unknown
from gateway.controls import Breaker
from gateway.dispatcher.enclosures import Changed
from gateway.dispatcher.outcomes import WITHDRAWN, outcome_of, withdrawn
from gateway.dispatcher.parcel import Parcel, next_few
from gateway.dispatcher.recording import Settled, record_outcomes
from gateway.domain.clock import Clock
from gateway.domain.ids import Ids, WorkerId
from gateway.domain.stops import Stops
from gateway.domain.words import AttemptState, Channel
from gateway.ledger import Ledger
from gateway.store import Store, Tx, controls, dispatch, pacing
from gateway.store.events import lock_customers

log = structlog.get_logger(__name__)

SENDING_AT_ONCE = 40  # a crash leaves at most so many attempts whose outcome nobody knows
GROUP = 20  # outcomes written together
LINGER = 0.02  # seconds to wait for more outcomes before writing those at hand
LOOK_AGAIN = timedelta(minutes=1)  # after somebody exchanged a file that was to go along
LOOK_UP = 0.5  # seconds between two looks whether we are to stop, while waiting for a turn


class Delivery:
    """Hands parcels to the adapters; every change of state is committed before what it permits happens."""

    def __init__(
        self,
        *,
        store: Store,
        ledger: Ledger,
        adapters: Mapping[Channel, Adapter],
        clock: Clock,
        ids: Ids,
        worker_id: WorkerId,
        breaker: Breaker,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._pause = pause
        self._store, self._ledger, self._adapters = store, ledger, adapters
        self._clock, self._ids, self._worker_id = clock, ids, worker_id
        self._breaker = breaker
        self._unrecorded: list[Settled] = []
        self._unsent: list[Parcel] = []
        self._settling = threading.Lock()

    async def deliver(self, parcels: Sequence[Parcel]) -> Counter[str]:
        """Send the parcels and return how many attempts ended in which state.

        When the database fails in between, what is in the air is waited for and kept for `settle` to write.
        """
        waiting, flying, done = deque(parcels), set[asyncio.Task[Settled]](), list[Settled]()
        take: list[Parcel] = []
        counts: Counter[str] = Counter()
        try:
            while waiting or flying or done:
                room = SENDING_AT_ONCE - len(flying)
                take = next_few(waiting, room)
                take, spoilt = await self._pressed(take)
                done += spoilt
                if take or done:
                    going, held_back = await asyncio.to_thread(self._book, done, take)
                    counts.update([settled.outcome.attempt.value for settled in done])
                    counts.update([WITHDRAWN] * held_back)
                    flying |= {asyncio.create_task(self._send(parcel)) for parcel in going}
                done, take = [], []
                done, flying = await _gather(flying)
        except BaseException:
            ended = await asyncio.gather(*flying)
            self._unrecorded += [*done, *ended]
            self._unsent += [*take, *waiting]
            raise
        return counts

    async def deliver_in_turn(
        self, parcels: Sequence[Parcel], is_stopping: Callable[[], bool]
    ) -> Counter[str]:
        """Send each parcel when its turn at the provider comes, and return as `deliver` does.

        Nothing is marked as sending before: until its turn, a stop or a word of the customer's holds it back.
        """
        waiting = deque(sorted(parcels, key=lambda parcel: parcel.turn))
        going: list[asyncio.Task[Counter[str]]] = []
        try:
            while waiting and not is_stopping():
                now = self._clock.now()
                if waiting[0].turn > now:
                    await self._pause(min((waiting[0].turn - now).total_seconds(), LOOK_UP))
                    continue
                take = [waiting.popleft() for _ in range(sum(parcel.turn <= now for parcel in waiting))]
                going.append(asyncio.create_task(self.deliver(take)))
        finally:
            ended = await asyncio.gather(*going, return_exceptions=True)
            self._unsent += waiting
        counts: Counter[str] = Counter()
        for one in ended:
            if isinstance(one, BaseException):
                raise one
            counts.update(one)
        await asyncio.to_thread(self.settle)
        return counts

    def settle(self) -> None:
        """Write down what an earlier failure of the database left unwritten. Idempotent; raises as it did."""
        with self._settling:
            unrecorded, unsent = list(self._unrecorded), list(self._unsent)
            if not unrecorded and not unsent:
                return
            now = self._clock.now()
            with self._store.begin() as tx:
                lock_customers(tx, {s.customer_id for s in unrecorded} | {p.customer_id for p in unsent})
                record_outcomes(tx, self._ledger, unrecorded, now=now, ids=self._ids)
                self._withdraw(tx, unsent, now)
            # Others add to both meanwhile: what came later stays for the next time.
            del self._unrecorded[: len(unrecorded)]
            del self._unsent[: len(unsent)]

    def release(self, parcels: Sequence[Parcel]) -> None:
        """Give parcels back that will not be sent now; their outreach is due again."""
        with self._store.begin() as tx:
            self._withdraw(tx, parcels, self._clock.now())

    def _book(self, done: Sequence[Settled], take: Sequence[Parcel]) -> tuple[list[Parcel], int]:
        now = self._clock.now()
        fresh = [parcel for parcel in take if parcel.is_fresh(now)]
        with self._store.begin() as tx:
            controls.hold_gate(tx)  # a stop commits before this look or after this transaction
            stops = controls.stops(tx)
            # All at once and first: customers one after the other could be locked by another worker in turn.
            lock_customers(tx, {s.customer_id for s in done} | {p.customer_id for p in take})
            self._rest(tx, done, now)
            resting = pacing.resting(tx, now)
            fresh = [p for p in fresh if p.way not in resting and self._may_go(tx, p, stops, now)]
            record_outcomes(tx, self._ledger, done, now=now, ids=self._ids)
            marked = dispatch.mark_sending(tx, [p.attempt_id for p in fresh], self._worker_id, now)
            going = [p for p in fresh if p.attempt_id in marked]
            held_back = [p for p in take if p.attempt_id not in marked]
            self._withdraw(tx, held_back, now)
        self._watch(done, stops, now)
        return going, len(held_back)

    def _may_go(self, tx: Tx, parcel: Parcel, stops: Stops, now: datetime) -> bool:
        stop = parcel.stop_among(stops)
        return stop is None or self._breaker.takes_probe(tx, stop, parcel.attempt_id, now)

    def _rest(self, tx: Tx, done: Sequence[Settled], now: datetime) -> None:
        """A provider that said "too much" is left alone by every daemon."""
        asked: dict[str, timedelta] = {}
        for settled in done:
            if settled.outcome.rest is not None:
                asked[settled.way] = max(settled.outcome.rest, asked.get(settled.way, timedelta()))
        for way in sorted(asked):
            until = pacing.rest(tx, way, asked[way], now)
            log.warning(
                "a provider takes no more for a while",
                action="provider:busy",
                provider=way,
                until=until.isoformat(timespec="seconds"),
            )

    def _watch(self, done: Sequence[Settled], stops: Stops, now: datetime) -> None:
        """Tell the breaker what concerns it: nothing at all as long as a channel works."""
        for channel in sorted({s.channel for s in done if s.outcome.is_trouble}):
            self._breaker.failed(channel, now)
        for settled in done:
            if settled.outcome.attempt is AttemptState.ACCEPTED and stops.of_channel(settled.channel):
                self._breaker.went_through(settled.channel, settled.attempt_id, now)

    def _withdraw(self, tx: Tx, parcels: Sequence[Parcel], now: datetime) -> None:
        taken_back = [parcel.settled(withdrawn(now)) for parcel in parcels]
        record_outcomes(tx, self._ledger, taken_back, now=now, ids=self._ids)

    async def _send(self, parcel: Parcel) -> Settled:
        answer = await self._answer(parcel)
        now, not_after = self._clock.now(), parcel.message.not_after
        return parcel.settled(outcome_of(answer, tries=parcel.tries, now=now, not_after=not_after))

    async def _pressed(self, take: Sequence[Parcel]) -> tuple[list[Parcel], list[Settled]]:
        """Return the parcels with their PDFs, and those that could not be made.

        Before they are marked as sending: seconds would go by between a stop and a letter that leaves.
        """
        ready, spoilt = list[Parcel](), list[Settled]()
        made = await asyncio.gather(*(parcel.finished() for parcel in take), return_exceptions=True)
        for parcel, one in zip(take, made, strict=True):
            if not isinstance(one, BaseException):
                ready.append(one)
                continue
            failure = _spoilt(parcel, one)
            spoilt.append(parcel.settled(outcome_of(failure, tries=parcel.tries, now=self._clock.now())))
        return ready, spoilt

    async def _answer(self, parcel: Parcel) -> Receipt | NotSent | Unknown:
        adapter = self._adapters[parcel.message.channel]
        try:
            return await adapter.send(parcel.message)
        except (NotSent, Unknown) as failure:
            return failure
        except Exception as error:
            # An adapter may raise nothing else; whether something left is then in doubt, so it counts.
            log.error(
                "adapter broke its contract",
                action="attempt:adapter:broken",
                attempt_id=str(parcel.attempt_id),
                error=type(error).__name__,
            )
            return Unknown("adapter-error")


def _spoilt(parcel: Parcel, error: BaseException) -> NotSent:
    if isinstance(error, Changed):  # what the ledger names is gone: composed again, with what is there then
        return NotSent(scope=Scope.HELD, retryable=True, code="copy-changed", wait=LOOK_AGAIN)
    log.error(  # its text and its frames may hold the letter's
        "letter could not be made",
        action="attempt:letter:broken",
        attempt_id=str(parcel.attempt_id),
        error=type(error).__name__,
    )
    return NotSent(scope=Scope.CONTENT, retryable=False, code="letter-not-made")


async def _gather(
    flying: set[asyncio.Task[Settled]],
) -> tuple[list[Settled], set[asyncio.Task[Settled]]]:
    """Wait for some sends to end: at least one, then as many as come soon after."""
    done: list[Settled] = []
    while flying and len(done) < GROUP:
        finished, flying = await asyncio.wait(
            flying, timeout=LINGER if done else None, return_when=asyncio.FIRST_COMPLETED
        )
        if not finished:
            break
        done += [task.result() for task in finished]
    return done, flying
