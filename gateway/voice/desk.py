"""What does a call bring about? The check, promises, disputes and stops, recorded as they are said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from gateway.dispatcher.recording import refusal
from gateway.domain.ids import AccountId, CreditorId, Ids
from gateway.domain.money import Money, totals
from gateway.domain.portfolio import Creditor
from gateway.domain.words import REACHES, Channel
from gateway.events import NewEvent, record_events
from gateway.ledger import Ledger
from gateway.links import Links
from gateway.responses.checking import IdentityCheck, Outcome
from gateway.responses.choices import HOLD_FOR, Reason
from gateway.responses.statement import OpenAccount, Statement, statement_of
from gateway.store import Tx, contact_points, task_rows
from gateway.store.phone_calls import Placed
from gateway.voice.keypad import spelled
from gateway.voice.recording import RecordingRules
from gateway.voice.speech import CallMessage

CALL_BACK = "call-back"  # why reminders are held, and the kind of task that it opens
TASK_TEXT = {CALL_BACK: "A customer asked in a call to talk to somebody: call back before the hold ends."}


@dataclass(frozen=True, slots=True)
class DeskParts:
    """What every call's desk works with."""

    ledger: Ledger
    links: Links
    creditors: Mapping[CreditorId, Creditor]
    ids: Ids
    check: IdentityCheck
    recording: RecordingRules | None = None  # None: no call is recorded


@dataclass(slots=True)
class CallDesk:
    """The desk of one call, in one transaction; its customer is locked."""

    tx: Tx
    parts: DeskParts
    call: Placed
    message: CallMessage
    now: datetime
    _statement: Statement | None = field(default=None, init=False)

    @property
    def today(self) -> date:
        """The customer's date."""
        statement = self._read()
        return statement.today if statement else self.now.date()

    @property
    def promise_within(self) -> timedelta:
        """How far ahead the creditor lets people promise."""
        return timedelta(days=self.parts.creditors[self.call.creditor_id].promise_within_days)

    @property
    def has_greeting(self) -> bool:
        """Whether there is anything to say to a person."""
        return bool(self.message.greeting)

    @property
    def has_voicemail(self) -> bool:
        """Whether a message may be left."""
        return bool(self.message.voicemail)

    @property
    def facts(self) -> tuple[str, ...]:
        """What the check asks for."""
        return self.parts.check.asked_by_keys(self.tx, self.call.customer_id, spelled)

    @property
    def can_transfer(self) -> bool:
        """Whether there is a number to put people through to."""
        creditor = self.parts.creditors.get(self.call.creditor_id)
        return creditor is not None and bool(creditor.transfer_to)

    def passes(self, answers: tuple[str, ...]) -> bool | None:
        """Return whether the answers are right; None where no more are heard."""
        keyed = dict(zip(self.facts, answers, strict=False))
        checked = self.parts.check.check_keys(self.tx, self.call.attempt_id, keyed, spelled, self.now)
        return None if checked.outcome is Outcome.LOCKED else checked.outcome is Outcome.PASSED

    def owes(self) -> bool:
        """Return whether anything is open that can be promised."""
        return bool(self.owed)

    @property
    def owed(self) -> tuple[Money, ...]:
        """What a promise is about: one sum per currency."""
        return totals(account.balance for account in self._owing())

    def promise(self, due_on: date) -> None:
        """Record a promise of all that is open on the accounts that the call is about."""
        for account in self._owing():
            balance = account.balance
            body = {
                "due_on": due_on.isoformat(),
                "amount": str(balance.amount),
                "currency": balance.currency,
            }
            self._record("promise_to_pay", body, account.account.account_id, part=account.key)

    def dispute(self) -> None:
        """Record that everything that the call is about is contested, by word of mouth."""
        body = {"scope": "whole", "reason": Reason.OTHER.value, "accounts": list(self.call.accounts)}
        self._record("dispute", body)

    def stop(self, *, everywhere: bool) -> None:
        """Record that calls are not wanted: at this number, for everybody who has it; or everywhere."""
        value = contact_points.value_of(self.tx, self.call.contact_point_id)
        holders = contact_points.holders_of(self.tx, value, REACHES[Channel.VOICE]) if value else []
        stops = [
            NewEvent(
                type="opt_out",
                at=self.now,
                customer_id=one.customer_id,
                contact_point_id=one.contact_point_id,
                body=refusal(Channel.VOICE),
                dedupe_key=self._key(f"stop:{one.contact_point_id}"),
            )
            for one in holders
        ]
        self._send(stops)
        if everywhere or not holders:
            self._record("opt_out", refusal(Channel.VOICE))

    def wrong_person(self) -> None:
        """Record that the number reaches somebody else, and end every link that went to it."""
        event = NewEvent(
            type="wrong_party",
            at=self.now,
            customer_id=self.call.customer_id,
            contact_point_id=self.call.contact_point_id,
            dedupe_key=self._key("wrong-person"),
        )
        self._send([event])
        self.parts.links.revoke_at(self.tx, self.call.contact_point_id, self.now)

    def call_back(self) -> None:
        """Have a person call back, and hold reminders meanwhile."""
        body = {"reason": CALL_BACK, "until": (self.today + HOLD_FOR).isoformat()}
        self._send([self._event("hold", body)], source="system")  # its task is the one below
        task = {
            "task_id": self.parts.ids.new(),
            "customer_id": self.call.customer_id,
            "kind": CALL_BACK,
            "reference": str(self.call.attempt_id),
            "text": TASK_TEXT[CALL_BACK],
            "opened_at": self.now,
        }
        task_rows.insert_tasks(self.tx, [task])

    def _owing(self) -> list[OpenAccount]:
        statement = self._read()
        return [one for one in statement.owing if self._is_about(one)] if statement else []

    def _is_about(self, account: OpenAccount) -> bool:
        return self.call.speaks_of(account.account.account_id)

    def _read(self) -> Statement | None:
        if self._statement is None:
            self._statement = statement_of(self.tx, self.call.customer_id, self.parts.creditors, self.now)
        return self._statement

    def _record(
        self, type_: str, body: Mapping[str, Any], account_id: AccountId | None = None, part: str = ""
    ) -> None:
        self._send([self._event(type_, body, account_id, part)])

    def _event(
        self, type_: str, body: Mapping[str, Any], account_id: AccountId | None = None, part: str = ""
    ) -> NewEvent:
        return NewEvent(
            type=type_,
            at=self.now,
            customer_id=self.call.customer_id,
            account_id=account_id,
            body=body,
            dedupe_key=self._key(f"{type_}:{part}"),
        )

    def _send(self, events: list[NewEvent], source: str = "provider") -> None:
        record_events(self.tx, self.parts.ledger, events, now=self.now, ids=self.parts.ids, source=source)

    def _key(self, what: str) -> str:
        return f"call:{self.call.attempt_id}:{what}"
