"""Is a malformed question refused, with the field named?"""

from __future__ import annotations

import json

import pytest

from compliance.decision import answers_to, decide, is_error, parse_question
from compliance.question_lines import questions_in
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


def answers(*lines: str | bytes) -> list[dict]:
    """Return the answers to a stream of lines."""
    told = [line if isinstance(line, bytes) else line.encode() for line in lines]
    return list(answers_to(questions_in(told), shipped_rulebook()))


A_LINE = json.dumps(a_question()) + "\n"


def test_among_lines_a_malformed_question_is_answered_in_its_place():
    given = answers(A_LINE, '{"at": ', "\n", json.dumps(a_question(kind="poem")), A_LINE)
    assert [is_error(answer) for answer in given] == [False, True, True, False]
    assert given[2]["error"]["field"] == "kind"
    assert set(given[1]["error"]) == {"field", "message"}


@pytest.mark.parametrize(
    "line",
    [
        "no JSON",
        '{"at": NaN}',
        '{"at": Infinity}',
        '{"at": -1e400}',
        "[" * 100_000,
        '{"a":' * 100_000,
        "9" * 5_000,
        b"\xff\xfe{\x00}\x00",
        b'{"at": "\xe9"}',
        '{"x_note": "\\ud800"}',
        "null",
        "[]",
        '"at"',
        "{}",
    ],
    ids=lambda line: repr(line[:12]).replace("\\", "/"),  # pytest finds no test by a name with backslashes
)
def test_what_is_no_question_is_answered_by_an_error_and_the_next_one_is_answered(line):
    given = answers(line if isinstance(line, bytes) else line + "\n", A_LINE)
    assert [is_error(answer) for answer in given] == [True, False]


def test_a_mark_of_byte_order_at_the_start_of_a_file_is_none_of_a_questions_business():
    assert not is_error(answers(b"\xef\xbb\xbf" + A_LINE.encode())[0])


def test_a_separator_of_lines_within_a_text_does_not_end_a_question():
    assert not is_error(answers(json.dumps(a_question(x_note="a\u2028b\x85c"), ensure_ascii=False))[0])


@pytest.mark.parametrize(
    ("said", "replaced_by", "field"),
    [
        ('"channel": "voice"', '"channel": "sms", "channel": "voice"', "channel"),
        ('"id": "p"', '"id": "q", "id": "p"', "person.id"),
        ('"clue": "residence"', '"clue": "mobile", "clue": "residence"', "person.locations[0].clue"),
    ],
)
def test_a_key_that_an_object_has_twice_is_an_error(said, replaced_by, field):
    (given,) = answers(A_LINE.replace(said, replaced_by))
    assert given["error"]["field"] == field


def test_one_object_may_go_over_many_lines():
    lines = json.dumps(a_question(a_call("2026-03-01"), x_note="} ] {"), indent=2).splitlines(keepends=True)
    assert [is_error(answer) for answer in answers(*lines)] == [False]


def test_one_object_over_many_lines_may_hold_others_in_one_line_each():
    events = [a_call("2026-03-01"), fact("opt_out", channel="voice")]
    whole = json.dumps(a_question(events="here"), indent=1)
    told = ",\n".join(json.dumps(event) for event in events)
    lines = whole.replace('"here"', f"[\n{told}\n]").splitlines(keepends=True)
    assert [answer["verdict"] for answer in answers(*lines)] == ["refuse"]


def test_a_line_that_was_cut_off_does_not_swallow_those_after_it():
    given = answers('{"at": \n', A_LINE, '{"events": [{"type": "call"\n', A_LINE, "{\n")
    assert [is_error(answer) for answer in given] == [True, False, True, False, True]


def test_an_answer_comes_as_soon_as_its_question_is_complete():
    heard = []

    def lines():
        for number in range(3):
            heard.append(number)
            yield A_LINE.encode()

    given = answers_to(questions_in(lines()), shipped_rulebook())
    next(given)
    assert heard == [0]


JUNK = [
    0, -1, 1.5, True, "", "zz", [], [1], {}, {"a": 1}, [[]], 10**40, float("nan"), [None], "2026-03-06",
    "9999-12-31T23:59:59Z", "../../etc/passwd", "\x00", "é" * 1000,
]  # fmt: skip


def places_in(value, path=()):
    """Yield the keys and indices that lead to every place of a question."""
    inner = value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
    for key, item in inner:
        yield (*path, key)
        yield from places_in(item, (*path, key))


def put(value, path, junk):
    """Return a copy of a question with something else in one place."""
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = junk if len(path) == 1 else put(copy[path[0]], path[1:], junk)
    return copy


def written(path) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).removeprefix(".")


def test_whatever_stands_in_whatever_place_is_answered_or_named():
    question = a_question(
        a_call("2026-03-01", accounts=["A"], discussed=["B"]),
        fact("consent", to="text", until="2026-05-01"),
        fact("inconvenient", days=["mon"], **{"from": "10:00", "to": "12:00"}),
        accounts=[{"id": "B"}],
        message={"form": "live", "disclosures": ["caller_identity"]},
        packs=["us-reg-f"],
        policy={"packs": ["policy-decent-hours"]},
    )
    for path in places_in(question):
        for junk in JUNK:
            try:
                decide(put(question, path, junk), shipped_rulebook())
            except DataError as refused:
                place, named = written(path), refused.field or ""
                assert place.startswith(named) or named.startswith(place), (place, junk)
