"""What happens when Twilio asks what to say? The call goes one turn further, once for each question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from channels.message import DeliveryEvent
from channels.voice_twilio.news import PROVIDER, SID, Listener
from channels.voice_twilio.script import Said
from gateway.deliveries import apply_delivery_events
from gateway.domain.errors import NotFound
from gateway.domain.ids import AttemptId
from gateway.domain.stops import StopCause
from gateway.domain.words import REACHES, AttemptState, Channel
from gateway.locate import locations
from gateway.store import Tx, contact_points, controls, phone_calls, portfolio
from gateway.store.events import lock_customers
from gateway.store.phone_calls import Placed
from gateway.voice.desk import CallDesk, DeskParts
from gateway.voice.flow import Conversation, a_machine
from gateway.voice.speech import CallMessage, Listening, speak
from gateway.voice.talk import Step, Talk, kept_of, talk_of
from gateway.voice.words import Words

log = structlog.get_logger(__name__)

SILENCE = (Said(), 0)  # the call ends, and nothing is said
Turn = tuple[Said, int]
"""What is said, and the number of the question that it ends with."""

MACHINES = (Listener.MACHINE, Listener.GREETING, Listener.FAX)


@dataclass(frozen=True, slots=True)
class Heard:
    """What Twilio says of a call with each question: its own id, and who picked up, where it says so."""

    sid: str
    listener: Listener


class Calls:
    """Leads calls. Each method is one request of Twilio's, in the caller's transaction."""

    def __init__(self, parts: DeskParts, words: Words) -> None:
        self._parts, self._words = parts, words

    def picked_up(self, tx: Tx, attempt_id: AttemptId, heard: Heard, now: datetime) -> Turn:
        """Return what is said first."""
        line = self._line(tx, attempt_id, heard, now)
        if line is None or line.is_of_another_call(heard):
            return SILENCE
        known = line.talk()
        if known is not None:  # asked again: the answer was lost on the way
            return line.said(known)
        if line.is_stopped():
            talk = Talk(listener=heard.listener, result="dropped")
        else:
            talk = Conversation(line.desk).pick_up(heard.listener)
        return line.turn(None, talk, heard)

    def pressed(
        self, tx: Tx, attempt_id: AttemptId, turn: int, keys: str, heard: Heard, now: datetime
    ) -> Turn:
        """Return what is said after some keys. Keys that answer an earlier question change nothing."""
        line = self._line(tx, attempt_id, heard, now)
        talk = line.talk() if line is not None and not line.is_of_another_call(heard) else None
        if line is None or talk is None:
            return SILENCE
        if line.turns_out_a_machine(talk, heard):
            return line.turn(talk, a_machine(talk, heard.listener), heard)
        if turn != talk.turn:
            return line.said(talk)
        return line.turn(talk, Conversation(line.desk).press(talk, keys), heard)

    def transferred(
        self, tx: Tx, attempt_id: AttemptId, turn: int, *, was_answered: bool, heard: Heard, now: datetime
    ) -> Turn:
        """Return what is said after somebody was put through, or could not be."""
        line = self._line(tx, attempt_id, heard, now)
        talk = line.talk() if line is not None and not line.is_of_another_call(heard) else None
        if line is None or talk is None:
            return SILENCE
        if turn != talk.turn:
            return line.said(talk)
        after = Conversation(line.desk).transferred(talk, was_answered=was_answered)
        return line.turn(talk, after, heard)

    def ended(self, tx: Tx, attempt_id: AttemptId, heard: Heard, now: datetime) -> Talk | None:
        """Return where the conversation stood when the call was over; None where there was none.

        What was keyed in and not confirmed is forgotten, and nothing is said again to whoever asks later.
        """
        line = self._line(tx, attempt_id, heard, now)
        talk = line.talk() if line is not None and not line.is_of_another_call(heard) else None
        if line is None or talk is None:
            return None
        if line.turns_out_a_machine(talk, heard):
            talk = a_machine(talk, heard.listener)
        over = replace(talk, step=Step.ENDED, said=(), answers=(), due_on=None)
        phone_calls.save_talk(tx, attempt_id, kept_of(over), now)
        return over

    def _line(self, tx: Tx, attempt_id: AttemptId, heard: Heard, now: datetime) -> _Line | None:
        call = phone_calls.placed_call(tx, attempt_id)
        if call is None or not SID.fullmatch(heard.sid):
            return None
        # Whoever has the number too may be told of a stop: all are locked at once, so that none wait in turn.
        value = contact_points.value_of(tx, call.contact_point_id)
        others = contact_points.holders_of(tx, value, REACHES[Channel.VOICE]) if value else []
        lock_customers(tx, {call.customer_id, *(one.customer_id for one in others)})
        message = self._message(tx, call)
        if message is None or call.creditor_id not in self._parts.creditors:
            return None
        return _Line(CallDesk(tx, self._parts, call, message, now), self._words)

    def _message(self, tx: Tx, call: Placed) -> CallMessage | None:
        try:
            kept = self._parts.ledger.open(tx, call.entry_id)["private"]
        except NotFound:
            return None
        if not isinstance(kept, dict):  # erased meanwhile
            return None
        return CallMessage.of(kept["message"])


@dataclass(frozen=True, slots=True)
class _Line:
    """One call in one transaction."""

    desk: CallDesk
    words: Words

    def talk(self) -> Talk | None:
        """Where the conversation stands; None before anybody picked up."""
        found = phone_calls.talk_of(self.desk.tx, self.desk.call.attempt_id)
        return talk_of(found[1]) if found is not None else None

    def is_of_another_call(self, heard: Heard) -> bool:
        """Whether this is a second call for the attempt: it says and changes nothing."""
        found = phone_calls.talk_of(self.desk.tx, self.desk.call.attempt_id)
        if found is None or found[0] == heard.sid:
            return False
        log.error(
            "a provider has one attempt more than once",
            action="delivery:duplicate",
            attempt_id=str(self.desk.call.attempt_id),
            count=2,
        )
        return True

    def turn(self, before: Talk | None, after: Talk, heard: Heard) -> Turn:
        """Keep a turn, tell what the call has come to, and return what is said."""
        tx, call, now = self.desk.tx, self.desk.call, self.desk.now
        if before is None:
            phone_calls.begin_talk(tx, call.attempt_id, heard.sid, kept_of(after), now)
        else:
            phone_calls.save_talk(tx, call.attempt_id, kept_of(after), now)
        if before is None or (before.result, before.party) != (after.result, after.party):
            self._tell(after, heard)
        return self.said(after)

    def said(self, talk: Talk) -> Turn:
        """Return what is said in a turn."""
        owed = self.desk.owed if talk.due_on else ()
        rules = self.desk.parts.recording
        spoken = speak(
            talk,
            self.desk.message,
            self._listening(),
            self.words,
            owed=owed,
            promise_within=self.desk.promise_within,
            is_recorded=rules is not None,
            announces=rules is not None and rules.announces(self._regions()),
        )
        return spoken, talk.turn

    def is_stopped(self) -> bool:
        """Whether we, or the customer, have stopped what this call is for since it was placed."""
        call = self.desk.call
        if phone_calls.is_unwanted_since(self.desk.tx, call.attempt_id):
            return True
        stop = controls.stops(self.desk.tx).of_contact(call.creditor_id, call.template, Channel.VOICE)
        return stop is not None and stop.cause is not StopCause.BREAKER

    def turns_out_a_machine(self, talk: Talk, heard: Heard) -> bool:
        """Whether a machine is heard where a person was."""
        return talk.listener not in MACHINES and heard.listener in MACHINES

    def _tell(self, talk: Talk, heard: Heard) -> None:
        desk = self.desk
        news = DeliveryEvent(
            attempt_id=desk.call.attempt_id,
            state=AttemptState.ACCEPTED.value,
            provider=PROVIDER,
            provider_event_id=f"{heard.sid}:{talk.result}:{talk.party}",
            code=talk.party.value,
            provider_reference=heard.sid,
            result=talk.result,
        )
        apply_delivery_events(desk.tx, desk.parts.ledger, [news], now=desk.now, ids=desk.parts.ids)

    def _regions(self) -> list[str | None]:
        """Everywhere that the customer may be."""
        tx, call = self.desk.tx, self.desk.call
        customer = portfolio.customers_by_id(tx, [call.customer_id])[call.customer_id]
        points = portfolio.contact_points_of(tx, [call.customer_id]).get(call.customer_id, [])
        used = next((one for one in points if one.contact_point_id == call.contact_point_id), None)
        others = [one for one in points if one is not used]
        country = self.desk.parts.creditors[call.creditor_id].default_country
        return [place.region for place in locations(customer, used, others, creditor_country=country)]

    def _listening(self) -> Listening:
        call = self.desk.call
        customer = portfolio.customers_by_id(self.desk.tx, [call.customer_id])[call.customer_id]
        creditor = self.desk.parts.creditors[call.creditor_id]
        return Listening(
            name=customer.name,
            is_company=customer.is_company,
            country=customer.country or creditor.default_country,
            language=call.language,
            sender=creditor.neutral_name,
            telephone=creditor.telephone,
            transfer_to=creditor.transfer_to or "",
        )
