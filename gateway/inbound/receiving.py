"""How is a text received? Kept uncut, understood, acted on in the safe direction, and put before a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import structlog

from gateway.domain.error_place import place_of
from gateway.domain.ids import CustomerId, EntryId, Ids
from gateway.domain.words import REACHES, Channel
from gateway.events import NewEvent, Recorded, record_events
from gateway.inbound.answering import Answer, confirm_stop, queue_answer, tell_who_we_are
from gateway.inbound.keeping import keep
from gateway.inbound.keywords import HELP, START, STOP, keyword_of, keywords_only
from gateway.inbound.meanings import AT_POINT, EVERYBODY, drafts
from gateway.inbound.messages import InboundMessage, Meaning, Received, Understands
from gateway.ledger import Ledger
from gateway.store import Tx, contact_points, events, inbound, portfolio, task_rows
from gateway.store.contact_points import Holder

log = structlog.get_logger(__name__)

_EVENT_TYPE = {Channel.SMS: "sms", Channel.EMAIL: "email", Channel.VOICE: "call", Channel.LETTER: "letter"}
TASK_TEXT = {
    "inbound-text": "A customer wrote to us: read it, see what was done at once, and answer.",
    "unmatched-inbound": "Somebody wrote to us whom no customer's address or number names: find out who.",
}


def receive(
    tx: Tx,
    ledger: Ledger,
    message: InboundMessage,
    *,
    now: datetime,
    ids: Ids,
    understand: Understands = keywords_only,
) -> Received:
    """Receive one text in the caller's transaction, once for each provider's id.

    A stop takes effect for everybody who has the sender's number or address; whatever else it says, for the
    customer to whom we wrote there last. Exact keywords are decided here, all else by `understand`.
    """
    holders = _holders(tx, message)
    events.lock_customers(tx, {one.customer_id for one in holders})
    entry_id = EntryId(ids.new())
    if not inbound.insert_inbound(
        tx,
        provider=message.provider,
        event_id=message.provider_event_id,
        channel=message.channel,
        entry_id=entry_id,
        now=now,
    ):
        first = inbound.entry_of_inbound(tx, message.provider, message.provider_event_id)
        return Received(False, entry_id=first)
    if not holders:
        keep(tx, ledger, message, entry_id, None, now)
        ask_a_person(tx, "unmatched-inbound", entry_id, None, now, ids)
        return Received(True, entry_id=entry_id)
    return _Reception(tx, ledger, message, holders, entry_id, now, ids).carry_out(understand)


class _Reception:
    """One text from somebody whom we know."""

    def __init__(
        self,
        tx: Tx,
        ledger: Ledger,
        message: InboundMessage,
        holders: Sequence[Holder],
        entry_id: EntryId,
        now: datetime,
        ids: Ids,
    ) -> None:
        self._tx, self._ledger, self._message, self._holders = tx, ledger, message, holders
        self._now, self._ids = now, ids
        self._meant = _meant(tx, message, holders)
        # The first one's entry has the id that was noted with the text; every other gets its own.
        self._entries = [entry_id, *(EntryId(ids.new()) for _ in self._meant[1:])]

    def carry_out(self, understand: Understands) -> Received:
        """Act on the text and return what was made of it."""
        keyword, meanings = self._understood(understand)
        was_stopped = self._is_stopped()
        recorded = self._record(meanings)
        kept = list(zip(self._meant, self._entries, strict=True))
        for one, entry_id in kept:
            keep(self._tx, self._ledger, self._message, entry_id, one.customer_id, self._now)
        self._answer(keyword, meanings, recorded, was_stopped)
        if self._needs_a_person(keyword):
            for one, entry_id in kept:
                ask_a_person(self._tx, "inbound-text", entry_id, one.customer_id, self._now, self._ids)
        customers = tuple(dict.fromkeys(one.event.customer_id for one in recorded))
        return Received(True, customers, tuple(m.kind for m in meanings), self._entries[0])

    def _needs_a_person(self, keyword: str | None) -> bool:
        """Whether no keyword settles the text by itself. Mail is answered by people alone."""
        if keyword == START:
            return not self._message.may_take_back
        return keyword is None or (keyword == HELP and self._message.channel is Channel.EMAIL)

    def _understood(self, understand: Understands) -> tuple[str | None, Sequence[Meaning]]:
        """The keyword that the whole text is, the provider's word first, and everything that it says."""
        text, today = self._message.text, self._now.date()
        keyword = self._message.keyword or keyword_of(text)
        if keyword is not None:
            return keyword, keywords_only(
                keyword, language=None, today=today, channel=self._message.channel
            ).meanings
        who = portfolio.customers_by_id(self._tx, [self._meant[0].customer_id])
        language = who[self._meant[0].customer_id].language
        try:
            said = understand(text, language=language, today=today, channel=self._message.channel)
        except Exception as error:  # whatever a text does to it, the text is kept and a person reads it
            log.error("a text was not understood", action="inbound:understand:broken", error=place_of(error))
            return None, ()
        return said.keyword, said.meanings

    def _record(self, meanings: Sequence[Meaning]) -> list[Recorded]:
        contact = (_EVENT_TYPE[self._message.channel], {"direction": "inbound"})
        wanted = [self._event(one, *contact, number=0) for one in self._meant]
        today: date = self._now.date()
        number = 0
        for meaning in meanings:
            if meaning.kind == START and not self._message.may_take_back:
                continue  # anybody can write in anybody's name; a person reads it
            whose = self._holders if meaning.kind in EVERYBODY else self._meant
            for type_, body in drafts(meaning, self._message.channel, today):
                number += 1
                if type_ == "wrong_party" and not self._message.may_take_back:
                    # Anybody can write in anybody's name: nothing more goes there, and it is not retired.
                    type_, body = "opt_out", {"channel": self._message.channel.value}
                affected = whose if type_ in AT_POINT else self._meant
                wanted += [self._event(one, type_, body, number=number) for one in affected]
        return record_events(self._tx, self._ledger, wanted, now=self._now, ids=self._ids, source="provider")

    def _event(self, one: Holder, type_: str, body: dict[str, Any], *, number: int) -> NewEvent:
        message = self._message
        key = f"{message.provider}:{message.provider_event_id}:{number}:{one.contact_point_id}"
        is_contact = type_ == _EVENT_TYPE[message.channel]
        return NewEvent(
            type=type_,
            at=min(message.received_at, self._now),
            customer_id=one.customer_id,
            contact_point_id=one.contact_point_id if is_contact or type_ in AT_POINT else None,
            body=body,
            dedupe_key=f"inbound:{key}",
        )

    def _answer(
        self,
        keyword: str | None,
        meanings: Sequence[Meaning],
        recorded: Sequence[Recorded],
        was_stopped: bool,
    ) -> None:
        """One confirmation of a stop, one answer to HELP a day; none where the provider has answered."""
        if self._message.keyword is not None or self._message.channel is not Channel.SMS:
            return
        one = self._meant[0]
        answer: Answer | None = None
        stop = _first(recorded, one.customer_id, "opt_out")
        if stop is not None and not was_stopped:
            answer = confirm_stop(stop.event_id, self._message.received_at)
        elif keyword == HELP and not any(m.kind == STOP for m in meanings):
            contact = _first(recorded, one.customer_id, _EVENT_TYPE[self._message.channel])
            answer = tell_who_we_are(contact.event_id, self._now) if contact else None
        if answer is not None:
            queue_answer(self._tx, self._ledger, one, answer, now=self._now, ids=self._ids)

    def _is_stopped(self) -> bool:
        """Whether the last word about texts to this number was a stop already."""
        one = self._meant[0]
        said = [
            event
            for event in events.events_of(self._tx, [one.customer_id]).get(one.customer_id, [])
            if event.type in ("opt_out", "opted_back_in")
            and event.channel in (None, self._message.channel.value)
            and event.contact_point in (None, str(one.contact_point_id))
        ]
        return bool(said) and said[-1].type == "opt_out"


