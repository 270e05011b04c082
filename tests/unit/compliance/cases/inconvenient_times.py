"""Did the person call this time or place inconvenient?"""

from __future__ import annotations

from tests.builders.question import fact, received, sent
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import (
    AUSTRALIA,
    CALL,
    EMAIL,
    FIRST_PARTY,
    LETTER,
    POLICY,
    REPLY,
    SMS,
    UNITED_KINGDOM,
)

LINE_AT_WORK = {"contact_point": {"kind": "landline", "place": "work"}}
TWO_CLOCKS = {
    "person": {
        "locations": [
            {"clue": "mobile", "time_zone": zone} for zone in ("America/New_York", "America/Chicago")
        ]
    }
}
NO_CLOCK = {"person": {"region": None, "locations": []}, "packs": ["us-reg-f"]}


def inconvenient(begins=None, ends=None, day="2026-03-01", **keys):
    return fact("inconvenient", day, **_hours(begins, ends), **keys)


def convenient_again(begins=None, ends=None, day="2026-03-02", **keys):
    return fact("convenient_again", day, **_hours(begins, ends), **keys)


def _hours(begins, ends):
    return {key: value for key, value in (("from", begins), ("to", ends)) if value}


def consent(day="2026-03-02", **keys):
    return fact("consent", day, to="inconvenient_time", **keys)


AFTERNOON = inconvenient("15:00", "17:30")
WROTE = received("sms", "2026-03-06T15:55:00-05:00", id="m")
UNTIL_HALF_PAST_FIVE = "defer to 2026-03-06 17:30"

BOTH_WAYS = [
    ("a time that was never called inconvenient", [], CALL, "allow"),
    ("a call at a time that was", [inconvenient()], CALL, "refuse"),
]

