"""May this person be asked where the customer is?"""

from __future__ import annotations

from tests.builders.question import a_call, fact, received, sent
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import OF_CUSTOMER, STRANGER

LOCATE = {"kind": "location_information"}
SPOKEN = a_call("2026-02-10", "conversation")


def somebody(relation: str):
    return {"person": {"id": "x", "relation": relation}}


ROWS = table(
    "us-reg-f/location-information",
    ("a third party who was not asked before", [], STRANGER, "allow"),
    ("was asked once", [SPOKEN], STRANGER, "refuse"),
    ("a voicemail was that contact", [a_call("2026-02-10", "voicemail")], STRANGER, "refuse"),
    ("so was a letter", [sent("letter", "2026-02-10")], STRANGER, "refuse"),
    ("an unanswered call was none", [a_call("2026-02-10")], STRANGER, "allow"),
    ("nor a busy line", [a_call("2026-02-10", "busy")], STRANGER, "allow"),
    ("asked back since", [SPOKEN, received("sms", "2026-02-20")], STRANGER, "allow"),
    ("asked back before", [received("sms", "2026-02-01"), SPOKEN], STRANGER, "refuse"),
    (
        "asked back, and then asked again",
        [SPOKEN, received("sms", "2026-02-20"), sent("sms", "2026-02-21")],
        STRANGER,
        "refuse",
    ),
    ("another collector asked", [a_call("2026-02-10", "conversation", actor="other")], STRANGER, "allow"),
    ("another third party was asked", [a_call("2026-02-10", "conversation", person="u")], STRANGER, "allow"),
    (
        "an attorney is known",
        [fact("attorney_represents", contact_known=True, **OF_CUSTOMER)],
        STRANGER,
        "refuse",
    ),
    (
        "an attorney on another debt",
        [fact("attorney_represents", contact_known=True, account="B", **OF_CUSTOMER)],
        STRANGER,
        "allow",
    ),
    ("an attorney whom nobody can reach", [fact("attorney_represents", **OF_CUSTOMER)], STRANGER, "allow"),
    ("the spouse may be asked again", [SPOKEN], somebody("spouse"), "allow"),
    ("a professional as well", [SPOKEN], somebody("credit_bureau"), "allow"),
    ("it is about such questions alone", [SPOKEN], {**STRANGER, "kind": "dunning"}, "allow"),
    **LOCATE,
)
