"""Which earlier contacts count against a cap? Each law counts other things; a pack says which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from compliance.answering import answers
from compliance.case import Case
from compliance.facts import Event
from compliance.limits import Limits
from compliance.windows import Window
from gateway.domain.words import MessageKind

CALL_RESULTS = (
    "conversation",
    "no_answer",
    "voicemail",
    "limited_content_voicemail",
    "no_message_possible",
    "dropped",
    "busy",
    "out_of_service",
    "ringless_voicemail",
)
NOT_CONNECTED = frozenset({"busy", "out_of_service"})
"""The only calls that were not placed to anybody (12 CFR 1006.14(b)(3)(ii))."""

_UNITS = ("debt", "account", "customer", "creditor", "number")
_PLACED = "call:placed"  # every call that was connected to the dialled number, even one that only rang
_COUNTABLE = ("call", _PLACED, *(f"call:{result}" for result in CALL_RESULTS), "sms", "email", "letter")
_REPLY = frozenset({"reply"})


@dataclass(frozen=True, slots=True)
class Counted:
    """The predicate of one cap.

    kinds: event types, or `call:<result>`; `call:placed` is every call that was connected. A call whose
    result nobody knows counts as placed.
    unit: what the contacts must share with the one asked about: the debt (its number group), the account,
    nothing but the customer, the creditor, or the number or address.
    own_actor: only the asking actor's contacts. everybody: contacts with anybody on the account, not the
    person alone. places, forms, purposes: only contacts to such points, in such a form, of
    such a kind; one that does not say, counts.
    without_replies: an answer to the customer does not count. from_conversation: nothing before the first
    conversation counts.
    """

    kinds: frozenset[str]
    unit: str
    own_actor: bool = True
    everybody: bool = False
    places: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    without_replies: bool = False
    from_conversation: bool = False

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls(
            kinds=frozenset(limits.some_words("counts", _COUNTABLE)),
            unit=limits.one_of("per", _UNITS),
            own_actor=limits.one_of("actors", ("own", "any"), "own") == "own",
            everybody=limits.one_of("persons", ("asked", "all"), "asked") == "all",
            places=frozenset(limits.words("places", ("home", "work", "other"), ())),
            forms=frozenset(limits.words("forms", ("live", "prerecorded"), ())),
            purposes=frozenset(limits.words("purposes", tuple(MessageKind), ())),
            without_replies=not limits.flag("replies_count", default=True),
            from_conversation=limits.flag("begins_with_conversation", default=False),
        )

    def contacts(self, case: Case, since: datetime) -> Iterator[Event]:
        """Yield the contacts since an instant that count, newest first."""
        if self.from_conversation:
            first = self._first_conversation(case)
            if first is None:
                return
            since = max(since, first.at)
        for event in case.all_contacts if self.everybody else case.contacts:
            if event.at < since:
                return
            if event.direction != "inbound" and self._counts(case, event):
                yield event

    def _counts(self, case: Case, event: Event) -> bool:
        return (
            self._is_kind(event)
            and (not self.own_actor or case.is_by_actor(event))
            and self._shares_unit(case, event)
            and (not self.places or self._is_at_place(case, event))
            and (not self.forms or event.form is None or event.form in self.forms)
            and (not self.purposes or event.kind is None or event.kind in self.purposes)
            and not (self.without_replies and _is_reply(case, event))
        )

    def _first_conversation(self, case: Case) -> Event | None:
        """Whoever called; but with the same actor, and about what the cap is about."""
        spoken = [
            event
            for event in case.contacts
            if event.type == "call"
            and event.result == "conversation"
            and (not self.own_actor or case.is_by_actor(event))
            and self._shares_unit(case, event)
        ]
        return spoken[-1] if spoken else None

    def _is_kind(self, event: Event) -> bool:
        if event.type in self.kinds:
            return True
        if event.type != "call":
            return False
        if event.result is None:
            return any(kind.startswith("call:") for kind in self.kinds)
        was_placed = event.result not in NOT_CONNECTED
        return (was_placed and _PLACED in self.kinds) or f"call:{event.result}" in self.kinds

    def _shares_unit(self, case: Case, event: Event) -> bool:
        facts = case.facts
        if self.unit == "customer":
            return True
        if self.unit == "number":
            return event.contact_point in (None, facts.contact_point.id)
        if self.unit == "debt":
            return case.is_about_debt(event)
        if self.unit == "account":
            return facts.account.id in case.accounts_of(event)
        others = {account.id: account.creditor for account in facts.accounts}
        others[facts.account.id] = facts.account.creditor
        return any(others.get(id_, facts.account.creditor) == facts.account.creditor
                   for id_ in case.accounts_of(event))  # fmt: skip

    def _is_at_place(self, case: Case, event: Event) -> bool:
        points = {point.id: point for point in (case.facts.contact_point, *case.facts.contact_points)}
        point = points.get(event.contact_point or "")
        return point is None or (point.place or "other") in self.places


def most_counting(window: Window, case: Case, contacts: Sequence[Event], at: datetime) -> list[Event]:
    """Return those contacts that have not left their window, by the clock by which the most have not."""
    by_clock = ([one for one in contacts if at < window.frees(zone, one.at)] for zone in case.calendars)
    return max(by_clock, key=len)


def _is_reply(case: Case, event: Event) -> bool:
    """Only the first contact after what the customer sent is its answer."""
    if event.kind == "reply":
        return True
    for inbound in case.inbound:
        if inbound.type == event.type and answers(case, event, inbound, kinds=_REPLY):
            return event.in_reply_to is not None or _is_first(case, event, inbound)
    return False


def _is_first(case: Case, event: Event, inbound: Event) -> bool:
    later = [
        other
        for other in case.outbound
        if other.type == event.type and answers(case, other, inbound, kinds=_REPLY)
    ]
    return bool(later) and later[-1] is event
