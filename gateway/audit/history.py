"""What did the ledger know about a customer at each instant? Built again from the customer's entries alone.

Nothing here reads the question that is stored with a ruling: what was told comes from `event.recorded`, what
we did from `contact.allowed` and the outcomes after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from gateway.audit.chain import ChainEntry
from gateway.domain.words import COUNTS, AttemptState

EVENT_TYPE = {"email": "email", "sms": "sms", "voice": "call", "letter": "letter"}
A_CONTACT = {"email": "an email", "sms": "a text message", "voice": "a call", "letter": "a letter"}
"""How a person names a contact by each channel."""
REMEMBERED_FOR = timedelta(days=400)  # how long the dispatcher remembers our own contacts
SAME_WORDS = (
    "direction", "actor", "person", "result", "form", "kind", "in_reply_to", "channel", "given_to", "scope",
    "delivered_by", "place", "how", "until", "due_on", "opt_out_by", "undeliverable_at",
)  # fmt: skip
FLAGS = (
    "written", "revokes_consent", "contact_known", "duplicative", "only_now", "reassigned",
    "complete_database",
)  # fmt: skip
_CONTACT_TYPES = frozenset({"call", "sms", "email", "letter", "portal"})
_TIMED = frozenset({"inconvenient", "convenient_again"})
_STANDS = frozenset(state.value for state in COUNTS)
_UNDELIVERED = frozenset({AttemptState.BOUNCED.value, AttemptState.FAILED.value})


@dataclass(slots=True)
class Told:
    """Something that somebody told us, in the words of the decision contract."""

    seq: int
    recorded_at: datetime
    at: datetime
    said: dict[str, Any]


@dataclass(slots=True)
class Contact:
    """A contact of ours that a ruling allowed.

    over: number of the entry that took it back or says that nothing left; None while it stands.
    results: of a call, what it came to, each with the number of the entry that said so.
    """

    entry_id: str
    attempt_id: str
    seq: int
    allowed_at: datetime
    channel: str
    kind: str
    template: str
    disclosures: frozenset[str]
    actor: str | None
    accounts: tuple[str, ...]
    point: str | None
    form: str | None
    state: str = AttemptState.RESERVED.value
    sent_at: datetime | None = None
    ended_at: datetime | None = None
    over: int | None = None
    results: list[tuple[int, str]] = field(default_factory=list)

    @property
    def at(self) -> datetime:
        """When it was handed over, or else when it was allowed."""
        return self.sent_at or self.allowed_at

    @property
    def type(self) -> str:
        """The type of event that it is."""
        return EVENT_TYPE[self.channel]

    @property
    def name(self) -> str:
        """What a person calls it."""
        return A_CONTACT.get(self.channel, self.channel)

    @property
    def was_made(self) -> bool:
        """Whether it left or may have left."""
        return self.over is None

    def stood_at(self, seq: int) -> bool:
        """Whether it counted when an entry of that number was written."""
        return self.seq < seq and (self.over is None or self.over > seq)

    def result_at(self, seq: int | None = None) -> str | None:
        """Return what a call was known to have come to when an entry of that number was written, or is now:
        until more is known it was placed, so it counts. None for what is no call."""
        if self.channel != "voice":
            return None
        known = [result for at, result in self.results if seq is None or at < seq]
        return known[-1] if known else "no_answer"


@dataclass(slots=True)
class History:
    """One customer's events and our contacts, in the order of the chain."""

    told: list[Told] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    _by_attempt: dict[str, Contact] = field(default_factory=dict)

    def tell(self, entry: ChainEntry, sealed: Mapping[str, Any]) -> None:
        """Take an `event.recorded`."""
        at = datetime.fromisoformat(sealed["at"]).astimezone(UTC)
        self.told.append(Told(entry.seq, entry.at, at, _said(entry.public, sealed)))

    def allow(self, entry: ChainEntry, sealed: Mapping[str, Any] | None) -> Contact:
        """Take a `contact.allowed`; of an erased customer what is public."""
        public, way = entry.public, _way(sealed)
        spoken_of = [one for one in way.get("accounts", ()) if one["verdict"] == "allow"]
        message = (sealed or {}).get("message") or {}
        contact = Contact(
            entry_id=entry.entry_id,
            attempt_id=public.get("attempt_id", ""),
            seq=entry.seq,
            allowed_at=entry.at,
            channel=public["channel"],
            kind=public.get("kind", "dunning"),
            template=public.get("template", ""),
            disclosures=frozenset(public.get("disclosures", ())),
            actor=next((one.get("actor", {}).get("id") for one in spoken_of), None),
            accounts=tuple(one["account_id"] for one in spoken_of),
            point=way.get("contact_point_id"),
            form=message.get("form"),
        )
        self.contacts.append(contact)
        self._by_attempt[contact.attempt_id] = contact
        return contact

    def settle(self, entry: ChainEntry) -> None:
        """Take a `contact.outcome` or `contact.withdrawn`."""
        contact = self._by_attempt.get(entry.public["attempt_id"])
        if contact is None:
            return
        contact.state, contact.ended_at = entry.public["state"], entry.at
        contact.over = None if contact.state in _STANDS else contact.over or entry.seq
        if entry.public.get("result"):
            contact.results.append((entry.seq, entry.public["result"]))
        sent_at = (entry.sealed or {}).get("sent_at")
        if sent_at:
            contact.sent_at = datetime.fromisoformat(sent_at)

    def known_contacts(self, seq: int, at: datetime) -> Iterator[Contact]:
        """Yield the contacts that a question asked in entry `seq` had to hold."""
        for contact in self.contacts:
            if contact.stood_at(seq) and contact.allowed_at > at - REMEMBERED_FOR:
                yield contact


def contact_events(contact: Contact, at: datetime) -> list[dict[str, Any]]:
    """Return a contact of ours as the rulebook had to be told of it. at: when it was made."""
    event = {
        "type": contact.type,
        "at": at,
        "id": contact.attempt_id,
        "direction": "outbound",
        "actor": contact.actor,
        "accounts": contact.accounts,
        "contact_point": contact.point,
        "result": contact.result_at(),
        "form": contact.form,
        "kind": contact.kind,
    }
    if contact.kind != "validation_notice":
        return [event]
    undelivered = contact.ended_at if contact.state in _UNDELIVERED else None
    notice = {
        "type": "validation_notice",
        "at": at,
        "accounts": contact.accounts,
        "delivered_by": contact.channel,
        "undeliverable_at": undelivered,
    }
    return [event, notice]


def _way(sealed: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The channel and contact point that were decided for: the last that was asked."""
    rulings = (sealed or {}).get("rulings")
    return rulings[-1] if rulings else {}


def _said(public: Mapping[str, Any], sealed: Mapping[str, Any]) -> dict[str, Any]:
    body, kind = sealed["body"], public["type"]
    said: dict[str, Any] = {key: body[key] for key in (*SAME_WORDS, *FLAGS) if key in body}
    said |= {"type": kind, "at": sealed["at"], "id": body.get("id") or public["event_id"]}
    said["accounts"] = [sealed["account_id"]] if sealed["account_id"] else body.get("accounts")
    said["contact_point"] = sealed["contact_point_id"]
    said["discussed"], said["days"] = body.get("discussed"), body.get("days")
    if kind == "call" and body.get("direction") == "inbound":
        said["result"] = "conversation"  # whoever calls, talks
    if kind in _TIMED:
        said["from"], said["to"] = body.get("from"), body.get("to")
    elif kind not in _CONTACT_TYPES:
        said["to"] = body.get("to")
    return said
