"""The decision contract: a question as JSON in, an answer as JSON out, nothing stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from compliance import fields as f
from compliance.facts import AccountFacts, Actor, Event, Facts, Location, MessageFacts, Person, Point
from compliance.fields import Fields
from compliance.question_events import FORMS, parse_event
from compliance.rulebook import Rulebook
from compliance.rules.disclosure import NAMES as DISCLOSURES
from compliance.verdict import Requirement, RuleVerdict, Ruling
from gateway.domain.errors import DataError
from gateway.domain.words import REACHES, ActorRole, Channel, DebtClass, MessageKind, PointKind

RELATIONS = (
    "customer",
    "spouse",
    "parent_of_minor",
    "guardian",
    "executor",
    "third_party",
    "attorney",
    "credit_bureau",
    "creditor",
    "creditor_attorney",
    "collector_attorney",
)
CLUES = ("residence", "mobile", "landline", "postal", "declared", "current")
_QUESTION_KEYS = frozenset({
    "at", "channel", "kind", "in_reply_to", "actor", "account", "accounts", "person", "contact_point",
    "contact_points", "message", "events", "packs", "policy",
})  # fmt: skip
_ACCOUNT_KEYS = frozenset(
    {"id", "creditor", "debt_class", "number_group", "days_past_due", "collection_begun", "time_barred"}
)
_POINT_KEYS = frozenset({"id", "kind", "place", "employer_provided"})
_CLUE = f.one_of(CLUES)
_PACKS = f.list_of(f.text)
_REGIONS = f.list_of(f.region)
_DISCLOSURES = f.list_of(f.one_of(DISCLOSURES))


@dataclass(frozen=True, slots=True)
class Question:
    """Facts, and which packs they are put to: None is every pack in force that binds; policy is empty unless
    asked for."""

    facts: Facts
    packs: tuple[str, ...] | None
    policy: tuple[str, ...]


def parse_question(value: Any) -> Question:
    """Return the question that a JSON object asks. Raises DataError that names the field."""
    fields = Fields(value, "", _QUESTION_KEYS)
    at = fields.instant("at")
    channel = fields.word("channel", Channel)
    account = _account(fields.inner("account", _ACCOUNT_KEYS))
    facts = Facts(
        at=at,
        channel=channel,
        kind=fields.word_or("kind", MessageKind, MessageKind.DUNNING),
        in_reply_to=fields.text_or_none("in_reply_to"),
        actor=_actor(fields.inner("actor", ("id", "role", "regions"))),
        account=account,
        accounts=tuple(_account(each, account) for each in fields.objects("accounts", _ACCOUNT_KEYS)),
        person=_person(fields.inner("person", ("id", "relation", "region", "locations"))),
        contact_point=_point(fields.inner("contact_point", _POINT_KEYS), channel),
        contact_points=tuple(_point(each) for each in fields.objects("contact_points", _POINT_KEYS)),
        message=_message(fields.inner("message", ("form", "disclosures"))) if fields.has("message") else None,
        events=fields.read("events", f.list_of(lambda event: parse_event(event, at)), ()),
    )
    _check_reply(fields, facts)
    packs = fields.read("packs", _PACKS)
    policy = fields.inner("policy", ("packs",)).read("packs", _PACKS, ()) if fields.has("policy") else ()
    return Question(facts, packs, policy)


def decide(value: Any, rulebook: Rulebook) -> dict[str, Any]:
    """Return the answer to a question. Raises DataError that names the field."""
    question = parse_question(value)
    return answer(rulebook.judge(question.facts, packs=question.packs, policy=question.policy))


def answers_to(questions: Iterable[Any], rulebook: Rulebook) -> Iterator[dict[str, Any]]:
    """Yield one answer for each question, in order: see `question_lines.questions_in`. A malformed one is
    answered in its place by `{"error": {"field", "message"}}`; see `is_error`."""
    for question in questions:
        try:
            if isinstance(question, DataError):
                raise question
            yield decide(question, rulebook)
        except DataError as problem:
            yield error_answer(problem)


def is_error(answered: dict[str, Any]) -> bool:
    """Return whether an answer says that the question was malformed."""
    return "error" in answered


def error_answer(problem: DataError) -> dict[str, Any]:
    """Return what a malformed question is answered by."""
    return {"error": {"field": problem.field, "message": str(problem)}}


def answer(ruling: Ruling) -> dict[str, Any]:
    """Return the ruling in the words and the shape of the contract."""
    zone = ZoneInfo(ruling.clocks[0][0]) if ruling.clocks else UTC
    permitted_at = ruling.permitted_at
    return {
        "verdict": ruling.verdict.value,
        "permitted_at": None if permitted_at is None else _to_the_second(permitted_at.astimezone(zone)),
        "because": ruling.because,
        "verdicts": [_verdict(verdict) for verdict in ruling.verdicts],
        "requires": [_requirement(requirement) for requirement in ruling.requires],
        "clocks": [{"time_zone": name, "reads": reads} for name, reads in ruling.clocks],
        "packs": list(ruling.packs),
        "rulebook": ruling.rulebook,
        "notes": list(ruling.notes),
    }


def _verdict(verdict: RuleVerdict) -> dict[str, Any]:
    return {
        "rule": verdict.rule,
        "pack": verdict.pack,
        "verdict": verdict.verdict.value,
        "until": None if verdict.until is None else _to_the_second(verdict.until),
        "because": verdict.because,
        "source": verdict.source,
        "effect": verdict.effect,
    }


def _requirement(requirement: Requirement) -> dict[str, str]:
    return {"step" if requirement.is_step else "disclosure": requirement.name, "source": requirement.source}


def _to_the_second(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds")


def _actor(fields: Fields) -> Actor:
    return Actor(fields.text("id"), fields.word("role", ActorRole), fields.read("regions", _REGIONS, ()))


def _account(fields: Fields, default: AccountFacts | None = None) -> AccountFacts:
    """Return an account; others that events name may leave the debt class to the question's account."""
    if fields.has("debt_class") or default is None:
        debt_class = fields.word("debt_class", DebtClass)
    else:
        debt_class = default.debt_class
    return AccountFacts(
        id=fields.text("id"),
        creditor=fields.text_or_none("creditor") or "",
        debt_class=debt_class,
        number_group=fields.text_or_none("number_group"),
        days_past_due=fields.read("days_past_due", f.whole_number),
        collection_begun=fields.flag("collection_begun", default=True),
        time_barred=fields.flag("time_barred"),
    )


