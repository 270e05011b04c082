"""Does the employer forbid the person to be contacted at work?"""

from __future__ import annotations

from tests.builders.question import fact, received
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import (
    AT_HOME,
    AT_WORK,
    CALIFORNIA,
    CALL,
    COMMERCIAL,
    FIRST_PARTY,
    FLORIDA,
    POLICY,
    REPLY,
    SMS,
)

PROHIBITED = fact("employer_prohibits")


def consent(day: str, to: str = "channel:voice", **keys):
    return fact("consent", day, to=to, **{"contact_point": "point", **keys})


BOTH_WAYS = [
    ("a number at work", [PROHIBITED], AT_WORK, "refuse"),
    ("not the one at home", [PROHIBITED], AT_HOME, "allow"),
]

ROWS = [
    *table(
        "us-reg-f/workplace",
        *BOTH_WAYS,
        ("nothing is prohibited", [], AT_WORK, "allow"),
        ("every number at work", [fact("employer_prohibits", contact_point="other")], AT_WORK, "refuse"),
        ("the very number named", [fact("employer_prohibits", contact_point="point")], CALL, "refuse"),
        ("a number of which no place is known", [PROHIBITED], CALL, "allow"),
        (
            "the person consented later to just this one",
            [PROHIBITED, consent("2026-03-02")],
            AT_WORK,
            "allow",
        ),
        ("or earlier", [consent("2026-02-02"), PROHIBITED], AT_WORK, "refuse"),
        ("or at the same instant", [PROHIBITED, consent("2026-03-01")], AT_WORK, "refuse"),
        ("to another number", [PROHIBITED, consent("2026-03-02", contact_point="other")], AT_WORK, "refuse"),
        (
            "to no number in particular",
            [PROHIBITED, fact("consent", "2026-03-02", to="channel:voice")],
            AT_WORK,
            "refuse",
        ),
        ("to another medium", [PROHIBITED, consent("2026-03-02", "channel:sms")], AT_WORK, "refuse"),
        ("until it ran out", [PROHIBITED, consent("2026-03-02", until="2026-03-05")], AT_WORK, "refuse"),
        (
            "what the person sent from there is answered once",
            [PROHIBITED, received("sms", "2026-03-05", id="m")],
            AT_WORK | SMS | REPLY,
            "allow",
        ),
        (
            "what came before is not",
            [received("sms", "2026-02-05", id="m"), PROHIBITED],
            AT_WORK | SMS | REPLY,
            "refuse",
        ),
        (
            "the latest prohibition counts",
            [PROHIBITED, consent("2026-03-02"), fact("employer_prohibits", "2026-03-04")],
            AT_WORK,
            "refuse",
        ),
        (
            "of another's number the latest does not",
            [
                fact("employer_prohibits", contact_point="point"),
                fact("employer_prohibits", "2026-03-04", contact_point="other"),
            ],
            CALL,
            "refuse",
        ),
        ("first parties are not bound", [PROHIBITED], AT_WORK | FIRST_PARTY, "not asked"),
    ),
    *table("us-ca/workplace", *BOTH_WAYS, **CALIFORNIA),
    *table("us-ca/commercial-workplace", *BOTH_WAYS, **CALIFORNIA, **COMMERCIAL),
    *table("us-fl/workplace", *BOTH_WAYS, **FLORIDA),
    *table("policy-decent-hours/workplace", *BOTH_WAYS, **FIRST_PARTY, **POLICY),
]
