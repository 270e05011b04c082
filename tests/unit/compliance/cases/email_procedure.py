"""Does a procedure show that this email address is the person's, and that nobody else reads it?"""

from __future__ import annotations

from tests.builders.question import fact, received
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import EMAIL, REPLY

POINT = {"contact_point": "point"}
CHECK = "allow with email_procedure_check"


def notice(opt_out_by: str, day: str = "2026-01-20", **keys):
    return fact("creditor_email_notice", day, **{"opt_out_by": opt_out_by, **POINT, **keys})


ROWS = table(
    "us-reg-f/email-procedure",
    ("an address of which nothing is known: no ban, but its check comes first", [], {}, CHECK),
    ("the person wrote from it", [received("email", "2025-02-20", **POINT)], {}, "allow"),
    ("from another", [received("email", "2025-02-20", contact_point="other")], {}, CHECK),
    ("to another collector", [received("email", "2025-02-20", actor="other", **POINT)], {}, CHECK),
    ("the person consented to it", [fact("consent", to="email", **POINT)], {}, "allow"),
    ("to some other address", [fact("consent", to="email", contact_point="other")], {}, CHECK),
    ("to no address in particular", [fact("consent", to="email")], {}, CHECK),
    ("consent that ran out", [fact("consent", to="email", until="2026-03-05", **POINT)], {}, CHECK),
    ("consent given to the creditor", [fact("consent", to="email", given_to="bank", **POINT)], {}, CHECK),
    ("the creditor gave notice, 35 days to object, all over", [notice("2026-02-24")], {}, "allow"),
    ("34 days", [notice("2026-02-23")], {}, CHECK),
    ("the last day to object is today", [notice("2026-03-06")], {}, CHECK),
    ("it was yesterday", [notice("2026-03-05")], {}, "allow"),
    ("about another address", [notice("2026-02-24", contact_point="other")], {}, CHECK),
    (
        "about an employer's mailbox",
        [notice("2026-02-24")],
        {"contact_point": {"employer_provided": True}},
        CHECK,
    ),
    ("who wrote is answered", [received("email", "2026-03-05", id="m")], REPLY, "allow"),
    ("who wrote by another medium is not", [received("sms", "2026-03-05", id="m")], REPLY, CHECK),
    **EMAIL,
)
