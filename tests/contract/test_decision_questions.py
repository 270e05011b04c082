"""Is a malformed question refused, with the field named?"""

from __future__ import annotations

import json

import pytest

from compliance.decision import answer_lines, decide, is_error, parse_question, questions_in
from gateway.domain.errors import DataError
from tests.builders.question import a_call, a_question, fact, received, sent, shipped_rulebook

MALFORMED = [
    # what is wrong, and the field that the error names
    ({"at": None}, "at"),
    ({"at": "2026-03-06T10:00:00"}, "at"),  # no offset
    ({"at": "2026-03-06"}, "at"),
    ({"at": "2026-02-30T10:00:00Z"}, "at"),
    ({"at": 1741273200}, "at"),
    ({"at": "9999-12-31T23:59:59Z"}, "at"),  # no clock in Asia can show it
    ({"events": [fact("hold", until="9999-12-31T23:59:59Z")]}, "events[0].until"),
    ({"at": "9999-12-31T23:59:59Z"}, "at"),  # no clock in Asia can show it
    ({"events": [fact("hold", until="9999-12-31T23:59:59Z")]}, "events[0].until"),
    ({"channel": "fax"}, "channel"),
    ({"kind": "reminder"}, "kind"),
    ({"kind": "reply"}, "in_reply_to"),
    ({"kind": "reply", "in_reply_to": "nothing"}, "in_reply_to"),
    ({"in_reply_to": "nothing"}, "in_reply_to"),
    ({"actor": {"role": "bailiff"}}, "actor.role"),
    ({"actor": {"id": None}}, "actor.id"),
    ({"actor": {"regions": ["New York"]}}, "actor.regions[0]"),
    ({"actor": "collector"}, "actor"),
    ({"account": {"debt_class": "gambling"}}, "account.debt_class"),
    ({"account": {"id": ""}}, "account.id"),
    ({"account": {"days_past_due": "45"}}, "account.days_past_due"),
    ({"account": {"collection_begun": "yes"}}, "account.collection_begun"),
    ({"accounts": [{"id": "B"}, {"creditor": "bank"}]}, "accounts[1].id"),
    ({"person": {"relation": "friend"}}, "person.relation"),
    ({"person": {"region": "usa"}}, "person.region"),
    ({"person": {"locations": [{"clue": "guess"}]}}, "person.locations[0].clue"),
    (
        {"person": {"locations": [{"clue": "mobile", "time_zone": "Mars/Olympus"}]}},
        "person.locations[0].time_zone",
    ),
    ({"contact_point": {"kind": "pager"}}, "contact_point.kind"),
    ({"contact_point": {"kind": "email"}}, "contact_point.kind"),  # a call does not reach it
    ({"contact_point": {"place": "gym"}}, "contact_point.place"),
    ({"message": {"form": "song"}}, "message.form"),
    ({"message": {"disclosures": ["opt_out", "weather"]}}, "message.disclosures[1]"),
    ({"packs": ["us-reg-f", "us-reg-zz"]}, "packs"),
    ({"packs": "us-reg-f"}, "packs"),
    ({"policy": {"packs": ["policy-nowhere"]}}, "policy.packs"),
    ({"policy": {"limits": 3}}, "policy.limits"),
    ({"urgency": "high"}, "urgency"),
    ({"person": {"age": 40}}, "person.age"),
    ({"events": {}}, "events"),
    ({"events": [fact("eclipse")]}, "events[0].type"),
    ({"events": [a_call("2026-03-01", "shouting")]}, "events[0].result"),
    ({"events": [a_call("2026-03-01"), a_call("2026-03-07")]}, "events[1].at"),  # later than `at`
    ({"events": [sent("portal", "2026-03-01")]}, "events[0].direction"),
    ({"events": [{"type": "sms", "at": "2026-03-01T10:00:00Z"}]}, "events[0].direction"),
    ({"events": [sent("sms", "2026-03-01", kind="poem")]}, "events[0].kind"),
    ({"events": [sent("sms", "2026-03-01", form="poem")]}, "events[0].form"),
    ({"events": [fact("opt_out")]}, "events[0].channel"),
    ({"events": [fact("opt_out", channel="fax")]}, "events[0].channel"),
    ({"events": [fact("consent")]}, "events[0].to"),
    ({"events": [fact("consent", to="channel:fax")]}, "events[0].to"),
    ({"events": [fact("dispute", scope="half")]}, "events[0].scope"),
    ({"events": [fact("dispute", written="yes")]}, "events[0].written"),
    ({"events": [fact("inconvenient", days=["monday"])]}, "events[0].days[0]"),
    ({"events": [fact("inconvenient", **{"from": "5pm"})]}, "events[0].from"),
    ({"events": [fact("inconvenient", until="soon")]}, "events[0].until"),
    ({"events": [fact("promise_to_pay")]}, "events[0].due_on"),
    ({"events": [fact("bankruptcy_ended")]}, "events[0].how"),
    ({"events": [fact("validation_notice", delivered_by="pigeon")]}, "events[0].delivered_by"),
    ({"events": [fact("hold", mood="sad")]}, "events[0].mood"),
]


