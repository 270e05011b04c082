"""Ledger entries about a customer whom no table knows: rulings, outcomes, events, true or tampered with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from compliance.facts import AccountFacts, Actor, Event, Facts, Location, Person, Point
from gateway.audit import AuditReport, Scope, audit
from gateway.dispatcher.judging import Judgement, ask
from gateway.dispatcher.kept import keep
from gateway.domain.ids import CustomerId, EntryId
from gateway.domain.words import ActorRole, Channel, DebtClass, MessageKind, Verdict
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.replay import Rulebooks
from gateway.store import Store
from tests.builders.dispatcher import shipped_rulebook
from tests.builders.ledger import KEYS, a_ledger, record
from tests.fakes.clock import A_MONDAY
from tests.fakes.ids import SeededIds

_POINTS = {Channel.EMAIL: "email", Channel.SMS: "mobile", Channel.VOICE: "mobile", Channel.LETTER: "postal"}
_KINDS = {
    Verdict.ALLOW: EntryKind.CONTACT_ALLOWED,
    Verdict.DEFER: EntryKind.CONTACT_DEFERRED,
    Verdict.REFUSE: EntryKind.CONTACT_REFUSED,
}


@dataclass
class Book:
    """One customer's chain, written entry by entry. `events` is what a true question holds."""

    store: Store
    ids: SeededIds
    role: ActorRole = ActorRole.ORIGINAL_CREDITOR
    debt_class: DebtClass = DebtClass.COMMERCIAL
    region: str = "US-NY"
    zone: str = "America/New_York"
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ledger: Ledger = a_ledger(self.ids)
        self.customer = CustomerId(self.ids.new())
        self.account = str(self.ids.new())

    def facts(self, at: datetime, channel: Channel, kind: MessageKind = MessageKind.DUNNING) -> Facts:
        """Return the true question."""
        point = Point(f"{channel}-point", _POINTS[channel])
        return Facts(
            at=at,
            channel=channel,
            kind=kind,
            actor=Actor(f"acme:{self.role}", self.role),
            account=AccountFacts(self.account, "acme", self.debt_class, days_past_due=45),
            person=Person(
                str(self.customer),
                region=self.region,
                locations=(Location("residence", self.zone, self.region),),
            ),
            contact_point=point,
            contact_points=(point,),
            events=tuple(self.events),
        )

    def rule(
        self,
        at: datetime = A_MONDAY,
        channel: Channel = Channel.EMAIL,
        *,
        asked: Facts | None = None,
        verdict: Verdict | None = None,
        carried: Sequence[str] | None = None,
        sent_at: datetime | None = None,
        **public: Any,
    ) -> EntryId:
        """Record a ruling, and that the contact was made where it was allowed; return the ruling's entry.

        asked: another question than the true one; verdict: another one than the rulebook's; carried: other
        disclosures than those required.
        """
        facts = asked or self.facts(at, channel)
        ruling = ask(shipped_rulebook(), facts)
        said = replace(ruling, verdict=verdict or ruling.verdict)
        kept = keep([Judgement(channel, cast(Any, None), ((cast(Any, None), said),), (facts,))])
        requires = [one.name for one in ruling.requires if not one.is_step]
        attempt, entry_id = self.ids.new(), EntryId(self.ids.new())
        told = {
            "rulebook": shipped_rulebook().digest,
            "channel": channel.value,
            "kind": facts.kind.value,
            "attempt_id": str(attempt),
            "template": "reminder-1",
            "disclosures": sorted(requires if carried is None else carried),
        } | public
        self._write(Entry(entry_id, self.customer, _KINDS[said.verdict], at, told, kept))
        if said.verdict is Verdict.ALLOW:
            self.settle(str(attempt), sent_at or at)
            self._remember(facts, str(attempt), sent_at or at)
        return entry_id

    def settle(self, attempt_id: str, at: datetime, state: str = "accepted") -> None:
        """Record an outcome."""
        public = {"attempt_id": attempt_id, "state": state, "code": "ok"}
        private = {"sent_at": at.isoformat()}
        self._write(
            Entry(EntryId(self.ids.new()), self.customer, EntryKind.CONTACT_OUTCOME, at, public, private)
        )

    def tell(self, kind: str, at: datetime, recorded_at: datetime | None = None, **body: Any) -> None:
        """Record a fact, and remember it for true questions."""
        event_id = str(self.ids.new())
        private = {
            "at": at.isoformat(),
            "account_id": None,
            "contact_point_id": None,
            "body": body,
            "effect": "",
        }
        public = {"event_id": event_id, "type": kind, "source": "record"}
        self._write(
            Entry(
                EntryId(self.ids.new()),
                self.customer,
                EntryKind.EVENT_RECORDED,
                recorded_at or at,
                public,
                private,
            )
        )
        self.events.append(Event(type=kind, at=at, id=event_id, **body))

    def audit(self, scope: Scope | None = None, **options: Any) -> AuditReport:
        """Return what an audit of the whole ledger finds."""
        return audited(self.store, self.ledger, scope, **options)

    def _remember(self, facts: Facts, attempt_id: str, at: datetime) -> None:
        call = facts.channel is Channel.VOICE
        self.events.append(
            Event(
                type="call" if call else facts.channel.value,
                at=at,
                id=attempt_id,
                direction="outbound",
                actor=facts.actor.id,
                accounts=(self.account,),
                contact_point=facts.contact_point.id,
                result="no_answer" if call else None,
                kind=facts.kind.value,
            )
        )

    def _write(self, entry: Entry) -> None:
        record(self.store, self.ledger, entry, now=entry.at)


def audited(store: Store, ledger: Ledger, scope: Scope | None = None, **options: Any) -> AuditReport:
    """Return what an audit finds by the shipped rules."""
    with store.read() as tx:
        rulebooks = Rulebooks(tx, ledger, shipped_rulebook())
    values: dict[str, Any] = {"url": "", "now": A_MONDAY, "scope": scope or Scope(), "keys": KEYS} | options
    keys = values.pop("keys")
    return audit(store, ledger, keys, rulebooks, **values)


def kinds(report: AuditReport) -> set[str]:
    """Return the kinds of violation that a report names."""
    return {kind.value for kind in report.by_kind}
