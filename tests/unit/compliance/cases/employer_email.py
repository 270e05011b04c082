"""Is the mailbox an employer's?"""

from __future__ import annotations

from tests.builders.question import fact, received
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import EMAIL, NEW_YORK_STATE

PROVIDED = {"contact_point": {"employer_provided": True}}
PRIVATE = {"contact_point": {"employer_provided": False}}
POINT = {"contact_point": "point"}

ROWS = [
    *table(
        "us-reg-f/employer-email",
        ("a mailbox of the person's own", [], PRIVATE, "allow"),
        ("an employer's", [], PROVIDED, "refuse"),
        ("one at work", [], {"contact_point": {"place": "work"}}, "refuse"),
        ("one at home", [], {"contact_point": {"place": "home"}}, "allow"),
        ("from which the person wrote", [received("email", "2026-03-02", **POINT)], PROVIDED, "allow"),
        (
            "from which the person wrote to another collector",
            [received("email", "2026-03-02", actor="other", **POINT)],
            PROVIDED,
            "refuse",
        ),
        (
            "who wrote from another mailbox",
            [received("email", "2026-03-02", contact_point="other")],
            PROVIDED,
            "refuse",
        ),
        ("who sent a text message", [received("sms", "2026-03-02", **POINT)], PROVIDED, "refuse"),
        ("to which the person consented", [fact("consent", to="email", **POINT)], PROVIDED, "allow"),
        (
            "to which consent ran out",
            [fact("consent", to="email", until="2026-03-05", **POINT)],
            PROVIDED,
            "refuse",
        ),
        ("consent to no mailbox in particular", [fact("consent", to="email")], PROVIDED, "refuse"),
        ("consent to texts", [fact("consent", to="text", **POINT)], PROVIDED, "refuse"),
        (
            "consent given to the creditor",
            [fact("consent", to="email", given_to="bank", **POINT)],
            PROVIDED,
            "refuse",
        ),
        **EMAIL,
    ),
    *table(
        "us-ny/employer-email",
        ("an employer's", [], PROVIDED, "refuse"),
        ("a mailbox of the person's own", [], PRIVATE, "allow"),
        **EMAIL,
        **NEW_YORK_STATE,
    ),
]
