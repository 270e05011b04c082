"""Is a bankruptcy case pending, or was the debt discharged?"""

from __future__ import annotations

from tests.builders.question import fact, received
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import CALL, FIRST_PARTY, LETTER, OF_CUSTOMER, REPLY, SMS, SPOUSE

FILED = fact("bankruptcy")


def ended(day: str, how: str):
    return fact("bankruptcy_ended", day, how=how)


ROWS = table(
    "core/bankruptcy",
    ("none is known", [], CALL, "allow"),
    ("a case is pending", [FILED], LETTER, "refuse"),
    ("first parties are bound as well", [FILED], FIRST_PARTY, "refuse"),
    ("dismissed", [FILED, ended("2026-03-02", "dismissed")], CALL, "allow"),
    ("discharged: for good", [FILED, ended("2026-03-02", "discharged")], CALL, "refuse"),
    ("discharged, the filing never heard of", [ended("2026-03-02", "discharged")], CALL, "refuse"),
    (
        "filed again",
        [fact("bankruptcy", "2026-02-01"), ended("2026-02-02", "dismissed"), FILED],
        CALL,
        "refuse",
    ),
    (
        "a later dismissal does not undo a discharge",
        [FILED, ended("2026-03-02", "discharged"), ended("2026-03-04", "dismissed")],
        CALL,
        "refuse",
    ),
    ("another debt's", [fact("bankruptcy", account="B")], CALL, "allow"),
    ("the customer's binds contact with the spouse", [fact("bankruptcy", **OF_CUSTOMER)], SPOUSE, "refuse"),
    ("the spouse's own does not bind the customer", [fact("bankruptcy", person="s")], CALL, "allow"),
    ("not even what the law requires", [FILED], {"kind": "required_by_law"}, "refuse"),
    (
        "what the customer sent is answered once, collecting nothing",
        [FILED, received("sms", "2026-03-05", id="m")],
        {**SMS, **REPLY},
        "allow",
    ),
    ("what came before is not", [received("sms", "2026-02-05", id="m"), FILED], {**SMS, **REPLY}, "refuse"),
)