def _holders(tx: Tx, message: InboundMessage) -> list[Holder]:
    """Everybody who has the sender's number or address; else, where somebody answers from another one, whom
    we had written to."""
    found = contact_points.holders_of(tx, message.sender, REACHES[message.channel])
    if not found and message.attempt_id is not None:
        answered = contact_points.holder_of_attempt(tx, message.attempt_id)
        return [answered] if answered else []
    return found


def _meant(tx: Tx, message: InboundMessage, holders: Sequence[Holder]) -> list[Holder]:
    """Whom the text is about: whoever had what it answers, or to whom we wrote there last; else all."""
    customer = inbound.customer_of_attempt(tx, message.attempt_id) if message.attempt_id else None
    if customer is None:
        points = [one.contact_point_id for one in holders]
        customer = inbound.last_written_to(tx, points, message.channel)
    return [one for one in holders if one.customer_id == customer] or list(holders)


def _first(recorded: Sequence[Recorded], customer_id: CustomerId, type_: str) -> Recorded | None:
    return next((r for r in recorded if r.event.customer_id == customer_id and r.event.type == type_), None)


def ask_a_person(
    tx: Tx, kind: str, entry_id: EntryId, customer_id: CustomerId | None, now: datetime, ids: Ids
) -> None:
    """Put a text before a person; its entry in the ledger holds it uncut."""
    task = {
        "task_id": ids.new(),
        "customer_id": customer_id,
        "kind": kind,
        "reference": str(entry_id),
        "text": TASK_TEXT[kind],
        "opened_at": now,
    }
    task_rows.insert_tasks(tx, [task])
