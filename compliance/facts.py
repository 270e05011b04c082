"""What is known when a rule is asked? Values only, in the words of the decision contract."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from gateway.domain.words import ActorRole, Channel, DebtClass, MessageKind


@dataclass(frozen=True, slots=True)
class Actor:
    """Who would make the contact."""

    id: str
    role: ActorRole
    regions: tuple[str, ...] = ()  # licences held


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """The debt, as far as a rule may know it."""

    id: str
    creditor: str
    debt_class: DebtClass
    number_group: str | None = None  # accounts with one number group count as one debt
    days_past_due: int | None = None
    collection_begun: bool = True
    time_barred: bool = False


@dataclass(frozen=True, slots=True)
class Location:
    """One sign of where the person may be. Either half may be missing."""

    clue: str  # residence | mobile | landline | postal | declared | current
    time_zone: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the contact would reach."""

    id: str
    relation: str = "customer"
    region: str | None = None
    locations: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """The contact point that would be used, without its address."""

    id: str
    kind: str  # email | mobile | landline | postal
    place: str | None = None  # home | work
    employer_provided: bool = False


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """What the message carries. Absent, or its disclosures None: content rules answer in `requires`."""

    form: str | None = None
    disclosures: frozenset[str] | None = frozenset()


@dataclass(slots=True, unsafe_hash=True)  # a frozen one takes seven times as long to make
class Event:
    """Something that happened: a contact in either direction, or a standing fact. See the decision contract
    (docs/decision-contract.md) for which key belongs to which type; absent keys keep their defaults here."""

    type: str
    at: datetime
    id: str | None = None
    direction: str | None = None  # inbound | outbound, for contacts
    actor: str | None = None  # default: the question's
    person: str | None = None  # default: the question's
    accounts: tuple[str, ...] | None = None  # None: the default of the type
    discussed: tuple[str, ...] = ()
    contact_point: str | None = None
    result: str | None = None
    form: str | None = None
    kind: str | None = None
    in_reply_to: str | None = None
    channel: str | None = None
    to: str | None = None
    given_to: str | None = None
    written: bool = False
    revokes_consent: bool = False
    contact_known: bool = False
    duplicative: bool = False
    scope: str | None = None
    delivered_by: str | None = None
    undeliverable_at: datetime | None = None
    until: datetime | None = None
    until_on: date | None = None  # where the contract gives a date: the whole day counts
    due_on: date | None = None
    opt_out_by: date | None = None
    days: tuple[str, ...] = ()
    from_time: str | None = None  # HH:MM
    to_time: str | None = None
    place: str | None = None
    only_now: bool = False
    reassigned: bool = False
    complete_database: bool = False
    how: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that one question may rest on."""

    at: datetime
    channel: Channel
    actor: Actor
    account: AccountFacts
    person: Person
    contact_point: Point
    kind: MessageKind = MessageKind.DUNNING
    in_reply_to: str | None = None
    accounts: tuple[AccountFacts, ...] = ()  # others that events name
    contact_points: tuple[Point, ...] = ()
    message: MessageFacts | None = None
    events: tuple[Event, ...] = field(default=())
