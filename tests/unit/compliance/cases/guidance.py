"""What is said beside the verdicts, and never holds a contact back?"""

from __future__ import annotations

from tests.builders.question import fact
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import (
    CALIFORNIA,
    CALL,
    EMAIL,
    FIRST_PARTY,
    LETTER,
    UNITED_KINGDOM,
    living,
)

BARRED = {"account": {"time_barred": True}}
BUREAU = {"person": {"id": "bureau", "relation": "credit_bureau"}}
GERMANY = living("DE", "Europe/Berlin") | FIRST_PARTY | {"at": "2026-03-06T12:00:00+01:00"}
NOTICE = fact("validation_notice", "2026-03-01", delivered_by="letter")

ROWS = [
    *table(
        "us-reg-f/time-barred",
        ("a time-barred debt", [], BARRED, "allow"),
        ("any other debt", [], CALL, "allow"),
    ),
    *table(
        "us-reg-f/no-overshadowing",
        ("while the validation period runs", [NOTICE], EMAIL, "allow"),
        ("when it is over", [NOTICE], EMAIL | {"at": "2026-05-01T12:00:00-04:00"}, "allow"),
    ),
    *table("us-reg-f/disputed-mark", ("after a spoken dispute", [fact("dispute")], CALL, "allow")),
    *table("us-reg-f/before-credit-reporting", ("writing to a credit bureau", [], BUREAU | LETTER, "allow")),
    *table("us-ca/frequency", ("calls, of which the law gives no number", [], CALL, "allow"), **CALIFORNIA),
    *table("us-tcpa/fair-dealing", ("a creditor's call", [], FIRST_PARTY, "allow")),
    *table("us-tcpa/fair-dealing", ("a collector's", [], CALL, "not asked")),
    *table("gb/debt-adviser", ("in the United Kingdom", [], LETTER, "allow"), **UNITED_KINGDOM),
    *table("eu/national-hours", ("in Germany", [], CALL, "allow"), **GERMANY),
    *table("eu/forbearance", ("a rule that is off by itself", [], CALL, "not asked"), **GERMANY),
]
