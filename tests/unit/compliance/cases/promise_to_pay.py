"""Did the customer promise to pay on a day that has not passed?"""

from __future__ import annotations

from tests.builders.question import fact
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import CALL, EMAIL

ROWS = table(
    "core/promise-to-pay",
    ("no promise", [], CALL, "allow"),
    (
        "a promise defers to the day after",
        [fact("promise_to_pay", due_on="2026-03-08")],
        CALL,
        "defer to 2026-03-09 00:00",
    ),
    (
        "its own day is not over yet",
        [fact("promise_to_pay", due_on="2026-03-06")],
        CALL,
        "defer to 2026-03-07 00:00",
    ),
    (
        "at midnight it is",
        [fact("promise_to_pay", due_on="2026-03-05")],
        {"at": "2026-03-06T00:00:00-05:00"},
        "allow",
    ),
    ("a promise whose day has passed", [fact("promise_to_pay", due_on="2026-03-05")], CALL, "allow"),
    (
        "of two promises the later day counts",
        [
            fact("promise_to_pay", due_on="2026-03-12"),
            fact("promise_to_pay", "2026-03-02", due_on="2026-03-08"),
        ],
        CALL,
        "defer to 2026-03-13 00:00",
    ),
    ("about another account", [fact("promise_to_pay", due_on="2026-03-08", account="B")], CALL, "allow"),
    (
        "a payment does not end it before its day",
        [fact("promise_to_pay", due_on="2026-03-08"), fact("payment", "2026-03-05")],
        CALL,
        "defer to 2026-03-09 00:00",
    ),
    (
        "a payment's confirmation passes",
        [fact("promise_to_pay", due_on="2026-03-08")],
        {**EMAIL, "kind": "payment_confirmation"},
        "allow",
    ),
)
