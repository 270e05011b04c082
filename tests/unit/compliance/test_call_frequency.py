"""How often may a collector call? Seven calls in seven days, and none in the seven days of a conversation."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.question import a_call, answer_to, fact, received, required, rule, sent, verdict_on

WEEK = [f"2026-03-0{day}" for day in range(1, 7)]


def calls(count: int, day: str = "2026-03-02", **keys):
    return [a_call(f"{day}T{9 + hour:02}:00:00-05:00", **keys) for hour in range(count)]


CASES = [
    # the case in words, the events, changes to the question, the outcome of the rule
    ("no calls yet", [], {}, "allow"),
    ("six calls leave a seventh", calls(6), {}, "allow"),
    ("seven leave none until the first leaves the window", calls(7), {}, "defer 2026-03-09T04:00:00+00:00"),
    (
        "spread out, the first one's date counts as day 1",
        [a_call("2026-02-28"), *(a_call(day) for day in WEEK)],
        {},
        "defer 2026-03-07T05:00:00+00:00",
    ),
    (
        "a call on the eighth day back is out of the window",
        [a_call("2026-02-27"), *(a_call(day) for day in WEEK)],
        {},
        "allow",
    ),
    ("a call that only rang counts", calls(7, result="no_answer"), {}, "defer"),
    ("a voicemail counts", calls(7, result="voicemail"), {}, "defer"),
    ("a limited-content message counts", calls(7, result="limited_content_voicemail"), {}, "defer"),
    ("a ringless voicemail counts", calls(7, result="ringless_voicemail"), {}, "defer"),
    ("one where no message could be left counts", calls(7, result="no_message_possible"), {}, "defer"),
    ("a dropped one counts", calls(7, result="dropped"), {}, "defer"),
    ("a busy line does not", calls(7, result="busy"), {}, "allow"),
    ("nor one out of service", calls(7, result="out_of_service"), {}, "allow"),
    ("text messages and emails do not", [sent("sms", day) for day in WEEK * 2], {}, "allow"),
    (
        "a conversation on day 1 keeps the next six free",
        [a_call("2026-03-01", "conversation")],
        {},
        "defer 2026-03-08T05:00:00+00:00",
    ),
    ("on the seventh day after it calls are free", [a_call("2026-02-27", "conversation")], {}, "allow"),
    (
        "late at night by the consumer's own date",
        [a_call("2026-02-28T23:30:00-05:00", "conversation")],
        {},
        "defer 2026-03-07T05:00:00+00:00",
    ),
    (
        "an inbound conversation counts",
        [received("call", "2026-03-02")],
        {},
        "defer 2026-03-09T04:00:00+00:00",
    ),
    ("another collector's calls do not", calls(7, actor="other"), {}, "allow"),
    (
        "nor another collector's conversation",
        [a_call("2026-03-05", "conversation", actor="other")],
        {},
        "allow",
    ),
    ("calls to the spouse have their own count", calls(7, person="s"), {}, "allow"),
    ("calls to another number are pooled", calls(7, contact_point="other"), {}, "defer"),
    ("calls about another debt do not count", calls(7, accounts=["B"]), {}, "allow"),
    ("one for several debts counts for each", calls(7, accounts=["B", "A"]), {}, "defer"),
    (
        "a conversation counts for each debt to which talk turned",
        [a_call("2026-03-05", "conversation", accounts=["B"], discussed=["A"])],
        {},
        "defer 2026-03-12T04:00:00+00:00",
    ),
    (
        "debts under one number are one debt",
        calls(7, accounts=["B"]),
        {
            "account": {"number_group": "g"},
            "accounts": [{"id": "B", "creditor": "bank", "number_group": "g"}],
        },
        "defer",
    ),
    (
        "calls to the consumer's attorney do not count",
        calls(9),
        {"person": {"relation": "attorney"}},
        "allow",
    ),
    ("a validation notice passes caps", calls(7), {"kind": "validation_notice"}, "allow"),
    ("so does what the law requires", calls(7), {"kind": "required_by_law"}, "allow"),
]

CONSENT = [
    (
        "consent lifts the count",
        [*calls(7), fact("consent", "2026-03-04", to="exceed_call_frequency")],
        "allow",
    ),
    (
        "given in the conversation it lifts the seven days",
        [
            a_call("2026-03-04", "conversation"),
            fact("consent", "2026-03-04T12:05:00-05:00", to="exceed_call_frequency"),
        ],
        "allow",
    ),
    (
        "it is good for seven days, its own date being the first",
        [
            a_call("2026-02-27", "conversation"),
            *calls(7, "2026-03-01"),
            fact("consent", "2026-02-28", to="exceed_call_frequency"),
        ],
        "allow",
    ),
    (
        "and calls within it count neither then nor later",
        [*calls(7), fact("consent", "2026-03-01", to="exceed_call_frequency")],
        "allow",
    ),
    (
        "on the eighth day it is over",
        [
            fact("consent", "2026-02-27", to="exceed_call_frequency"),
            *calls(7, "2026-03-06"),
        ],
        "defer",
    ),
    (
        "a conversation ends it",
        [
            fact("consent", "2026-03-03", to="exceed_call_frequency"),
            a_call("2026-03-05", "conversation"),
        ],
        "defer 2026-03-12T04:00:00+00:00",
    ),
    (
        "a revocation ends it",
        [
            *calls(7),
            fact("consent", "2026-03-04", to="exceed_call_frequency"),
            fact("consent_revoked", "2026-03-05", to="exceed_call_frequency"),
        ],
        "defer",
    ),
    (
        "a shorter period that the person named ends it",
        [*calls(7), fact("consent", "2026-03-04", to="exceed_call_frequency", until="2026-03-05")],
        "defer",
    ),
    (
        "consent given to the creditor does not transfer",
        [*calls(7), fact("consent", "2026-03-04", to="exceed_call_frequency", given_to="bank")],
        "defer",
    ),
    (
        "consent to texts is not consent to more calls",
        [*calls(7), fact("consent", "2026-03-04", to="text")],
        "defer",
    ),
]


def outcome(events, changes, at="2026-03-06T18:00:00-05:00") -> str:
    verdict = rule(answer_to(*events, **{"at": at, **changes}), "call-frequency")
    return f"{verdict['verdict']} {verdict['until']}" if verdict["until"] else verdict["verdict"]


@pytest.mark.parametrize(("case", "events", "changes", "expected"), CASES)
def test_calls_are_counted(case, events, changes, expected):
    assert outcome(events, changes).startswith(expected), case


@pytest.mark.parametrize(("case", "events", "expected"), CONSENT)
def test_consent_to_more_calls(case, events, expected):
    assert outcome(events, {}).startswith(expected), case


def test_each_prong_cites_its_own_provision():
    by_calls = rule(answer_to(*calls(7), at="2026-03-06T18:00:00-05:00"), "call-frequency")
    by_talk = rule(answer_to(a_call("2026-03-05", "conversation")), "call-frequency")
    assert by_calls["source"] == "12 CFR 1006.14(b)(2)(i)(A)"
    assert by_talk["source"] == "12 CFR 1006.14(b)(2)(i)(B)"


def test_first_parties_are_not_bound():
    assert (
        verdict_on(*calls(7), actor={"role": "original_creditor"}, at="2026-03-06T18:00:00-05:00") == "allow"
    )


def test_with_several_clocks_the_latest_midnight_counts():
    places = [
        {"clue": "residence", "time_zone": "America/New_York"},
        {"clue": "mobile", "time_zone": "Pacific/Honolulu"},
    ]
    answer = answer_to(a_call("2026-03-01", "conversation"), person={"locations": places})
    assert rule(answer, "call-frequency")["until"] == "2026-03-08T10:00:00+00:00"


def test_a_call_needs_its_caller_named():
    assert {"caller_identity", "debt_collector"} <= required(answer_to())


@given(
    days=st.lists(st.integers(0, 20), max_size=25),
    talks=st.lists(st.integers(0, 20), max_size=2),
    asked=st.integers(0, 6),
)
def test_a_naive_recount_agrees(days, talks, asked):
    """Walk the calendar day by day, recounting everything on each, until a call is free."""
    first = date(2026, 2, 10)  # through the clock change of 8 March
    today = first + timedelta(days=20 + asked)
    called = [first + timedelta(days=day) for day in days]
    spoken = [first + timedelta(days=day) for day in talks]

    def is_free(day: date) -> bool:
        window = [day - timedelta(days=back) for back in range(7)]
        placed = sum(each in window for each in [*called, *spoken])
        return placed + 1 <= 7 and not any(each in window for each in spoken)

    free = today
    while not is_free(free):
        free += timedelta(days=1)
    events = [a_call(f"{each}T14:00:00+00:00") for each in called]
    events += [a_call(f"{each}T15:00:00+00:00", "conversation") for each in spoken]
    answer = answer_to(*events, at=f"{today}T20:00:00+00:00")
    assert answer["permitted_at"][:10] == str(free)
