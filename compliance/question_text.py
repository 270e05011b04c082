"""How does a question read in the words of the decision contract, and back? For what is kept of one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from compliance.facts import AccountFacts, Actor, Event, Facts, Location, MessageFacts, Person, Point
from gateway.domain.errors import DataError
from gateway.domain.words import ActorRole, Channel, DebtClass, MessageKind

_TEXTS = (
    "id", "direction", "actor", "person", "contact_point", "result", "form", "kind", "in_reply_to", "channel",
    "given_to", "scope", "delivered_by", "place", "how",
)  # fmt: skip
_FLAGS = (
    "written", "revokes_consent", "contact_known", "duplicative", "only_now", "reassigned",
    "complete_database",
)  # fmt: skip
_ENDS = ("due_on", "opt_out_by", "until_on", "until", "undeliverable_at")
_LISTS = ("accounts", "discussed", "days")
_TIMED = ("inconvenient", "convenient_again")
_NAMES = {"until_on": "until", "from_time": "from", "to_time": "to"}
"""What is called differently here than in the contract."""


def question_of(facts: Facts) -> dict[str, Any]:
    """Return the question that `parse_question` reads as these facts; what has its default is left out."""
    said: dict[str, Any] = {
        "at": facts.at.isoformat(),
        "channel": facts.channel.value,
        "actor": actor_text(facts.actor),
        "account": account_text(facts.account),
        "person": person_text(facts.person),
        "contact_point": point_text(facts.contact_point),
        "accounts": [account_text(other) for other in facts.accounts],
        "contact_points": [point_text(point) for point in facts.contact_points],
        "events": [event_text(event) for event in facts.events],
    }
    if facts.kind is not MessageKind.DUNNING:
        said["kind"] = facts.kind.value
    if facts.in_reply_to is not None:
        said["in_reply_to"] = facts.in_reply_to
    if facts.message is not None:
        said["message"] = message_text(facts.message)
    return said


def actor_text(actor: Actor) -> dict[str, Any]:
    """Return who would make the contact."""
    return {"id": actor.id, "role": actor.role.value, "regions": list(actor.regions)}


def account_text(account: AccountFacts) -> dict[str, Any]:
    """Return a debt."""
    said: dict[str, Any] = {"id": account.id, "debt_class": account.debt_class.value}
    if account.creditor:
        said["creditor"] = account.creditor
    if account.number_group is not None:
        said["number_group"] = account.number_group
    if account.days_past_due is not None:
        said["days_past_due"] = account.days_past_due
    if not account.collection_begun:
        said["collection_begun"] = False
    if account.time_barred:
        said["time_barred"] = True
    return said


def person_text(person: Person) -> dict[str, Any]:
    """Return whom the contact would reach, with every sign of where they may be."""
    said: dict[str, Any] = {"id": person.id, "relation": person.relation}
    if person.region is not None:
        said["region"] = person.region
    said["locations"] = [location_text(place) for place in person.locations]
    return said


def location_text(place: Location) -> dict[str, Any]:
    """Return one sign of where somebody may be."""
    said = {"clue": place.clue, "time_zone": place.time_zone, "region": place.region}
    return {key: value for key, value in said.items() if value is not None}


def point_text(point: Point) -> dict[str, Any]:
    """Return a contact point."""
    said: dict[str, Any] = {"id": point.id, "kind": point.kind}
    if point.place is not None:
        said["place"] = point.place
    if point.employer_provided:
        said["employer_provided"] = True
    return said


def message_text(message: MessageFacts) -> dict[str, Any]:
    """Return what the message is and carries."""
    said: dict[str, Any] = {}
    if message.form is not None:
        said["form"] = message.form
    if message.disclosures is not None:
        said["disclosures"] = sorted(message.disclosures)
    return said


def event_text(event: Event) -> dict[str, Any]:
    """Return one event with the keys that it has."""
    said: dict[str, Any] = {"type": event.type, "at": event.at.isoformat()}
    for name in (*_TEXTS, *_FLAGS):
        value = getattr(event, name)
        if value:
            said[name] = value
    for name in _ENDS:
        end = getattr(event, name)
        if end is not None:
            said[_NAMES.get(name, name)] = end.isoformat()
    for name in _LISTS:
        if getattr(event, name):
            said[name] = list(getattr(event, name))
    for name in ("to", "from_time", "to_time"):
        if getattr(event, name):
            said[_NAMES.get(name, name)] = getattr(event, name)
    return said


def facts_of(question: Mapping[str, Any]) -> Facts:
    """Return the facts of a question that `question_of` wrote, just as they were asked.

    What strangers ask goes through `parse_question`, which checks it; what is kept was asked already. A
    message without disclosures is one whose words were not known yet. Raises DataError if it cannot be read.
    """
    try:
        message = question.get("message")
        return Facts(
            at=datetime.fromisoformat(question["at"]),
            channel=Channel(question["channel"]),
            kind=MessageKind(question.get("kind", MessageKind.DUNNING)),
            in_reply_to=question.get("in_reply_to"),
            actor=_actor(question["actor"]),
            account=_account(question["account"]),
            person=_person(question["person"]),
            contact_point=Point(**question["contact_point"]),
            accounts=tuple(map(_account, question["accounts"])),
            contact_points=tuple(Point(**point) for point in question["contact_points"]),
            message=None if message is None else _message(message),
            events=tuple(map(_event, question["events"])),
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise DataError(f"the question that was kept cannot be read ({type(problem).__name__})") from None


def _actor(said: Mapping[str, Any]) -> Actor:
    return Actor(said["id"], ActorRole(said["role"]), tuple(said["regions"]))


def _account(said: Mapping[str, Any]) -> AccountFacts:
    known = {"creditor": "", **said}
    return AccountFacts(**{**known, "debt_class": DebtClass(said["debt_class"])})


def _person(said: Mapping[str, Any]) -> Person:
    places = tuple(Location(**place) for place in said["locations"])
    return Person(said["id"], said["relation"], said.get("region"), places)


def _message(said: Mapping[str, Any]) -> MessageFacts:
    disclosures = said.get("disclosures")
    return MessageFacts(said.get("form"), None if disclosures is None else frozenset(disclosures))


def _event(said: Mapping[str, Any]) -> Event:
    values: dict[str, Any] = dict(said)
    values["at"] = datetime.fromisoformat(said["at"])
    for name in _LISTS:
        if name in values:
            values[name] = tuple(values[name])
    for name in ("due_on", "opt_out_by"):
        if name in values:
            values[name] = date.fromisoformat(values[name])
    if "undeliverable_at" in values:
        values["undeliverable_at"] = datetime.fromisoformat(values["undeliverable_at"])
    values |= _end(values.pop("until", None))
    if said["type"] in _TIMED:
        values |= {"from_time": values.pop("from", None), "to_time": values.pop("to", None)}
    return Event(**values)


def _end(until: str | None) -> dict[str, Any]:
    """A date means its whole day, an instant itself."""
    if until is None:
        return {}
    is_day = len(until) == len("2026-03-06")
    return {"until_on": date.fromisoformat(until)} if is_day else {"until": datetime.fromisoformat(until)}
