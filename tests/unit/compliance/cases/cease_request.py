"""Did the person ask in writing that all communication cease?"""

from __future__ import annotations

from tests.builders.question import fact, received, sent
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import (
    CALIFORNIA,
    CALL,
    COMMERCIAL,
    EMAIL,
    FIRST_PARTY,
    LETTER,
    OF_CUSTOMER,
    POLICY,
    REPLY,
    SPOUSE,
)

WRITTEN = fact("cease_request", written=True)
ORAL = fact("cease_request")

ROWS = [
    *table(
        "us-reg-f/cease-request",
        ("nobody asked", [], CALL, "allow"),
        ("a written request stops calls", [WRITTEN], CALL, "refuse"),
        ("and every other channel", [WRITTEN], LETTER, "refuse"),
        ("an oral one does not: it is an opt-out", [ORAL], CALL, "allow"),
        (
            "whoever is asked about on the account",
            [fact("cease_request", written=True, **OF_CUSTOMER)],
            SPOUSE,
            "refuse",
        ),
        (
            "a spouse's own request does not bind the customer",
            [fact("cease_request", written=True, person="s")],
            CALL,
            "allow",
        ),
        ("only the debt it names", [fact("cease_request", written=True, account="B")], CALL, "allow"),
        (
            "debts with one number group are one debt",
            [fact("cease_request", written=True, account="B")],
            {
                "account": {"number_group": "loan-1"},
                "accounts": [{"id": "B", "creditor": "bank", "number_group": "loan-1"}],
            },
            "refuse",
        ),
        (
            "debts with others are not",
            [fact("cease_request", written=True, account="B")],
            {
                "account": {"number_group": "loan-1"},
                "accounts": [{"id": "B", "creditor": "bank", "number_group": "loan-2"}],
            },
            "allow",
        ),
        ("the closing notices remain", [WRITTEN], {**LETTER, "kind": "cease_closing"}, "allow"),
        ("and what the law requires", [WRITTEN], {**LETTER, "kind": "required_by_law"}, "allow"),
        ("a validation notice does not", [WRITTEN], {**LETTER, "kind": "validation_notice"}, "refuse"),
        ("first parties are not bound", [WRITTEN], FIRST_PARTY, "not asked"),
        (
            "what came after it is answered once",
            [WRITTEN, received("email", "2026-03-05", id="m")],
            {**EMAIL, **REPLY},
            "allow",
        ),
        (
            "and not twice",
            [WRITTEN, received("email", "2026-03-05", id="m"), sent("email", "2026-03-05T13:00:00-05:00")],
            {**EMAIL, **REPLY},
            "refuse",
        ),
        (
            "nor what came at the same instant",
            [received("email", "2026-03-01", id="m"), WRITTEN],
            {**EMAIL, **REPLY},
            "refuse",
        ),
        (
            "what came before it is not",
            [received("email", "2026-02-05", id="m"), WRITTEN],
            {**EMAIL, **REPLY},
            "refuse",
        ),
        (
            "what came before the later of two is not",
            [
                WRITTEN,
                received("email", "2026-03-03", id="m"),
                fact("cease_request", "2026-03-04", written=True),
            ],
            {**EMAIL, **REPLY},
            "refuse",
        ),
    ),
    *table(
        "us-ca/cease-request",
        ("California binds first parties too", [WRITTEN], CALL, "refuse"),
        ("an oral request is no such request there either", [ORAL], CALL, "allow"),
        **CALIFORNIA,
    ),
    *table(
        "us-ca/commercial-cease-request",
        ("about a commercial debt too", [WRITTEN], COMMERCIAL, "refuse"),
        ("not an oral one", [ORAL], COMMERCIAL, "allow"),
        ("nor before July 2025", [], COMMERCIAL | {"at": "2025-06-30T09:00:00-07:00"}, "not asked"),
        **CALIFORNIA,
    ),
    *table(
        "policy-decent-hours/cease-request",
        ("our own policy heeds it whoever contacts", [WRITTEN], CALL, "refuse"),
        ("oral ones are opt-outs", [ORAL], CALL, "allow"),
        **FIRST_PARTY,
        **POLICY,
    ),
]
