"""Was there an exchange with the person too recently?"""

from __future__ import annotations

from tests.builders.question import a_call, received, sent
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import CALL, LAWYER, REPLY, SMS

ROWS = table(
    "us-ny-nyc-exchange/cool-down",
    ("no exchange", [], CALL, "allow"),
    (
        "a conversation: seven days, its own being the first",
        [a_call("2026-09-07", "conversation")],
        CALL,
        "defer to 2026-09-14 00:00",
    ),
    ("on the eighth day it is free", [a_call("2026-09-03", "conversation")], CALL, "allow"),
    (
        "what the person sent is an exchange",
        [received("email", "2026-09-07")],
        CALL,
        "defer to 2026-09-14 00:00",
    ),
    ("what was sent to the person is none", [sent("email", "2026-09-07")], CALL, "allow"),
    ("an unanswered call is none", [a_call("2026-09-07")], CALL, "allow"),
    (
        "the latest exchange counts",
        [received("sms", "2026-09-06"), received("sms", "2026-09-08")],
        CALL,
        "defer to 2026-09-15 00:00",
    ),
    ("about another debt", [a_call("2026-09-07", "conversation", accounts=["B"])], CALL, "allow"),
    ("with another collector", [a_call("2026-09-07", "conversation", actor="other")], CALL, "allow"),
    ("with the customer's attorney", [a_call("2026-09-07", "conversation")], LAWYER, "allow"),
    ("what the person sent is answered", [received("sms", "2026-09-07", id="m")], SMS | REPLY, "allow"),
    (
        "a validation notice passes",
        [a_call("2026-09-07", "conversation")],
        {"kind": "validation_notice"},
        "allow",
    ),
    at="2026-09-10T12:00:00-04:00",
    packs=["us-ny-nyc-exchange"],
)
