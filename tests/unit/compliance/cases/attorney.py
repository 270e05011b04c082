"""Does an attorney, whom we can reach, represent the person on this debt?"""

from __future__ import annotations

from tests.builders.question import fact, received, sent
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import (
    CALIFORNIA,
    CALL,
    COMMERCIAL,
    FIRST_PARTY,
    FLORIDA,
    LAWYER,
    OF_CUSTOMER,
    POLICY,
    REPLY,
    SMS,
    SPOUSE,
    STRANGER,
)

KNOWN = fact("attorney_represents", contact_known=True)
UNKNOWN = fact("attorney_represents")
THE_CUSTOMERS = fact("attorney_represents", contact_known=True, **OF_CUSTOMER)
WROTE = received("sms", "2026-03-05", id="m")

BOTH_WAYS = [
    ("an attorney whom we can reach is contacted instead", [KNOWN], CALL, "refuse"),
    ("nobody is represented", [], CALL, "allow"),
]

ROWS = [
    *table(
        "us-reg-f/attorney",
        *BOTH_WAYS,
        ("one who cannot be found is no bar", [UNKNOWN], CALL, "allow"),
        ("the attorney may be called", [THE_CUSTOMERS], LAWYER, "allow"),
        ("it binds contact with the spouse", [THE_CUSTOMERS], SPOUSE, "refuse"),
        ("with a guardian", [THE_CUSTOMERS], {"person": {"id": "g", "relation": "guardian"}}, "refuse"),
        (
            "with a parent of a minor",
            [THE_CUSTOMERS],
            {"person": {"id": "g", "relation": "parent_of_minor"}},
            "refuse",
        ),
        ("with an executor", [THE_CUSTOMERS], {"person": {"id": "g", "relation": "executor"}}, "refuse"),
        ("not with a third party, who is no consumer", [THE_CUSTOMERS], STRANGER, "allow"),
        (
            "the spouse's attorney is not the customer's",
            [fact("attorney_represents", contact_known=True, person="s")],
            CALL,
            "allow",
        ),
        (
            "the spouse's binds the spouse",
            [fact("attorney_represents", contact_known=True, person="s")],
            SPOUSE,
            "refuse",
        ),
        (
            "until the attorney does not answer",
            [KNOWN, fact("attorney_unresponsive", "2026-03-04")],
            CALL,
            "allow",
        ),
        ("or consents", [KNOWN, fact("attorney_consents", "2026-03-04")], CALL, "allow"),
        (
            "consent from before says nothing",
            [fact("attorney_consents", "2026-02-04"), KNOWN],
            CALL,
            "refuse",
        ),
        ("nor one at the same instant", [KNOWN, fact("attorney_consents")], CALL, "refuse"),
        (
            "a later notice binds again",
            [
                KNOWN,
                fact("attorney_consents", "2026-03-02"),
                fact("attorney_represents", "2026-03-04", contact_known=True),
            ],
            CALL,
            "refuse",
        ),
        ("on this debt only", [fact("attorney_represents", contact_known=True, account="B")], CALL, "allow"),
        ("what the customer starts is answered once", [KNOWN, WROTE], {**SMS, **REPLY}, "allow"),
        (
            "and then the bar stands",
            [KNOWN, WROTE, sent("sms", "2026-03-05T13:00:00-05:00", **REPLY)],
            {**SMS, **REPLY},
            "refuse",
        ),
        (
            "what came before the notice is not answered",
            [received("sms", "2026-02-05", id="m"), KNOWN],
            {**SMS, **REPLY},
            "refuse",
        ),
        (
            "not even what the law requires goes to the customer",
            [KNOWN],
            {"kind": "required_by_law"},
            "refuse",
        ),
        ("first parties are not bound", [KNOWN], FIRST_PARTY, "not asked"),
    ),
    *table("us-ca/attorney", *BOTH_WAYS, **CALIFORNIA),
    *table("us-ca/commercial-attorney", *BOTH_WAYS, **CALIFORNIA, **COMMERCIAL),
    *table("us-fl/attorney", *BOTH_WAYS, **FLORIDA),
    *table("policy-decent-hours/attorney", *BOTH_WAYS, **FIRST_PARTY, **POLICY),
]