def _person(fields: Fields) -> Person:
    return Person(
        id=fields.text("id"),
        relation=fields.one_of_or_none("relation", RELATIONS) or "customer",
        region=fields.read("region", f.region),
        locations=tuple(
            Location(each.needed("clue", _CLUE), each.read("time_zone", _zone), each.read("region", f.region))
            for each in fields.objects("locations", ("clue", "time_zone", "region"))
        ),
    )


def _zone(value: Any) -> str:
    name: str = f.text(value)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise f.Unread("is no zone of the IANA database") from None
    return name


def _point(fields: Fields, channel: Channel | None = None) -> Point:
    kind = fields.word("kind", PointKind)
    if channel is not None and kind not in REACHES[channel]:
        fields.wrong("kind", f"{channel} does not reach a contact point of this kind")
    return Point(
        id=fields.text("id"),
        kind=kind,
        place=fields.one_of_or_none("place", ("home", "work")),
        employer_provided=fields.flag("employer_provided"),
    )


def _message(fields: Fields) -> MessageFacts:
    said = fields.read("disclosures", _DISCLOSURES, ())
    return MessageFacts(fields.one_of_or_none("form", FORMS), frozenset(said))


def _check_reply(fields: Fields, facts: Facts) -> None:
    """A reply names the inbound event that it answers; another kind may name what it answers, too."""
    if facts.in_reply_to is None:
        if facts.kind is MessageKind.REPLY:
            fields.wrong("in_reply_to", "is missing: a reply names the inbound event that it answers")
        return
    named = [event for event in facts.events if event.id == facts.in_reply_to]
    if not any(_can_be_answered(event, facts.kind) for event in named):
        fields.wrong("in_reply_to", "names no inbound event")


def _can_be_answered(event: Event, kind: MessageKind) -> bool:
    if event.direction == "inbound":
        return True
    return (event.type, kind) in {
        ("opt_out", MessageKind.OPT_OUT_CONFIRMATION),
        ("cease_request", MessageKind.OPT_OUT_CONFIRMATION),
        ("payment", MessageKind.PAYMENT_CONFIRMATION),
    }
