"""Random standing facts: each type with the keys that belong to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from compliance.facts import Event, Facts

CHANNELS = ("voice", "sms", "email", "letter")
CONSENT_TO = (
    "text", "email", "prerecorded", "exceed_call_frequency", "exceed_call_frequency", "inconvenient_time",
    "channel:voice", "channel:sms", "channel:email",
)  # fmt: skip
TIMES = (
    ("08:00", "12:00"), ("12:00", "14:00"), ("09:00", "17:00"), ("18:00", "23:30"), ("20:00", "09:30"),
    ("22:00", "01:30"), ("00:00", "10:15"), ("01:30", "02:30"), ("08:00", "20:59"), ("07:30", "21:00"),
)  # fmt: skip
DAYS = ((), (), ("sat", "sun"), ("mon",), ("mon", "tue", "wed", "thu", "fri"), ("sun",), ("thu", "fri"))
FAMILIES: tuple[tuple[str, ...], ...] = (
    ("validation_notice", "validation_notice", "dispute", "dispute", "verification_sent"),
    ("validation_notice", "original_creditor_request", "original_creditor_request", "original_creditor_sent"),
    ("opt_out", "opt_out", "opted_back_in", "consent", "consent_revoked"),
    ("consent", "consent", "consent_revoked"),
    ("inconvenient", "inconvenient", "convenient_again", "consent"),
    ("bankruptcy", "bankruptcy_ended"),
    ("attorney_represents", "attorney_unresponsive", "attorney_consents"),
    ("cease_request", "opted_back_in", "opt_out"),
    ("hold", "hold", "hold_lifted"),
    ("promise_to_pay", "payment"),
    ("employer_prohibits", "consent", "consent_revoked"),
    ("number_checked", "number_checked", "consent", "wrong_party"),
    ("creditor_email_notice", "consent"),
)
PER_DEBT = frozenset(
    {
        "cease_request", "attorney_represents", "attorney_unresponsive", "attorney_consents", "dispute",
        "verification_sent", "original_creditor_request", "original_creditor_sent", "validation_notice",
        "bankruptcy", "bankruptcy_ended", "breathing_space", "promise_to_pay", "payment", "hold",
        "hold_lifted",
    }
)  # fmt: skip


def a_family(random: Random) -> tuple[str, ...]:
    """Return types of facts that make, change and lift each other; or all of them."""
    return random.choice(FAMILIES) if random.random() < 0.6 else _WEIGHTED


def a_standing_fact(random: Random, facts: Facts, at: datetime, id_: str, family: tuple[str, ...]) -> Event:
    """Return one standing fact of a family."""
    type_ = random.choice(family)
    keys = _KEYS[type_](random, facts)
    if type_ in PER_DEBT and random.random() < 0.35:
        keys["accounts"] = random.choice((("A",), ("B",), ("A", "B")))
    if type_ != "number_checked" and random.random() < 0.15:
        keys["person"] = random.choice(("p", "q"))
    return Event(type_, at, id=id_, **keys)


def _nothing(random: Random, facts: Facts) -> dict[str, Any]:
    return {}


def _opt_out(random: Random, facts: Facts) -> dict[str, Any]:
    channel, point = random.choice(CHANNELS), random.choice(("here", "work"))
    keys = random.choice(
        ({"channel": channel}, {"contact_point": point}, {"channel": channel, "contact_point": point})
    )
    return {**keys, "revokes_consent": random.random() < 0.4}


def _back_in(random: Random, facts: Facts) -> dict[str, Any]:
    keys = _opt_out(random, facts)
    del keys["revokes_consent"]
    return keys


def _cease(random: Random, facts: Facts) -> dict[str, Any]:
    return {"written": random.random() < 0.5, "channel": random.choice((None, *CHANNELS))}


def _attorney(random: Random, facts: Facts) -> dict[str, Any]:
    return {"contact_known": random.random() < 0.7}


def _dispute(random: Random, facts: Facts) -> dict[str, Any]:
    return {
        "written": random.random() < 0.6,
        "scope": random.choice((None, "whole", "part")),
        "duplicative": random.random() < 0.2,
    }


def _request(random: Random, facts: Facts) -> dict[str, Any]:
    return {"written": random.random() < 0.8}


def _notice(random: Random, facts: Facts) -> dict[str, Any]:
    returned = facts.at - timedelta(hours=random.randrange(200)) if random.random() < 0.2 else None
    return {"delivered_by": random.choice(("letter", "email", "voice")), "undeliverable_at": returned}


def _end(random: Random, facts: Facts, chance: float = 0.9) -> dict[str, Any]:
    if random.random() > chance:
        return {}
    if random.random() < 0.5:
        return {"until": facts.at + timedelta(seconds=random.randrange(-200_000, 900_000))}
    return {"until_on": _day(random, facts)}


def _day(random: Random, facts: Facts) -> date:
    return facts.at.date() + timedelta(days=random.randrange(-3, 12))


def _consent(random: Random, facts: Facts) -> dict[str, Any]:
    return {
        "to": random.choice(CONSENT_TO),
        "given_to": random.choice((None, None, None, "us", "them")),
        "written": random.random() < 0.5,
        "contact_point": random.choice((None, None, "here", "work")),
        **_end(random, facts, 0.4),
    }


def _revoked(random: Random, facts: Facts) -> dict[str, Any]:
    return {
        "to": random.choice((None, *CONSENT_TO)),
        "contact_point": random.choice((None, None, "here", "work")),
    }


def _wish(random: Random, facts: Facts) -> dict[str, Any]:
    if random.random() < 0.25:
        ends = _end(random, facts, 0.2)
        return {"place": random.choice(("home", "work")), "written": random.random() < 0.4, **ends}
    start, end = random.choice(TIMES)
    all_day = random.random() < 0.2
    return {
        "days": random.choice(DAYS),
        "from_time": None if all_day else start,
        "to_time": None if all_day else end,
        "only_now": random.random() < 0.08,
        **_end(random, facts, 0.3),
    }


def _again(random: Random, facts: Facts) -> dict[str, Any]:
    keys = _wish(random, facts)
    return {key: keys[key] for key in ("days", "from_time", "to_time", "place") if key in keys}


def _at_work(random: Random, facts: Facts) -> dict[str, Any]:
    return {"contact_point": random.choice((None, "here", "work"))}


def _checked(random: Random, facts: Facts) -> dict[str, Any]:
    return {
        "contact_point": random.choice(("here", "work")),
        "reassigned": random.random() < 0.2,
        "complete_database": random.random() < 0.8,
    }


def _creditor_notice(random: Random, facts: Facts) -> dict[str, Any]:
    return {"contact_point": "here", "opt_out_by": _day(random, facts)}


def _ended(random: Random, facts: Facts) -> dict[str, Any]:
    return {"how": random.choice(("dismissed", "dismissed", "discharged"))}


def _wrong(random: Random, facts: Facts) -> dict[str, Any]:
    return {"contact_point": random.choice(("work", "other", "here", None))}


def _promise(random: Random, facts: Facts) -> dict[str, Any]:
    return {"due_on": _day(random, facts)}


_KEYS: dict[str, Callable[[Random, Facts], dict[str, Any]]] = {
    "opt_out": _opt_out, "opted_back_in": _back_in, "cease_request": _cease, "attorney_represents": _attorney,
    "attorney_unresponsive": _nothing, "attorney_consents": _nothing, "dispute": _dispute,
    "verification_sent": _nothing, "original_creditor_request": _request, "original_creditor_sent": _nothing,
    "validation_notice": _notice, "consent": _consent, "consent_revoked": _revoked, "inconvenient": _wish,
    "convenient_again": _again, "employer_prohibits": _at_work, "number_checked": _checked,
    "creditor_email_notice": _creditor_notice, "bankruptcy": _nothing, "bankruptcy_ended": _ended,
    "deceased": _nothing, "wrong_party": _wrong, "breathing_space": _end, "promise_to_pay": _promise,
    "payment": _nothing, "hold": _end, "hold_lifted": _nothing,
}  # fmt: skip
_OFTEN = {"consent": 5, "inconvenient": 5, "promise_to_pay": 2, "hold": 2, "breathing_space": 2, "dispute": 2}
_WEIGHTED = tuple(type_ for type_ in _KEYS for _ in range(_OFTEN.get(type_, 1)))
