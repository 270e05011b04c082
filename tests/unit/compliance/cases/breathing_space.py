"""Is the person in a breathing space, a moratorium that gives time to find a way out of debt?"""

from __future__ import annotations

from tests.builders.question import fact, received
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import CALL, LETTER, REPLY, SMS

WROTE = received("sms", "2026-03-05", id="m")

ROWS = table(
    "core/breathing-space",
    ("none is known", [], CALL, "allow"),
    ("one with an end", [fact("breathing_space", until="2026-03-20")], CALL, "defer to 2026-03-21 00:00"),
    ("one without", [fact("breathing_space")], LETTER, "refuse"),
    ("one that is over", [fact("breathing_space", until="2026-03-05")], CALL, "allow"),
    (
        "that ends at this very instant",
        [fact("breathing_space", until="2026-03-06T10:00:00-05:00")],
        CALL,
        "allow",
    ),
    (
        "two: the later end counts",
        [fact("breathing_space", until="2026-03-20"), fact("breathing_space", until="2026-03-10")],
        CALL,
        "defer to 2026-03-21 00:00",
    ),
    ("not even what the law requires", [fact("breathing_space")], {"kind": "required_by_law"}, "refuse"),
    (
        "what the customer sent during it is answered once",
        [fact("breathing_space"), WROTE],
        {**SMS, **REPLY},
        "allow",
    ),
    (
        "what came before is not",
        [received("sms", "2026-02-05", id="m"), fact("breathing_space")],
        {**SMS, **REPLY},
        "refuse",
    ),
)
