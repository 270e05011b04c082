"""Is dunning about this account on hold?"""

from __future__ import annotations

from tests.builders.question import fact, received
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import CALL, REPLY, SMS

ROWS = table(
    "core/hold",
    ("no hold", [], CALL, "allow"),
    ("a hold without an end refuses", [fact("hold")], CALL, "refuse"),
    (
        "a hold until a date holds that whole day",
        [fact("hold", until="2026-03-09")],
        CALL,
        "defer to 2026-03-10 00:00",
    ),
    ("the last day is not over yet", [fact("hold", until="2026-03-06")], CALL, "defer to 2026-03-07 00:00"),
    (
        "until an instant",
        [fact("hold", until="2026-03-09T12:30:00-04:00")],
        CALL,
        "defer to 2026-03-09 12:30",
    ),
    ("at that very instant it is over", [fact("hold", until="2026-03-06T10:00:00-05:00")], CALL, "allow"),
    ("one that is over", [fact("hold", until="2026-03-05")], CALL, "allow"),
    ("lifted", [fact("hold"), fact("hold_lifted", "2026-03-02")], CALL, "allow"),
    ("not by what was lifted at the same instant", [fact("hold"), fact("hold_lifted")], CALL, "refuse"),
    ("held again", [fact("hold_lifted", "2026-02-02"), fact("hold")], CALL, "refuse"),
    (
        "two holds: the later end counts",
        [fact("hold", until="2026-03-09"), fact("hold", "2026-03-02", until="2026-03-08")],
        CALL,
        "defer to 2026-03-10 00:00",
    ),
    (
        "one without an end outweighs one with",
        [fact("hold", until="2026-03-09"), fact("hold")],
        CALL,
        "refuse",
    ),
    (
        "one that is over does not hide one that is not",
        [fact("hold", "2026-02-01", until="2026-02-05"), fact("hold", until="2026-03-09")],
        CALL,
        "defer to 2026-03-10 00:00",
    ),
    ("another account's", [fact("hold", account="B")], CALL, "allow"),
    ("holds stop dunning alone", [fact("hold")], {"kind": "validation_notice"}, "allow"),
    ("an answer passes", [fact("hold"), received("sms", "2026-03-05", id="m")], {**SMS, **REPLY}, "allow"),
    ("a request for consent is judged as dunning", [fact("hold")], {"kind": "consent_request"}, "refuse"),
)
