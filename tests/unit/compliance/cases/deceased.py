"""Has the customer died?"""

from __future__ import annotations

from tests.builders.question import fact, received
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import CALL, EMAIL, LETTER, OF_CUSTOMER, REPLY

EXECUTOR = {"person": {"id": "x", "relation": "executor"}}

ROWS = table(
    "core/deceased",
    ("no death is known", [], CALL, "allow"),
    ("the customer has died", [fact("deceased")], LETTER, "refuse"),
    ("the executor is left to a person too", [fact("deceased", **OF_CUSTOMER)], EXECUTOR, "refuse"),
    (
        "the spouse's death does not stop contact with the customer",
        [fact("deceased", person="s")],
        CALL,
        "allow",
    ),
    (
        "who wrote afterwards is answered once",
        [fact("deceased", **OF_CUSTOMER), received("email", "2026-03-05", id="m")],
        {**EXECUTOR, **EMAIL, **REPLY},
        "allow",
    ),
    (
        "what came before is not",
        [received("email", "2026-02-05", id="m"), fact("deceased")],
        {**EMAIL, **REPLY},
        "refuse",
    ),
)
