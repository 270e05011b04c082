"""Would this contact reach somebody else?"""

from __future__ import annotations

from tests.builders.question import fact, received
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import CALL, CONFIRMATION, LETTER, SMS

REASSIGNED = fact("number_checked", contact_point="point", reassigned=True)
STOPPED = fact("opt_out", "2026-03-04", channel="sms")

ROWS = table(
    "core/wrong-party",
    ("nothing says so", [], CALL, "allow"),
    ("a wrong party altogether", [fact("wrong_party")], LETTER, "refuse"),
    ("a wrong number", [fact("wrong_party", contact_point="point")], CALL, "refuse"),
    ("another number remains", [fact("wrong_party", contact_point="other")], CALL, "allow"),
    (
        "one of two wrong numbers",
        [
            fact("wrong_party", contact_point="other"),
            fact("wrong_party", "2026-03-02", contact_point="point"),
        ],
        CALL,
        "refuse",
    ),
    ("a number found to be reassigned", [REASSIGNED], SMS, "refuse"),
    ("found to be the person's still", [fact("number_checked", contact_point="point")], SMS, "allow"),
    (
        "found reassigned once, and since then not",
        [REASSIGNED, fact("number_checked", "2026-03-03", contact_point="point")],
        SMS,
        "allow",
    ),
    (
        "another number was reassigned",
        [fact("number_checked", contact_point="other", reassigned=True)],
        SMS,
        "allow",
    ),
    (
        "the person wrote from it since",
        [REASSIGNED, received("sms", "2026-03-04", contact_point="point")],
        SMS,
        "allow",
    ),
    ("before the check", [received("sms", "2026-02-04", contact_point="point"), REASSIGNED], SMS, "refuse"),
    (
        "at the same instant",
        [received("sms", "2026-03-01", contact_point="point"), REASSIGNED],
        SMS,
        "refuse",
    ),
    (
        "from another number",
        [REASSIGNED, received("sms", "2026-03-04", contact_point="other")],
        SMS,
        "refuse",
    ),
    (
        "the person gave it again",
        [REASSIGNED, fact("consent", "2026-03-04", to="text", contact_point="point")],
        SMS,
        "allow",
    ),
    (
        "the confirmation of an opt-out may go",
        [fact("wrong_party", contact_point="point"), STOPPED],
        CONFIRMATION,
        "allow",
    ),
)