@pytest.mark.parametrize(("changes", "field"), MALFORMED)
def test_a_malformed_question_is_refused_and_the_field_is_named(changes, field):
    with pytest.raises(DataError) as refused:
        decide(a_question(**changes), shipped_rulebook())
    assert refused.value.field == field
    assert field in str(refused.value)


@pytest.mark.parametrize("key", ["at", "channel", "actor", "account", "person", "contact_point"])
def test_what_is_needed_is_named_when_it_is_missing(key):
    question = a_question()
    del question[key]
    with pytest.raises(DataError) as refused:
        parse_question(question)
    assert refused.value.field == key


def test_a_question_that_is_no_object_is_refused():
    with pytest.raises(DataError, match="must be a JSON object"):
        parse_question(["at"])


def test_keys_of_the_callers_own_are_ignored_everywhere():
    question = a_question(
        a_call("2026-03-01", x_agent=7), x_trace="1", person={"x_name": "y"}, account={"x_tier": 1}
    )
    assert parse_question(question).facts.person.id == "p"


def test_an_event_at_the_very_instant_of_the_question_is_no_later_one():
    assert parse_question(a_question(a_call(a_question()["at"]))).facts.events


def test_an_event_may_name_one_account_or_several():
    events = parse_question(
        a_question(fact("hold", account="A"), fact("hold", accounts=["A", "B"]), fact("hold"))
    ).facts.events
    assert [event.accounts for event in events] == [("A",), ("A", "B"), None]


def test_a_reply_may_answer_any_inbound_event():
    question = a_question(received("portal", "2026-03-05", id="m"), kind="reply", in_reply_to="m")
    assert parse_question(question).facts.in_reply_to == "m"


def test_a_reply_to_an_outbound_event_is_refused():
    with pytest.raises(DataError, match="names no inbound event"):
        parse_question(a_question(sent("sms", "2026-03-05", id="m"), kind="reply", in_reply_to="m"))


def test_an_inbound_call_is_a_conversation():
    assert parse_question(a_question(received("call", "2026-03-05"))).facts.events[0].result == "conversation"


def test_among_lines_a_malformed_question_is_answered_in_its_place():
    good = json.dumps(a_question())
    lines = [good, '{"at": ', "", json.dumps(a_question(channel="voice", kind="poem")), good]
    answers = list(answer_lines(lines, shipped_rulebook()))
    assert [is_error(answer) for answer in answers] == [False, True, True, False]
    assert answers[2]["error"]["field"] == "kind"
    assert set(answers[1]["error"]) == {"field", "message"}


def test_a_file_holds_one_object_over_many_lines_or_one_object_a_line():
    question = a_question()
    assert questions_in(json.dumps(question, indent=2)) == [json.dumps(question, indent=2)]
    assert len(questions_in(f"{json.dumps(question)}\n\n{json.dumps(question)}\n")) == 2


def test_deeply_nested_input_is_an_error_and_not_a_crash():
    (answered,) = answer_lines(["[" * 100_000], shipped_rulebook())
    assert is_error(answered)
