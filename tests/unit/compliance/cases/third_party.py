"""Would a stranger to the debt learn of it?"""

from __future__ import annotations

from tests.builders.question import fact, received
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import (
    CALL,
    CONFIRMATION,
    DISTRICT_OF_COLUMBIA,
    FIRST_PARTY,
    INDIA,
    REPLY,
    SMS,
    SPOUSE,
    STRANGER,
    UNITED_KINGDOM,
)

BOTH_WAYS = [
    ("a third party is not told of the debt", [], STRANGER, "refuse"),
    ("the customer may be", [], CALL, "allow"),
]


def somebody(relation: str):
    return {"person": {"id": "x", "relation": relation}}


ROWS = [
    *table(
        "us-reg-f/third-party",
        *BOTH_WAYS,
        (
            "nor answered about it",
            [received("sms", "2026-03-05", id="m")],
            {**STRANGER, **SMS, **REPLY},
            "refuse",
        ),
        ("but may be asked where the customer is", [], {**STRANGER, "kind": "location_information"}, "allow"),
        (
            "and told that no message will come again",
            [fact("opt_out", "2026-03-04", channel="sms")],
            {**STRANGER, **CONFIRMATION},
            "allow",
        ),
        ("a spouse is no third party", [], SPOUSE, "allow"),
        ("nor a parent of a minor", [], somebody("parent_of_minor"), "allow"),
        ("nor a guardian", [], somebody("guardian"), "allow"),
        ("nor an executor", [], somebody("executor"), "allow"),
        ("a credit bureau may know", [], somebody("credit_bureau"), "allow"),
        ("first parties are bound by other law", [], {**STRANGER, **FIRST_PARTY}, "not asked"),
    ),
    *table("gb/third-party", *BOTH_WAYS, **UNITED_KINGDOM),
    *table("in-rbi/third-party", *BOTH_WAYS, **INDIA),
    *table("us-dc/third-party", *BOTH_WAYS, **DISTRICT_OF_COLUMBIA),
]
