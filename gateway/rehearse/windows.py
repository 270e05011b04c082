"""How full do the windows of the capped rules get? The most contacts that count at once, for each cap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from compliance.caps import CappedEntry, Caps, reached
from compliance.facts import Event, Facts
from compliance.rulebook import Rulebook
from gateway.dispatcher.dossier import Dossier, gather
from gateway.dispatcher.judging import facts_for
from gateway.domain.ids import CreditorId, CustomerId
from gateway.domain.portfolio import Account, Creditor
from gateway.domain.words import Channel, MessageKind
from gateway.rehearse.draft import Draft
from gateway.store import Store

CHUNK = 500  # customers whose dossiers are in memory together
_CHANNEL = {"email": Channel.EMAIL, "sms": Channel.SMS, "call": Channel.VOICE, "letter": Channel.LETTER}
Name = tuple[str, str]  # pack and rule


@dataclass(frozen=True, slots=True)
class Fullest:
    """The fullest window that a cap had anywhere."""

    count: int
    limit: int
    window: str
    unit: str
    account_number: str
    at: datetime

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "count": self.count,
            "limit": self.limit,
            "window": self.window,
            "per": self.unit,
            "account_number": self.account_number,
            "at": self.at.isoformat(),
        }


def fullest(
    store: Store,
    customer_ids: list[CustomerId],
    creditors: Mapping[CreditorId, Creditor],
    *,
    own: Rulebook,
    other: Rulebook,
    began_at: datetime,
    ends_at: datetime,
) -> dict[Name, Fullest]:
    """Return the fullest window of each cap over the contacts made from an instant on, whatever came before
    counting with them.

    own: the rulebook under which they were made. other: its caps are measured where `own` has none of the
    name, so that both sides can be compared.
    """
    measure = Measure(own, other)
    for begin in range(0, len(customer_ids), CHUNK):
        with store.read() as tx:
            dossiers = gather(tx, customer_ids[begin : begin + CHUNK], creditors, ends_at)
        for dossier in dossiers.values():
            for facts, account in _contacts(dossier, began_at):
                measure.take(facts, account)
    return measure.found


class Measure:
    """Takes contacts one by one and remembers the fullest window of each cap."""

    def __init__(self, own: Rulebook, other: Rulebook) -> None:
        self._own, self._other = Caps(own), Caps(other)
        self.found: dict[Name, Fullest] = {}

    def take(self, facts: Facts, account: Account) -> None:
        """Count the windows that hold a contact, at its instant; it is among the facts' events."""
        caps = self._binding(facts)
        for name, count in reached(caps, facts).items():
            if count and (name not in self.found or count > self.found[name].count):
                cap = caps[name].cap
                self.found[name] = Fullest(
                    count, cap.most, cap.window.words, unit_of(caps[name]), account.account_number, facts.at
                )

    def _binding(self, facts: Facts) -> dict[Name, CappedEntry]:
        found = {one.key: one for one in self._own.binding(facts)}
        for one in self._other.binding(facts):
            if one.key not in self._own:
                found[one.key] = one
        return found


@dataclass(frozen=True, slots=True)
class OverCap:
    """An account over a cap already. in_force: how many the rulebook in force allows; None: no such cap."""

    account_number: str
    customer_number: str
    rule: str
    count: int
    limit: int
    in_force: int | None

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "account_number": self.account_number,
            "customer_number": self.customer_number,
            "rule": self.rule,
            "count": self.count,
            "limit": self.limit,
            "limit_in_force": self.in_force,
        }


class OverToday:
    """Finds the accounts that have had more contacts than a draft allows."""

    def __init__(self, draft: Draft, channels: frozenset[Channel]) -> None:
        self._in_force, self._tried = Caps(draft.in_force.rulebook), Caps(draft.tried.rulebook)
        self._channels = channels

    def of(self, dossier: Dossier, now: datetime) -> list[OverCap]:
        """Return the caps of the draft that a customer's accounts are over at an instant."""
        if not any(event.type in _CHANNEL and event.direction != "inbound" for event in dossier.events):
            return []
        return [over for account in dossier.accounts for over in self._of(dossier, account, now)]

    def _of(self, dossier: Dossier, account: Account, now: datetime) -> Iterator[OverCap]:
        worst: dict[Name, OverCap] = {}
        for channel in sorted(self._channels):
            for point in dossier.points_for(channel):
                facts = facts_for(MessageKind.DUNNING, dossier, channel, point, account, now)
                caps = {one.key: one for one in self._tried.binding(facts)}
                for name, count in reached(caps, facts).items():
                    limit = caps[name].cap.most
                    if count > max(limit, worst[name].count if name in worst else 0):
                        in_force = {one.key: one.cap.most for one in self._in_force.binding(facts)}
                        worst[name] = OverCap(
                            account_number=account.account_number,
                            customer_number=dossier.customer.customer_number,
                            rule="/".join(name),
                            count=count,
                            limit=limit,
                            in_force=in_force.get(name),
                        )
        yield from worst.values()


def unit_of(found: CappedEntry) -> str:
    """Return what the contacts of one window share: account, customer, debt, creditor or number."""
    return str(found.entry.limits.get("per", "debt"))


def _contacts(dossier: Dossier, began_at: datetime) -> Iterator[tuple[Facts, Account]]:
    accounts = {str(account.account_id): account for account in dossier.accounts}
    for event in dossier.events:
        if event.at < began_at or event.type not in _CHANNEL or event.direction == "inbound":
            continue
        for account_id in event.accounts or ():
            facts = _asked(dossier, event, accounts[account_id]) if account_id in accounts else None
            if facts is not None:
                yield facts, accounts[account_id]


def _asked(dossier: Dossier, event: Event, account: Account) -> Facts | None:
    """The question that the contact answered; None where its contact point is gone."""
    channel = _CHANNEL[event.type]
    points = {str(point.contact_point_id): point for point in dossier.points}
    point = points.get(event.contact_point or "")
    if point is None:
        return None
    kind = MessageKind(event.kind or MessageKind.DUNNING)
    return facts_for(kind, dossier, channel, point, account, event.at)
