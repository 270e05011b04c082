"""What became of attempts whose outcome is unknown? The provider's list is asked, thrice; then a person."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from channels.message import Adapter, DeliveryEvent, KnowsOurIds, NotSent, SentText, Traces, Unknown
from gateway.deliveries.applying import apply_delivery_events
from gateway.dispatcher.outcomes import Outcome
from gateway.dispatcher.recording import NOT_KNOWN, Settled, record_outcomes
from gateway.domain.clock import Clock
from gateway.domain.errors import NotFound
from gateway.domain.ids import AttemptId, Ids
from gateway.domain.words import AttemptState, Channel, OutreachState
from gateway.ledger import Ledger
from gateway.store import Store, Tx, deliveries, task_rows
from gateway.store.deliveries import Sent

log = structlog.get_logger(__name__)

# After the hand-over; a callback may have told by then. Later the list holds nothing new.
ASK_AFTER = (timedelta(minutes=2), timedelta(minutes=10), timedelta(minutes=30))
GIVE_UP_AFTER = timedelta(hours=24)
REST = timedelta(minutes=5)  # where a provider gave no answer: that says nothing and counts as no ask
AT_ONCE = 50  # attempts in one round


@dataclass(frozen=True, slots=True)
class Traced:
    """What one round found."""

    asked: int
    found: int


class Tracer:
    """Asks the providers that can be asked; remembers how often it asked for each attempt."""

    def __init__(
        self, store: Store, ledger: Ledger, adapters: Mapping[Channel, Adapter], clock: Clock, ids: Ids
    ) -> None:
        self._store, self._ledger, self._clock, self._ids = store, ledger, clock, ids
        self._adapters = adapters
        self._asked: dict[AttemptId, int] = {}
        self._again_at: dict[AttemptId, datetime] = {}

    async def run(self) -> Traced:
        """Ask for what is unknown and whose time has come; adopt what the lists show."""
        asked = found = 0
        for channel, adapter in self._adapters.items():
            if not isinstance(adapter, Traces):
                continue
            for sent, text in await asyncio.to_thread(self._due, channel, adapter.name):
                asked += 1
                news = await _ask(adapter, text)
                if news:
                    found += await asyncio.to_thread(self._adopt, text, news)
                elif news is not None and self._was_never_there(adapter, text):
                    await asyncio.to_thread(self._release, sent)
                else:
                    await asyncio.to_thread(self._tell, adapter.name, sent.attempt_id, news is not None)
                if news is None:  # it is in trouble: the others are asked for in the next round
                    self._again_at[sent.attempt_id] = self._clock.now() + REST
                    break
                self._was_asked(sent)
        return Traced(asked, found)

    def _was_asked(self, sent: Sent) -> None:
        self._asked[sent.attempt_id] = self._asked.get(sent.attempt_id, 0) + 1
        self._again_at.pop(sent.attempt_id, None)

    def _was_never_there(self, adapter: Traces, text: SentText) -> bool:
        return (
            isinstance(adapter, KnowsOurIds)
            and self._clock.now() - text.sent_at >= adapter.surely_shown_after
        )

    def _release(self, sent: Sent) -> None:
        """It did not leave: the outreach is judged anew, and the attempt does not count."""
        now = self._clock.now()
        never = Outcome(AttemptState.REJECTED, OutreachState.DUE, "not-at-provider", due_at=now)
        settled = Settled(
            sent.attempt_id, sent.outreach_id, sent.customer_id, sent.contact_point_id, sent.channel, never
        )
        with self._store.begin() as tx:
            record_outcomes(tx, self._ledger, [settled], now=now, ids=self._ids)

    def _tell(self, provider: str, attempt_id: AttemptId, answered: bool) -> None:
        """Have the task say what the provider said, for whoever has to settle it."""
        said = "did not show it" if answered else "could not be had"
        at = f"{self._clock.now():%Y-%m-%d %H:%M} UTC"
        text = f"{NOT_KNOWN} The list of {provider} {said} at {at}."
        with self._store.begin() as tx:
            task_rows.say(tx, "unknown-outcome", str(attempt_id), text)

    def _due(self, channel: Channel, adapter: str) -> list[tuple[Sent, SentText]]:
        now = self._clock.now()
        with self._store.read() as tx:
            unknown = deliveries.unknown_attempts(tx, channel, adapter, now - GIVE_UP_AFTER, 1000)
            due = [sent for sent in unknown if self._is_due(sent, now)][:AT_ONCE]
            texts = {sent.attempt_id: self._text(tx, sent) for sent in due}
        for sent in due:
            if texts[sent.attempt_id] is None:  # nothing to look for in any list
                self._was_asked(sent)
        return [(sent, text) for sent in due if (text := texts[sent.attempt_id])]

    def _is_due(self, sent: Sent, now: datetime) -> bool:
        if self._again_at.get(sent.attempt_id, now) > now:
            return False
        times = self._asked.get(sent.attempt_id, 0)
        return times < len(ASK_AFTER) and sent.sent_at is not None and now - sent.sent_at >= ASK_AFTER[times]

    def _text(self, tx: Tx, sent: Sent) -> SentText | None:
        try:
            private = self._ledger.open(tx, sent.entry_id)["private"]
        except NotFound:
            return None
        message = private.get("message") if isinstance(private, dict) else None
        if not message or sent.sent_at is None:  # erased meanwhile: a person decides
            return None
        return SentText(
            sent.attempt_id, message["to"], message["text"], sent.sent_at, message.get("sender", "")
        )

    def _adopt(self, text: SentText, news: list[DeliveryEvent]) -> bool:
        with self._store.begin() as tx:
            taken = deliveries.known_references(tx, [n.provider_reference or "" for n in news])
            ours = [one for one in news if one.provider_reference not in taken]
            if len(ours) > 1:
                log.error(
                    "a provider has one attempt more than once",
                    action="delivery:duplicate",
                    attempt_id=str(text.attempt_id),
                    count=len(ours),
                )
            applied = apply_delivery_events(tx, self._ledger, ours[:1], now=self._clock.now(), ids=self._ids)
        return applied.changed > 0


async def _ask(adapter: Traces, text: SentText) -> list[DeliveryEvent] | None:
    """Return what the provider has, or None where it did not say."""
    try:
        return await adapter.trace(text)
    except (NotSent, Unknown):
        return None  # asked again after a rest
