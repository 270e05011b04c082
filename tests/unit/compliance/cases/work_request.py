"""Did the person ask not to be called at work?"""

from __future__ import annotations

from tests.builders.question import fact
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import AT_HOME, AT_WORK, CALL, MASSACHUSETTS


def asked(day: str, place: str = "work", **keys):
    return fact("inconvenient", day, place=place, **keys)


ROWS = table(
    "us-ma/work-request",
    ("nobody asked", [], AT_WORK, "allow"),
    (
        "asked orally: ten whole days after the day of the request",
        [asked("2026-03-01")],
        AT_WORK,
        "defer to 2026-03-12 00:00",
    ),
    ("on the tenth", [asked("2026-02-24")], AT_WORK, "defer to 2026-03-07 00:00"),
    ("after the tenth", [asked("2026-02-23")], AT_WORK, "allow"),
    (
        "confirmed in writing within seven days: for good",
        [asked("2026-02-01"), asked("2026-02-06", written=True)],
        AT_WORK,
        "refuse",
    ),
    ("on the last of the seven", [asked("2026-02-01"), asked("2026-02-08", written=True)], AT_WORK, "refuse"),
    ("in writing at once", [asked("2026-02-01", written=True)], AT_WORK, "refuse"),
    (
        "the later of two oral requests counts",
        [asked("2026-02-20"), asked("2026-03-01")],
        AT_WORK,
        "defer to 2026-03-12 00:00",
    ),
    (
        "orally, until a date before the tenth day",
        [asked("2026-03-01", until="2026-03-08")],
        AT_WORK,
        "defer to 2026-03-09 00:00",
    ),
    (
        "orally, until a date after it",
        [asked("2026-03-01", until="2026-03-20")],
        AT_WORK,
        "defer to 2026-03-12 00:00",
    ),
    (
        "in writing, until a date",
        [asked("2026-03-01", written=True, until="2026-03-20")],
        AT_WORK,
        "defer to 2026-03-21 00:00",
    ),
    (
        "until a date that has passed",
        [asked("2026-03-01", written=True, until="2026-03-05")],
        AT_WORK,
        "allow",
    ),
    (
        "in writing, long after asking",
        [asked("2026-02-01"), asked("2026-02-09T12:00:01-05:00", written=True)],
        AT_WORK,
        "refuse",
    ),
    (
        "taken back",
        [asked("2026-02-01", written=True), fact("convenient_again", "2026-02-09", place="work")],
        AT_WORK,
        "allow",
    ),
    ("a number at home", [asked("2026-03-01")], AT_HOME, "allow"),
    ("one of which no place is known", [asked("2026-03-01")], CALL, "allow"),
    ("asked not to be called at home", [asked("2026-03-01", "home")], AT_WORK, "allow"),
    **MASSACHUSETTS,
)
