"""The decision contract: a question as JSON in, an answer as JSON out, nothing stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from compliance import fields as f
from compliance.facts import AccountFacts, Actor, Event, Facts, Location, MessageFacts, Person, Point
from compliance.question_events import parse_event
from compliance.question_keys import QUESTION
from compliance.rulebook import Rulebook
from compliance.verdict import Requirement, RuleVerdict, Ruling
from gateway.domain.errors import DataError
from gateway.domain.words import REACHES, Channel, MessageKind


@dataclass(frozen=True, slots=True)
class Question:
    """Facts, and which packs they are put to: None is every pack in force that binds; policy is empty unless
    asked for."""

    facts: Facts
    packs: tuple[str, ...] | None
    policy: tuple[str, ...]


def parse_question(value: Any) -> Question:
    """Return the question that a JSON object asks. Raises DataError that names the field."""
    try:
        return _question(QUESTION(value))
    except f.Unread as problem:
        field = problem.inner.removeprefix(".")
        raise DataError(f"{field or 'the question'}: {problem.problem}", field=field or None) from None


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


def _question(said: dict[str, Any]) -> Question:
    at: datetime = said["at"]
    account = _account(said["account"])
    facts = Facts(
        at=at,
        channel=said["channel"],
        kind=said.get("kind", MessageKind.DUNNING),
        in_reply_to=said.get("in_reply_to"),
        actor=Actor(**said["actor"]),
        account=account,
        accounts=tuple(
            _account({"debt_class": account.debt_class, **each}) for each in said.get("accounts", ())
        ),
        person=_person(said["person"]),
        contact_point=_point(said["contact_point"], said["channel"]),
        contact_points=tuple(Point(**each) for each in said.get("contact_points", ())),
        message=_message(said["message"]) if "message" in said else None,
        events=_events(said.get("events", ()), at),
    )
    _check_reply(facts)
    return Question(facts, said.get("packs"), said.get("policy", {}).get("packs", ()))


def _account(said: dict[str, Any]) -> AccountFacts:
    """Return an account; others that events name may leave the debt class to the question's account."""
    return AccountFacts(**{"creditor": "", **said})


def _person(said: dict[str, Any]) -> Person:
    locations = tuple(Location(**each) for each in said.pop("locations", ()))
    return Person(**said, locations=locations)


def _point(said: dict[str, Any], channel: Channel) -> Point:
    if said["kind"] not in REACHES[channel]:
        problem = f"{channel} does not reach a contact point of this kind"
        raise f.Unread(problem, ".contact_point.kind")
    return Point(**said)


def _message(said: dict[str, Any]) -> MessageFacts:
    return MessageFacts(said.get("form"), frozenset(said.get("disclosures", ())))


def _events(told: tuple[Any, ...], at: datetime) -> tuple[Event, ...]:
    events: list[Event] = []
    try:
        for event in told:
            events.append(parse_event(event, at))
    except f.Unread as problem:
        raise f.Unread(problem.problem, f".events[{len(events)}]{problem.inner}") from None
    return tuple(events)


def _check_reply(facts: Facts) -> None:
    """A reply names the inbound event that it answers; another kind may name what it answers, too."""
    if facts.in_reply_to is None:
        if facts.kind is MessageKind.REPLY:
            problem = "is missing: a reply names the inbound event that it answers"
            raise f.Unread(problem, ".in_reply_to")
        return
    named = [event for event in facts.events if event.id == facts.in_reply_to]
    if not any(_can_be_answered(event, facts.kind) for event in named):
        raise f.Unread("names no inbound event", ".in_reply_to")


def _can_be_answered(event: Event, kind: MessageKind) -> bool:
    if event.direction == "inbound":
        return True
    return (event.type, kind) in {
        ("opt_out", MessageKind.OPT_OUT_CONFIRMATION),
        ("cease_request", MessageKind.OPT_OUT_CONFIRMATION),
        ("payment", MessageKind.PAYMENT_CONFIRMATION),
    }
