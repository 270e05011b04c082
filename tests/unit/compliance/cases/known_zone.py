"""Is any clock of the person known?"""

from __future__ import annotations

from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import CALL, EMAIL, LETTER, SMS, living

ROWS = table(
    "core/known-zone",
    ("a time zone is known", [], CALL, "allow"),
    ("no time zone and no region: no call", [], living(None), "refuse"),
    ("no text message", [], SMS | living(None), "refuse"),
    ("no email", [], EMAIL | living(None), "refuse"),
    ("a letter has no hours", [], LETTER | living(None), "not asked"),
    ("a region has clocks", [], living("US-FL"), "allow"),
    ("a region nobody knows has none", [], living("ZZ"), "refuse"),
    (
        "a place's region has clocks",
        [],
        {"person": {"region": None, "locations": [{"clue": "mobile", "region": "US-TX"}]}},
        "allow",
    ),
)
