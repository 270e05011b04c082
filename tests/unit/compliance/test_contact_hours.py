"""Is it a decent hour? Open at both ends, on every clock at once, whatever the clocks do."""

from __future__ import annotations

import pytest

from tests.builders.question import answer_to, fact, received, rule, verdict_on

NEW_YORK = "America/New_York"


def person(*zones: str, **keys):
    return {"region": "US", "locations": [{"clue": "mobile", "time_zone": zone} for zone in zones], **keys}


EDGES = [
    # at, zones, outcome under the law's hours: after 8 and before 9
    ("2026-03-06T08:00:00-05:00", [NEW_YORK], "defer 2026-03-06T08:00:01-05:00"),
    ("2026-03-06T08:00:00.999-05:00", [NEW_YORK], "defer 2026-03-06T08:00:01-05:00"),
    ("2026-03-06T08:00:01-05:00", [NEW_YORK], "allow"),
    ("2026-03-06T20:59:59-05:00", [NEW_YORK], "allow"),
    ("2026-03-06T21:00:00-05:00", [NEW_YORK], "defer 2026-03-07T08:00:01-05:00"),
    ("2026-03-06T03:00:00-05:00", [NEW_YORK], "defer 2026-03-06T08:00:01-05:00"),
    # the night in which clocks go forward: eight o'clock comes an hour sooner
    ("2026-03-07T22:00:00-05:00", [NEW_YORK], "defer 2026-03-08T08:00:01-04:00"),
    # and back
    ("2026-10-31T22:00:00-04:00", [NEW_YORK], "defer 2026-11-01T08:00:01-05:00"),
    # two clocks: the window is what they share
    ("2026-03-06T10:00:00-05:00", [NEW_YORK, "America/Los_Angeles"], "defer 2026-03-06T11:00:01-05:00"),
    ("2026-03-06T20:30:00-05:00", [NEW_YORK, "America/Los_Angeles"], "allow"),
    ("2026-03-06T21:30:00-05:00", [NEW_YORK, "America/Los_Angeles"], "defer 2026-03-07T11:00:01-05:00"),
    # Arizona keeps its clock: before the change it is two hours behind New York, after it three
    ("2026-03-07T22:00:00-05:00", [NEW_YORK, "America/Phoenix"], "defer 2026-03-08T11:00:01-04:00"),
    # clocks at half hours, and one that moves by half an hour
    ("2026-03-06T01:00:00Z", ["Asia/Kolkata"], "defer 2026-03-06T08:00:01+05:30"),
    ("2026-03-06T01:00:00Z", ["Asia/Kathmandu"], "defer 2026-03-06T08:00:01+05:45"),
    ("2026-04-04T20:00:00Z", ["Australia/Lord_Howe"], "defer 2026-04-05T08:00:01+10:30"),
    # a clock that changes at midnight
    ("2026-09-06T05:00:00Z", ["America/Santiago"], "defer 2026-09-06T08:00:01-03:00"),
    # a leap day
    ("2028-02-28T22:00:00-05:00", [NEW_YORK], "defer 2028-02-29T08:00:01-05:00"),
    # Honolulu and Sydney share two hours of the day
    (
        "2026-06-15T12:00:00Z",
        ["Pacific/Honolulu", "Australia/Sydney"],
        "defer 2026-06-15T12:00:01-10:00",
    ),
]


@pytest.mark.parametrize(("at", "zones", "outcome"), EDGES)
def test_the_first_permitted_second(at, zones, outcome):
    assert verdict_on(at=at, person=person(*zones)) == outcome


def test_clocks_that_are_never_open_together_refuse():
    # Twelve hours apart, so that thirteen open hours overlap by one; our own twelve never do.
    zones = person("America/Regina", "Asia/Dhaka")
    at = "2026-07-06T14:30:00Z"
    assert verdict_on(at=at, person=zones) == "allow"
    assert verdict_on(at=at, person=zones, policy={"packs": ["policy-decent-hours"]}) == "refuse"


@pytest.mark.parametrize("channel", ["voice", "sms", "email"])
def test_hours_bind_every_medium_that_arrives_when_it_is_sent(channel):
    assert verdict_on(channel=channel, at="2026-03-06T22:00:00-05:00") == "defer 2026-03-07T08:00:01-05:00"


def test_letters_have_no_hours():
    assert verdict_on(channel="letter", at="2026-03-06T03:00:00-05:00") == "allow"


def test_hours_bind_even_what_the_law_requires():
    assert verdict_on(kind="required_by_law", at="2026-03-06T22:00:00-05:00").startswith("defer")


def test_first_parties_have_no_hours_but_by_policy():
    first_party = {"actor": {"role": "original_creditor"}, "at": "2026-03-06T22:00:00-05:00"}
    assert verdict_on(**first_party) == "allow"
    policy = {"packs": ["policy-decent-hours"]}
    assert verdict_on(**first_party, policy=policy) == "defer 2026-03-07T08:00:01-05:00"


def test_consent_to_inconvenient_times_opens_the_night():
    consent = fact("consent", to="inconvenient_time")
    assert verdict_on(consent, at="2026-03-06T22:00:00-05:00") == "allow"


def test_such_consent_given_to_the_creditor_does_not():
    consent = fact("consent", to="inconvenient_time", given_to="bank")
    assert verdict_on(consent, at="2026-03-06T22:00:00-05:00").startswith("defer")


def test_what_the_customer_writes_at_night_is_answered_at_night_once():
    wrote = received("sms", "2026-03-06T22:55:00-05:00", id="m")
    reply = {"channel": "sms", "kind": "reply", "in_reply_to": "m"}
    assert verdict_on(wrote, **reply, at="2026-03-06T23:00:00-05:00") == "allow"
    answered = {"type": "sms", "direction": "outbound", "at": "2026-03-06T22:58:00-05:00"}
    again = verdict_on(wrote, answered, **reply, at="2026-03-06T23:00:00-05:00")
    assert again == "defer 2026-03-07T08:00:01-05:00"


def test_but_not_the_following_night_nor_by_another_medium():
    wrote = received("sms", "2026-03-06T22:55:00-05:00", id="m")
    reply = {"kind": "reply", "in_reply_to": "m"}
    assert verdict_on(wrote, **reply, channel="sms", at="2026-03-07T22:00:00-05:00").startswith("defer")
    assert verdict_on(wrote, **reply, channel="email", at="2026-03-06T23:00:00-05:00").startswith("defer")


def test_a_message_written_by_day_is_not_answered_at_night():
    wrote = received("sms", "2026-03-06T20:30:00-05:00", id="m")
    reply = {"channel": "sms", "kind": "reply", "in_reply_to": "m"}
    assert verdict_on(wrote, **reply, at="2026-03-06T22:00:00-05:00") == "defer 2026-03-07T08:00:01-05:00"


def test_the_reason_says_what_the_clock_reads():
    answer = answer_to(at="2026-03-06T22:15:00-05:00")
    assert rule(answer, "contact-hours")["because"] == "it is 22:15 in America/New_York, outside hours"
    assert answer["because"].startswith("It is 22:15 in America/New_York; the call may go after 08:00")