ROWS = [
    *table(
        "us-reg-f/inconvenient-times",
        ("nothing was said", [], CALL, "allow"),
        ("before the time", [inconvenient("17:00", "18:00")], CALL, "allow"),
        ("within it: until it ends", [AFTERNOON], CALL, UNTIL_HALF_PAST_FIVE),
        (
            "it begins with its first second",
            [inconvenient("16:00", "17:00")],
            CALL,
            "defer to 2026-03-06 17:00",
        ),
        ("and its end is free", [inconvenient("15:00", "16:00")], CALL, "allow"),
        ("on that weekday", [inconvenient("15:00", "17:30", days=["fri"])], CALL, UNTIL_HALF_PAST_FIVE),
        ("not on another", [inconvenient("15:00", "17:30", days=["mon"])], CALL, "allow"),
        ("whole days", [inconvenient(days=["fri", "sat", "sun"])], CALL, "defer to 2026-03-09 00:00"),
        ("all of the time", [inconvenient()], CALL, "refuse"),
        (
            "all of the time, until a date",
            [inconvenient(until="2026-03-10")],
            CALL,
            "defer to 2026-03-11 00:00",
        ),
        (
            "until an instant within the time",
            [inconvenient("15:00", "17:30", until="2026-03-06T16:45:00-05:00")],
            CALL,
            "defer to 2026-03-06 16:45",
        ),
        ("a date that has passed", [inconvenient(until="2026-03-05")], CALL, "allow"),
        ("an instant that has just come", [inconvenient(until="2026-03-06T16:00:00-05:00")], CALL, "allow"),
        ("from an hour on, to midnight", [inconvenient("15:00")], CALL, "defer to 2026-03-07 00:00"),
        ("up to an hour", [inconvenient(None, "16:30")], CALL, "defer to 2026-03-06 16:30"),
        (
            "crossing midnight into the day",
            [inconvenient("22:00", "17:00")],
            CALL,
            "defer to 2026-03-06 17:00",
        ),
        (
            "crossing midnight from the named day",
            [inconvenient("22:00", "17:00", days=["thu"])],
            CALL,
            "defer to 2026-03-06 17:00",
        ),
        (
            "crossing midnight from Sunday into Monday",
            [inconvenient("22:00", "17:00", days=["sun"])],
            {"at": "2026-03-09T16:00:00-04:00"},
            "defer to 2026-03-09 17:00",
        ),
        (
            "the named day's own night has not come",
            [inconvenient("22:00", "17:00", days=["fri"])],
            CALL,
            "allow",
        ),
        (
            "two times, one after the other",
            [AFTERNOON, inconvenient("17:00", "19:00")],
            CALL,
            "defer to 2026-03-06 19:00",
        ),
        (
            "on every clock the person may live by: 16:45 in Chicago",
            [AFTERNOON],
            TWO_CLOCKS | {"at": "2026-03-06T17:45:00-05:00"},
            "defer to 2026-03-06 18:30",
        ),
        (
            "where no clock is known, on all of them",
            [inconvenient(days=["fri"])],
            NO_CLOCK,
            "defer to 2026-03-07 12:00",
        ),
        ("just that contact", [inconvenient(only_now=True)], CALL, "allow"),
        ("letters are read when their reader likes", [inconvenient()], LETTER, "allow"),
        ("emails count when they are sent", [AFTERNOON], EMAIL, UNTIL_HALF_PAST_FIVE),
        ("taken back in the same words", [AFTERNOON, convenient_again("15:00", "17:30")], CALL, "allow"),
        ("not in other words", [AFTERNOON, convenient_again("15:00")], CALL, UNTIL_HALF_PAST_FIVE),
        (
            "for other days",
            [AFTERNOON, convenient_again("15:00", "17:30", days=["fri"])],
            CALL,
            UNTIL_HALF_PAST_FIVE,
        ),
        (
            "for a place",
            [AFTERNOON, convenient_again("15:00", "17:30", place="work")],
            CALL,
            UNTIL_HALF_PAST_FIVE,
        ),
        (
            "at the same instant",
            [AFTERNOON, convenient_again("15:00", "17:30", "2026-03-01")],
            CALL,
            UNTIL_HALF_PAST_FIVE,
        ),
        ("consent to such times", [AFTERNOON, consent()], CALL, "allow"),
        ("given in the same breath", [AFTERNOON, consent("2026-03-01")], CALL, "allow"),
        ("an earlier one is overtaken", [consent("2026-02-02"), AFTERNOON], CALL, UNTIL_HALF_PAST_FIVE),
        ("one that ran out", [AFTERNOON, consent(until="2026-03-05")], CALL, UNTIL_HALF_PAST_FIVE),
        ("another person's times", [inconvenient("15:00", "17:30", person="s")], CALL, "allow"),
        ("a place: its landline", [inconvenient(place="work")], LINE_AT_WORK, "refuse"),
        (
            "until a date",
            [inconvenient(place="work", until="2026-03-08")],
            LINE_AT_WORK,
            "defer to 2026-03-09 00:00",
        ),
        ("another place", [inconvenient(place="home")], LINE_AT_WORK, "allow"),
        (
            "a mobile telephone is at no place",
            [inconvenient(place="work")],
            {"contact_point": {"place": "work"}},
            "allow",
        ),
        (
            "post to that place",
            [inconvenient(place="home")],
            LETTER | {"contact_point": {"place": "home"}},
            "refuse",
        ),
        (
            "who writes at such a time is answered once by the same medium",
            [AFTERNOON, WROTE],
            SMS | REPLY,
            "allow",
        ),
        ("not by another medium", [AFTERNOON, WROTE], EMAIL | REPLY, UNTIL_HALF_PAST_FIVE),
        (
            "nor a second time",
            [AFTERNOON, WROTE, sent("sms", "2026-03-06T15:58:00-05:00")],
            SMS | REPLY,
            UNTIL_HALF_PAST_FIVE,
        ),
        (
            "nor at such a time of another day",
            [AFTERNOON, received("sms", "2026-03-05T15:55:00-05:00", id="m")],
            SMS | REPLY,
            UNTIL_HALF_PAST_FIVE,
        ),
        (
            "what was sent before such a time began waits for its end",
            [AFTERNOON, received("sms", "2026-03-06T14:55:00-05:00", id="m")],
            SMS | REPLY,
            UNTIL_HALF_PAST_FIVE,
        ),
        (
            "what was sent before the person said so waits too",
            [
                received("sms", "2026-03-06T15:10:00-05:00", id="m"),
                inconvenient("15:00", "17:30", "2026-03-06T15:30:00-05:00"),
            ],
            SMS | REPLY,
            UNTIL_HALF_PAST_FIVE,
        ),
        ("where all times are inconvenient the answer goes", [inconvenient(), WROTE], SMS | REPLY, "allow"),
        ("also until a date", [inconvenient(until="2026-03-10"), WROTE], SMS | REPLY, "allow"),
        (
            "who writes at such a time is answered, also where it ends sooner than it would",
            [inconvenient("15:00", "17:30", until="2026-03-06T16:30:00-05:00"), WROTE],
            SMS | REPLY,
            "allow",
        ),
        (
            "what was sent in an earlier stretch waits for the end of this one",
            [
                inconvenient("15:00", "17:30", until="2026-03-06T16:30:00-05:00"),
                received("sms", "2026-03-05T15:55:00-05:00", id="m"),
            ],
            SMS | REPLY,
            "defer to 2026-03-06 16:30",
        ),
        ("first parties are not bound", [AFTERNOON], FIRST_PARTY, "not asked"),
        at="2026-03-06T16:00:00-05:00",
    ),
    *table("gb/inconvenient-times", *BOTH_WAYS, **UNITED_KINGDOM),
    *table("au/inconvenient-times", *BOTH_WAYS, **AUSTRALIA),
    *table("policy-decent-hours/inconvenient-times", *BOTH_WAYS, **FIRST_PARTY, **POLICY),
]
