"""What may not be done at times and places that a person called inconvenient?"""

from __future__ import annotations

import pytest

from tests.builders.question import fact, received, sent, verdict_on


def inconvenient(at="2026-03-01", **keys):
    return fact("inconvenient", at, **{key.rstrip("_"): value for key, value in keys.items()})


AFTERNOON = {"from_": "15:00", "to": "17:30"}
AT_WORK = {"contact_point": {"kind": "landline", "place": "work"}}

CASES = [
    # the case in words, events, changes, outcome; the question is asked on a Friday at 16:00
    ("before the time", [inconvenient(from_="17:00", to="18:00")], {}, "allow"),
    ("within it: until it ends", [inconvenient(**AFTERNOON)], {}, "defer 2026-03-06T17:30:00-05:00"),
    (
        "it begins with its first minute",
        [inconvenient(from_="16:00", to="17:00")],
        {},
        "defer 2026-03-06T17:00:00-05:00",
    ),
    ("and its end is free", [inconvenient(from_="15:00", to="16:00")], {}, "allow"),
    ("on that weekday", [inconvenient(days=["fri"], **AFTERNOON)], {}, "defer 2026-03-06T17:30:00-05:00"),
    ("not on another", [inconvenient(days=["mon"], **AFTERNOON)], {}, "allow"),
    ("whole days", [inconvenient(days=["fri", "sat", "sun"])], {}, "defer 2026-03-09T08:00:01-04:00"),
    ("all of the time", [inconvenient()], {}, "refuse"),
    (
        "all of the time, until a date",
        [inconvenient(until="2026-03-10")],
        {},
        "defer 2026-03-11T08:00:01-04:00",
    ),
    ("a date that has passed", [inconvenient(until="2026-03-05")], {}, "allow"),
    ("from an hour on, to midnight", [inconvenient(from_="15:00")], {}, "defer 2026-03-07T08:00:01-05:00"),
    (
        "crossing midnight into the day",
        [inconvenient(from_="22:00", to="17:00")],
        {},
        "defer 2026-03-06T17:00:00-05:00",
    ),
    (
        "crossing midnight from the named day",
        [inconvenient(days=["thu"], from_="22:00", to="17:00")],
        {},
        "defer 2026-03-06T17:00:00-05:00",
    ),
    (
        "the named day's own night has not come",
        [inconvenient(days=["fri"], from_="22:00", to="17:00")],
        {},
        "allow",
    ),
    (
        "two times, one after the other",
        [inconvenient(**AFTERNOON), inconvenient(from_="17:00", to="19:00")],
        {},
        "defer 2026-03-06T19:00:00-05:00",
    ),
    ("just that contact", [inconvenient(only_now=True)], {}, "allow"),
    ("letters are read when their reader likes", [inconvenient()], {"channel": "letter"}, "allow"),
    (
        "emails count when they are sent",
        [inconvenient(**AFTERNOON)],
        {"channel": "email"},
        "defer 2026-03-06T17:30:00-05:00",
    ),
    (
        "lifted, key for key",
        [
            inconvenient(**AFTERNOON),
            fact("convenient_again", "2026-03-02", **{"from": "15:00", "to": "17:30"}),
        ],
        {},
        "allow",
    ),
    (
        "not by other keys",
        [inconvenient(**AFTERNOON), fact("convenient_again", "2026-03-02", **{"from": "15:00"})],
        {},
        "defer 2026-03-06T17:30:00-05:00",
    ),
    (
        "consent to such times",
        [inconvenient(**AFTERNOON), fact("consent", "2026-03-02", to="inconvenient_time")],
        {},
        "allow",
    ),
    (
        "an earlier one is overtaken",
        [fact("consent", "2026-02-02", to="inconvenient_time"), inconvenient(**AFTERNOON)],
        {},
        "defer 2026-03-06T17:30:00-05:00",
    ),
    ("another person's times", [inconvenient(person="s", **AFTERNOON)], {}, "allow"),
    ("a place: its landline", [inconvenient(place="work")], AT_WORK, "refuse"),
    (
        "until a date",
        [inconvenient(place="work", until="2026-03-08")],
        AT_WORK,
        "defer 2026-03-09T08:00:01-04:00",
    ),
    ("another place", [inconvenient(place="home")], AT_WORK, "allow"),
    ("a mobile is at no place", [inconvenient(place="work")], {}, "allow"),
    (
        "post to that place",
        [inconvenient(place="home")],
        {"channel": "letter", "contact_point": {"place": "home"}},
        "refuse",
    ),
    (
        "first parties are not bound by Regulation F",
        [inconvenient(**AFTERNOON)],
        {"actor": {"role": "original_creditor"}},
        "allow",
    ),
]

