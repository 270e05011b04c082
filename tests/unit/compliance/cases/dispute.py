"""Is the debt disputed, and was no verification sent?"""

from __future__ import annotations

from tests.builders.question import fact, received, sent
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import (
    BRITISH_COLUMBIA,
    CALL,
    CONFIRMATION,
    EMAIL,
    FIRST_PARTY,
    LETTER,
    NEW_YORK_CITY,
    OF_CUSTOMER,
    POLICY,
    REPLY,
    SPOUSE,
    UNITED_KINGDOM,
)

WRITTEN = fact("dispute", written=True)
ORAL = fact("dispute")
RETURNED = {"delivered_by": "letter", "undeliverable_at": "2026-01-09T12:00:00-05:00"}


def notice(day: str, by: str = "letter", **keys):
    return fact("validation_notice", day, delivered_by=by, **keys)


def disputed(day: str, **keys):
    return fact("dispute", day, written=True, **keys)


EVEN_ORALLY = [
    ("an oral dispute stops it", [ORAL], CALL, "refuse"),
    ("long after any notice as well", [notice("2025-01-02"), ORAL], CALL, "refuse"),
    ("until verification is sent", [ORAL, fact("verification_sent", "2026-03-03")], CALL, "allow"),
]

ROWS = [
    *table(
        "us-reg-f/dispute",
        ("nothing is disputed", [], CALL, "allow"),
        ("in writing, before any notice: the period has not ended", [WRITTEN], CALL, "refuse"),
        ("an oral dispute does not stop collection", [ORAL], CALL, "allow"),
        ("verification was sent", [WRITTEN, fact("verification_sent", "2026-03-03")], CALL, "allow"),
        ("at the same instant", [WRITTEN, fact("verification_sent")], CALL, "allow"),
        (
            "verification sent before does not count",
            [fact("verification_sent", "2026-02-03"), WRITTEN],
            CALL,
            "refuse",
        ),
        (
            "a part stops dunning about the whole",
            [fact("dispute", written=True, scope="part")],
            CALL,
            "refuse",
        ),
        ("the whole, in so many words", [fact("dispute", written=True, scope="whole")], CALL, "refuse"),
        (
            "the later of two must be verified too",
            [WRITTEN, fact("verification_sent", "2026-03-02"), disputed("2026-03-04")],
            CALL,
            "refuse",
        ),
        ("of another debt", [fact("dispute", written=True, account="B")], CALL, "allow"),
        ("a validation notice passes", [WRITTEN], {**LETTER, "kind": "validation_notice"}, "allow"),
        ("so do closing notices", [WRITTEN], {**LETTER, "kind": "cease_closing"}, "allow"),
        (
            "and the confirmation of an opt-out",
            [WRITTEN, fact("opt_out", "2026-03-04", channel="sms")],
            CONFIRMATION,
            "allow",
        ),
        (
            "what the customer sent after it is answered once",
            [WRITTEN, received("email", "2026-03-05", id="m")],
            {**EMAIL, **REPLY},
            "allow",
        ),
        (
            "what came before is not",
            [received("email", "2026-02-05", id="m"), WRITTEN],
            {**EMAIL, **REPLY},
            "refuse",
        ),
        (
            "the customer's dispute binds contact with the spouse",
            [fact("dispute", written=True, **OF_CUSTOMER)],
            SPOUSE,
            "refuse",
        ),
        ("first parties are not bound", [WRITTEN], FIRST_PARTY, "not asked"),
        # A letter on Friday 2 January: receipt is assumed after five days without weekends, on the 9th; the
        # thirty days after that hold weekends and holidays as well and end on 8 February.
        (
            "on the last day of the validation period",
            [notice("2026-01-02"), disputed("2026-02-08T23:59:59-05:00")],
            CALL,
            "refuse",
        ),
        ("after it", [notice("2026-01-02"), disputed("2026-02-09T00:00:00-05:00")], CALL, "allow"),
        # A letter on Friday 16 January: the 19th is Martin Luther King Day, so the fifth day is the 26th.
        (
            "a federal holiday lengthens the assumed receipt",
            [notice("2026-01-16"), disputed("2026-02-25T23:59:59-05:00")],
            CALL,
            "refuse",
        ),
        (
            "by a day and no more",
            [notice("2026-01-16"), disputed("2026-02-26T00:00:00-05:00")],
            CALL,
            "allow",
        ),
        (
            "by email the same days are assumed",
            [notice("2026-01-02", "email"), disputed("2026-02-08T23:59:59-05:00")],
            CALL,
            "refuse",
        ),
        (
            "spoken information is received when it is heard",
            [notice("2026-01-02", "voice"), disputed("2026-02-01T23:59:59-05:00")],
            CALL,
            "refuse",
        ),
        (
            "so its thirty days end sooner",
            [notice("2026-01-02", "voice"), disputed("2026-02-02T00:00:00-05:00")],
            CALL,
            "allow",
        ),
        (
            "a notice that came back began no period",
            [notice("2026-01-02", undeliverable_at="2026-01-09T12:00:00-05:00"), disputed("2026-02-20")],
            CALL,
            "refuse",
        ),
        (
            "a new notice began one",
            [
                notice("2026-01-02", undeliverable_at="2026-01-09T12:00:00-05:00"),
                notice("2026-01-12"),
                disputed("2026-02-17"),
            ],
            CALL,
            "refuse",
        ),
        (
            "which ended too",
            [
                notice("2026-01-02", undeliverable_at="2026-01-09T12:00:00-05:00"),
                notice("2026-01-12"),
                disputed("2026-02-21"),
            ],
            CALL,
            "allow",
        ),
        (
            "the later of two notices decides",
            [notice("2026-01-02"), notice("2026-01-12"), disputed("2026-02-17")],
            CALL,
            "refuse",
        ),
        (
            "on the last of the person's clocks",
            [notice("2026-01-02"), disputed("2026-02-09T01:00:00-05:00")],
            {
                "person": {
                    "locations": [
                        {"clue": "mobile", "time_zone": zone}
                        for zone in ("America/New_York", "America/Los_Angeles")
                    ]
                }
            },
            "refuse",
        ),
        (
            "a duplicate stands until it is answered",
            [fact("dispute", written=True, duplicative=True)],
            CALL,
            "refuse",
        ),
        (
            "by a letter that says so",
            [fact("dispute", written=True, duplicative=True), sent("letter", "2026-03-03", kind="reply")],
            CALL,
            "allow",
        ),
        (
            "or an email",
            [fact("dispute", written=True, duplicative=True), sent("email", "2026-03-03", kind="reply")],
            CALL,
            "allow",
        ),
        (
            "not by a text",
            [fact("dispute", written=True, duplicative=True), sent("sms", "2026-03-03", kind="reply")],
            CALL,
            "refuse",
        ),
        (
            "nor by a reminder",
            [fact("dispute", written=True, duplicative=True), sent("letter", "2026-03-03", kind="dunning")],
            CALL,
            "refuse",
        ),
        (
            "nor by a letter from before",
            [sent("letter", "2026-02-03", kind="reply"), fact("dispute", written=True, duplicative=True)],
            CALL,
            "refuse",
        ),
        (
            "one that is no duplicate needs verification",
            [WRITTEN, sent("letter", "2026-03-03", kind="reply")],
            CALL,
            "refuse",
        ),
    ),
    *table("gb/dispute", *EVEN_ORALLY, **UNITED_KINGDOM),
    *table("ca-bc/dispute", *EVEN_ORALLY, **BRITISH_COLUMBIA),
    *table("us-ny-nyc/dispute", *EVEN_ORALLY, **NEW_YORK_CITY),
    *table("policy-decent-hours/dispute", *EVEN_ORALLY, **FIRST_PARTY, **POLICY),
]
