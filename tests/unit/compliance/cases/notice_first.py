"""Was a written notice given first, and long enough ago?"""

from __future__ import annotations

from tests.builders.question import fact, received, sent
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import (
    BRITISH_COLUMBIA,
    CALL,
    CONFIRMATION,
    EMAIL,
    LETTER,
    NEVADA,
    ONTARIO,
    QUEBEC,
    REPLY,
    SMS,
)


def notice(day: str, by: str = "letter", **keys):
    return fact("validation_notice", day, delivered_by=by, **keys)


AT_ONCE = [
    ("no notice was given", [], CALL, "refuse"),
    ("a letter this morning", [notice("2026-03-06T08:00:00-05:00")], CALL, "allow"),
    ("an email this morning", [notice("2026-03-06T08:00:00-05:00", "email")], CALL, "allow"),
    ("spoken words are no notice", [notice("2026-03-02", "voice")], CALL, "refuse"),
]

ROWS = [
    *table(
        "ca-on/written-notice-first",
        ("no notice was given", [], CALL, "refuse"),
        ("six whole days to wait after it", [notice("2026-03-02")], CALL, "defer to 2026-03-09 00:00"),
        (
            "late in the evening it counts for the date on the person's own clock",
            [notice("2026-03-01T23:30:00-05:00")],
            CALL,
            "defer to 2026-03-08 00:00",
        ),
        ("on the sixth", [notice("2026-02-28")], CALL, "defer to 2026-03-07 00:00"),
        ("after the sixth", [notice("2026-02-27")], CALL, "allow"),
        ("by email as well", [notice("2026-02-27", "email")], CALL, "allow"),
        ("spoken words are no notice", [notice("2026-02-27", "voice")], CALL, "refuse"),
        (
            "one that came back must go again",
            [notice("2026-02-20", undeliverable_at="2026-02-27T12:00:00-05:00")],
            CALL,
            "refuse",
        ),
        (
            "and six days be waited once more",
            [notice("2026-02-20", undeliverable_at="2026-02-27T12:00:00-05:00"), notice("2026-03-02")],
            CALL,
            "defer to 2026-03-09 00:00",
        ),
        ("of two notices the first counts", [notice("2026-02-20"), notice("2026-03-02")], CALL, "allow"),
        ("a letter about the debt is a notice", [sent("letter", "2026-02-20")], CALL, "allow"),
        (
            "the very letter that came back is not",
            [
                sent("letter", "2026-02-20"),
                notice("2026-02-20", undeliverable_at="2026-02-27T12:00:00-05:00"),
            ],
            CALL,
            "refuse",
        ),
        ("a text message is not", [sent("sms", "2026-02-20")], CALL, "refuse"),
        (
            "a letter about another debt is not",
            [sent("letter", "2026-02-20", accounts=["B"])],
            CALL,
            "refuse",
        ),
        ("another collector's is not", [sent("letter", "2026-02-20", actor="other")], CALL, "refuse"),
        ("what the customer sent is not", [received("letter", "2026-02-20")], CALL, "refuse"),
        ("who wrote is answered without it", [received("sms", "2026-03-05", id="m")], SMS | REPLY, "allow"),
        (
            "and before the wait is over",
            [notice("2026-03-02"), received("sms", "2026-03-05", id="m")],
            SMS | REPLY,
            "allow",
        ),
        ("the notice itself may be announced", [], {"kind": "validation_notice"}, "allow"),
        ("what the law requires passes", [], {"kind": "required_by_law"}, "allow"),
        ("the confirmation of an opt-out passes", [fact("opt_out", channel="sms")], CONFIRMATION, "allow"),
        ("emails and letters need no notice before them", [], EMAIL, "not asked"),
        **ONTARIO,
    ),
    *table("ca-qc/written-notice-first", *AT_ONCE, **QUEBEC),
    *table("ca-bc/written-notice-first", *AT_ONCE, **BRITISH_COLUMBIA),
    *table(
        "us-nv/written-notice-first",
        ("no notice of a medical debt", [], CALL, "refuse"),
        ("the notice itself", [], LETTER | {"kind": "validation_notice"}, "allow"),
        ("sixty whole days to wait", [notice("2026-01-10")], CALL, "defer to 2026-03-12 00:00"),
        ("until they are over", [notice("2026-01-04")], CALL, "allow"),
        ("an email is no notice there", [notice("2025-12-10", "email")], CALL, "refuse"),
        ("a debt of another kind", [], {"account": {"debt_class": "consumer"}}, "not asked"),
        **NEVADA,
    ),
]
