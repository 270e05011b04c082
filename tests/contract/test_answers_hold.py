"""Does what the contract promises of every answer hold, whatever is asked?"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from compliance.decision import decide
from tests.builders.question import a_call, a_question, fact, received, sent, shipped_rulebook

PLACES = [
    [{"clue": "residence", "time_zone": "America/New_York", "region": "US-MA"}],
    [{"clue": "mobile", "time_zone": "America/Los_Angeles", "region": "US-WA"},
     {"clue": "residence", "region": "US-FL"}],
    [{"clue": "residence", "time_zone": "Australia/Lord_Howe", "region": "AU-NSW"}],
    [{"clue": "residence", "region": "CA-ON"}],
    [{"clue": "declared", "time_zone": "Asia/Kolkata"}],
    [{"clue": "residence", "time_zone": "America/New_York", "region": "US-NY-NYC"},
     {"clue": "current", "time_zone": "Europe/London"}],
]  # fmt: skip
CHANNELS = st.sampled_from(["voice", "sms", "email", "letter"])
RESULTS = st.sampled_from(["conversation", "no_answer", "voicemail", "busy", "dropped"])
INSTANTS = st.datetimes(datetime(2026, 10, 1), datetime(2026, 11, 30)).map(
    lambda at: at.replace(microsecond=0, tzinfo=UTC).isoformat()
)
ASKED = st.datetimes(datetime(2026, 12, 1), datetime(2027, 4, 1)).map(
    lambda at: at.replace(microsecond=0, tzinfo=UTC).isoformat()
)
SOON = st.dates(datetime(2026, 11, 1).date(), datetime(2027, 5, 1).date()).map(str)
EVENTS = st.one_of(
    st.builds(a_call, INSTANTS, RESULTS, person=st.sampled_from(["p", "s"])),
    st.builds(lambda type_, at: sent(type_, at), st.sampled_from(["sms", "email", "letter"]), INSTANTS),
    st.builds(lambda type_, at: received(type_, at), st.sampled_from(["sms", "email", "call"]), INSTANTS),
    st.builds(lambda at, day: fact("hold", at, until=day), INSTANTS, SOON),
    st.builds(lambda at, day: fact("promise_to_pay", at, due_on=day), INSTANTS, SOON),
    st.builds(lambda at, to: fact("consent", at, to=to, written=True), INSTANTS,
              st.sampled_from(["text", "email", "exceed_call_frequency", "inconvenient_time"])),
    st.builds(lambda at: fact("inconvenient", at, days=["mon", "tue"], **{"from": "20:00", "to": "13:30"}),
              INSTANTS),
    st.builds(lambda at: fact("validation_notice", at, delivered_by="letter"), INSTANTS),
)  # fmt: skip
QUESTIONS = st.builds(
    lambda events, at, channel, places, role: a_question(
        *events, at=at, channel=channel, person={"region": None, "locations": places}, actor={"role": role}
    ),
    st.lists(EVENTS, max_size=12),
    st.one_of(ASKED, ASKED.map(lambda at: at[:11] + "15" + at[13:])),
    CHANNELS,
    st.sampled_from(PLACES),
    st.sampled_from(["third_party_collector", "original_creditor"]),
)
STRICTNESS = {"allow": 0, "defer": 1, "refuse": 2}
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def ask_as(question, **changes):
    return decide({**question, **changes}, shipped_rulebook())


def strictness(answer) -> tuple[int, datetime]:
    at = answer["permitted_at"]
    return STRICTNESS[answer["verdict"]], datetime.fromisoformat(at) if at else datetime.max.replace(
        tzinfo=UTC
    )


@QUICK
@given(QUESTIONS)
def test_it_is_permitted_at_the_instant_named_and_not_a_second_before(question):
    answer = ask_as(question)
    if answer["verdict"] == "refuse":
        assert answer["permitted_at"] is None
        return
    permitted, at = datetime.fromisoformat(answer["permitted_at"]), datetime.fromisoformat(question["at"])
    assert permitted >= at
    assert (permitted > at) is (answer["verdict"] == "defer")
    assert ask_as(question, at=answer["permitted_at"])["verdict"] == "allow"
    if permitted > at:
        before = (permitted - timedelta(seconds=1)).isoformat()
        assert ask_as(question, at=before)["verdict"] != "allow"


@QUICK
@given(QUESTIONS, st.sampled_from(["policy-decent-hours", "policy-quiet-sundays", "policy-gb"]))
def test_a_policy_only_tightens(question, policy):
    assert strictness(ask_as(question, policy={"packs": [policy]})) >= strictness(ask_as(question))


@QUICK
@given(
    QUESTIONS,
    st.one_of(
        st.builds(lambda at, channel: fact("opt_out", at, channel=channel), INSTANTS, CHANNELS),
        st.builds(lambda at: fact("opt_out", at, contact_point="point", revokes_consent=True), INSTANTS),
        st.builds(lambda at, written: fact("cease_request", at, written=written), INSTANTS, st.booleans()),
        st.builds(lambda type_, at: fact(type_, at), st.sampled_from(["bankruptcy", "deceased"]), INSTANTS),
    ),
)
def test_a_stop_never_makes_it_easier(question, stop):
    assert strictness(ask_as(question, events=[*question["events"], stop])) >= strictness(ask_as(question))


@QUICK
@given(QUESTIONS, st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_told_does_not_matter(question, chance):
    told = list(question["events"])
    chance.shuffle(told)
    assert ask_as(question, events=told) == ask_as(question)


@QUICK
@given(QUESTIONS)
@example(a_question(person={"region": None, "locations": PLACES[1]}, at="2026-12-01T13:30:00Z"))
def test_the_order_of_the_signs_changes_the_offset_alone(question):
    person = question["person"]
    turned = {**person, "locations": person["locations"][::-1]}
    assert strictness(ask_as(question, person=turned)) == strictness(ask_as(question))


@QUICK
@given(QUESTIONS)
def test_the_reason_is_one_sentence_that_a_person_would_say(question):
    said = ask_as(question)["because"]
    assert re.fullmatch(r"[A-Z0-9][^_{}]*\.", said), said
    assert "  " not in said
    assert "None" not in said
