"""Did the person ask who the original creditor is, and was that not yet told?"""

from __future__ import annotations

from tests.builders.question import fact, received
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import CALL, CONFIRMATION, EMAIL, FIRST_PARTY, LETTER, REPLY

ASKED = fact("original_creditor_request", written=True)

ROWS = table(
    "us-reg-f/original-creditor-request",
    ("nobody asked", [], CALL, "allow"),
    ("asked for in writing", [ASKED], CALL, "refuse"),
    ("asked for orally", [fact("original_creditor_request")], CALL, "allow"),
    ("and named", [ASKED, fact("original_creditor_sent", "2026-03-02")], CALL, "allow"),
    ("at the same instant", [ASKED, fact("original_creditor_sent")], CALL, "allow"),
    ("named before it was asked for", [fact("original_creditor_sent", "2026-02-02"), ASKED], CALL, "refuse"),
    (
        "after the validation period",
        [
            fact("validation_notice", "2026-01-02", delivered_by="letter"),
            fact("original_creditor_request", "2026-02-09T00:00:00-05:00", written=True),
        ],
        CALL,
        "allow",
    ),
    (
        "on its last day",
        [
            fact("validation_notice", "2026-01-02", delivered_by="letter"),
            fact("original_creditor_request", "2026-02-08T23:59:59-05:00", written=True),
        ],
        CALL,
        "refuse",
    ),
    (
        "a holiday lengthens the assumed receipt",
        [
            fact("validation_notice", "2026-01-16", delivered_by="letter"),
            fact("original_creditor_request", "2026-02-25", written=True),
        ],
        CALL,
        "refuse",
    ),
    ("of another debt", [fact("original_creditor_request", written=True, account="B")], CALL, "allow"),
    ("a validation notice passes", [ASKED], {**LETTER, "kind": "validation_notice"}, "allow"),
    ("so do closing notices", [ASKED], {**LETTER, "kind": "cease_closing"}, "allow"),
    (
        "and the confirmation of an opt-out",
        [ASKED, fact("opt_out", "2026-03-04", channel="sms")],
        CONFIRMATION,
        "allow",
    ),
    (
        "what the customer sent after it is answered once",
        [ASKED, received("email", "2026-03-05", id="m")],
        {**EMAIL, **REPLY},
        "allow",
    ),
    (
        "what came before the last request is not",
        [
            ASKED,
            received("email", "2026-03-02", id="m"),
            fact("original_creditor_request", "2026-03-04", written=True),
        ],
        {**EMAIL, **REPLY},
        "refuse",
    ),
    ("first parties are not bound", [ASKED], FIRST_PARTY, "not asked"),
)
