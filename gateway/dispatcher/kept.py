"""What is kept of the questions behind a ruling, so that anybody can ask them again?

One outreach asks about several accounts, and by several channels until one is found. What the questions share
is written once; each is put together again from its parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from compliance.facts import Facts
from compliance.question_text import (
    account_text,
    actor_text,
    event_text,
    facts_of,
    location_text,
    message_text,
    point_text,
)
from compliance.verdict import Ruling
from gateway.dispatcher.judging import Judgement
from gateway.domain.errors import DataError


@dataclass(frozen=True, slots=True)
class KeptRuling:
    """One question that was put to the rulebook, and what it answered then.

    said: verdict, because, permitted_at, verdicts, requires and clocks of then, as `keep` wrote them.
    """

    account_id: str
    channel: str
    question: Mapping[str, Any]  # in the words of the decision contract
    said: Mapping[str, Any]

    @property
    def facts(self) -> Facts:
        """Return the facts as they were asked. Raises DataError if they cannot be read."""
        return facts_of(self.question)


def keep(judged: Sequence[Judgement]) -> dict[str, Any]:
    """Return the sealed part of a ruling's entry: the questions, and every verdict on each."""
    return {"question": _shared(judged[0].asked[0]), "rulings": [_judgement(one) for one in judged]}


def kept_rulings(sealed: Mapping[str, Any]) -> Iterator[KeptRuling]:
    """Yield every question of an entry with its answer; none if it was decided without the rulebook.

    Raises DataError if the entry does not hold what was asked: an older version of Dunwell wrote it.
    """
    shared = sealed.get("question")
    for judgement in sealed["rulings"]:
        if shared is None:
            raise DataError("the entry holds the answer alone; what was asked was not kept yet")
        for said in judgement["accounts"]:
            yield KeptRuling(
                said["account_id"], judgement["channel"], _question(shared, judgement, said), said
            )


def _shared(facts: Facts) -> dict[str, Any]:
    person = facts.person
    return {
        "at": facts.at.isoformat(),
        "kind": facts.kind.value,
        "person": {"id": person.id, "relation": person.relation, "region": person.region},
        "accounts": [account_text(one) for one in (facts.account, *facts.accounts)],
        "contact_points": [point_text(point) for point in facts.contact_points],
        "events": [event_text(event) for event in facts.events],
    }


def _judgement(judgement: Judgement) -> dict[str, Any]:
    facts = judgement.asked[0]
    return {
        "channel": judgement.channel.value,
        "contact_point_id": facts.contact_point.id,
        "locations": [location_text(place) for place in facts.person.locations],
        "message": None if facts.message is None else message_text(facts.message),
        "accounts": [
            {"account_id": asked.account.id, "actor": actor_text(asked.actor), **_ruling(ruling)}
            for asked, (_, ruling) in zip(judgement.asked, judgement.rulings, strict=True)
        ],
    }


def _ruling(ruling: Ruling) -> dict[str, Any]:
    return {
        "verdict": ruling.verdict.value,
        "because": ruling.because,
        "permitted_at": ruling.permitted_at.isoformat() if ruling.permitted_at else None,
        "not_after": ruling.not_after.isoformat() if ruling.not_after else None,
        "verdicts": [[v.rule, v.pack, v.verdict.value, v.because, v.source] for v in ruling.verdicts],
        "requires": [requirement.name for requirement in ruling.requires],
        "clocks": [list(clock) for clock in ruling.clocks],
    }


def _question(
    shared: Mapping[str, Any], judgement: Mapping[str, Any], said: Mapping[str, Any]
) -> dict[str, Any]:
    accounts = {one["id"]: one for one in shared["accounts"]}
    points = {one["id"]: one for one in shared["contact_points"]}
    question = {
        **shared,
        "channel": judgement["channel"],
        "actor": said["actor"],
        "account": accounts.pop(said["account_id"]),
        "accounts": list(accounts.values()),
        "person": {**shared["person"], "locations": judgement["locations"]},
        "contact_point": points[judgement["contact_point_id"]],
    }
    if judgement["message"] is not None:
        question["message"] = judgement["message"]
    return question