TWO_CLOCKS = {
    "locations": [{"clue": "mobile", "time_zone": z} for z in ("America/New_York", "America/Chicago")]
}


@pytest.mark.parametrize(("case", "events", "changes", "outcome"), CASES)
def test_what_was_called_inconvenient(case, events, changes, outcome):
    assert verdict_on(*events, **{"at": "2026-03-06T16:00:00-05:00", **changes}) == outcome, case


def test_the_time_counts_on_every_clock_the_person_may_live_by():
    events = [inconvenient(**AFTERNOON)]
    at = "2026-03-06T17:45:00-05:00"  # 16:45 in Chicago
    assert verdict_on(*events, at=at, person=TWO_CLOCKS) == "defer 2026-03-06T18:30:00-05:00"


def test_who_writes_at_an_inconvenient_time_is_answered_once_by_the_same_medium():
    wrote = received("sms", "2026-03-06T15:55:00-05:00", id="m")
    asked = {"at": "2026-03-06T16:00:00-05:00", "kind": "reply", "in_reply_to": "m"}
    events = [inconvenient(**AFTERNOON), wrote]
    assert verdict_on(*events, **asked, channel="sms") == "allow"
    assert verdict_on(*events, **asked, channel="email").startswith("defer")
    answered = sent("sms", "2026-03-06T15:58:00-05:00")
    assert verdict_on(*events, answered, **asked, channel="sms").startswith("defer")


WORKPLACE = [
    ("a number at work", [fact("employer_prohibits")], AT_WORK, "refuse"),
    ("every number at work", [fact("employer_prohibits", contact_point="other")], AT_WORK, "refuse"),
    ("the very number named", [fact("employer_prohibits", contact_point="point")], {}, "refuse"),
    (
        "not the one at home",
        [fact("employer_prohibits", contact_point="other")],
        {"contact_point": {"place": "home"}},
        "allow",
    ),
    (
        "unless the person consented later to just this one",
        [
            fact("employer_prohibits"),
            fact("consent", "2026-03-02", to="channel:voice", contact_point="point"),
        ],
        AT_WORK,
        "allow",
    ),
    (
        "an employer's mailbox",
        [],
        {"channel": "email", "contact_point": {"employer_provided": True}},
        "refuse",
    ),
    (
        "from which the person wrote",
        [received("email", "2026-03-02", contact_point="point")],
        {"channel": "email", "contact_point": {"employer_provided": True}},
        "allow",
    ),
    (
        "to which the person consented",
        [fact("consent", to="email", contact_point="point")],
        {"channel": "email", "contact_point": {"employer_provided": True}},
        "allow",
    ),
    (
        "consent given to the creditor does not transfer",
        [fact("consent", to="email", contact_point="point", given_to="bank")],
        {"channel": "email", "contact_point": {"employer_provided": True}},
        "refuse",
    ),
]


@pytest.mark.parametrize(("case", "events", "changes", "outcome"), WORKPLACE)
def test_work(case, events, changes, outcome):
    assert verdict_on(*events, **changes) == outcome, case
