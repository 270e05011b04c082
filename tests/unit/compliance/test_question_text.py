"""Can every question be written down and read again as it was asked?"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from compliance.decision import parse_question
from compliance.facts import Event, MessageFacts
from compliance.question_text import facts_of, question_of
from gateway.domain.errors import DataError
from tests.builders.question import a_call, a_question, fact, received, sent

EVERYTHING = a_question(
    a_call("2026-03-02T09:00:00.123456-05:00", "voicemail", id="c1", discussed=["B"], accounts=["A", "B"]),
    received("email", "2026-03-05", id="in"),
    sent("sms", "2026-03-03", contact_point="point", form="text", kind="payment_confirmation"),
    fact("consent", to="text", contact_point="point", written=True, until="2026-05-01"),
    fact("hold", until="2026-03-09T12:00:00-05:00"),
    fact("inconvenient", days=["mon", "sun"], **{"from": "12:00", "to": "13:30"}, until="2026-04-01"),
    fact("promise_to_pay", due_on="2026-03-20", account="A"),
    fact("creditor_email_notice", contact_point="point", opt_out_by="2026-03-01"),
    fact("validation_notice", delivered_by="letter", undeliverable_at="2026-03-05T10:00:00Z"),
    fact("bankruptcy_ended", how="dismissed"),
    fact("attorney_represents", contact_known=True),
    channel="sms",
    kind="reply",
    in_reply_to="in",
    actor={"regions": ["US-NY", "US-WA"]},
    account={"number_group": "g", "days_past_due": 40, "collection_begun": False, "time_barred": True},
    accounts=[{"id": "B", "creditor": "bank", "debt_class": "medical"}],
    person={"relation": "spouse", "locations": [{"clue": "mobile", "region": "US-TX"}]},
    contact_point={"place": "work", "employer_provided": True},
    contact_points=[{"id": "other", "kind": "email"}],
    message={"form": "text", "disclosures": ["opt_out", "debt_collector"]},
)


def test_a_question_reads_back_as_it_was_asked():
    facts = parse_question(EVERYTHING).facts
    kept = json.loads(json.dumps(question_of(facts)))
    assert facts_of(kept) == facts
    assert parse_question(kept).facts == facts


def test_a_message_whose_words_were_not_known_reads_back_as_one():
    facts = replace(parse_question(a_question()).facts, message=MessageFacts("prerecorded", None))
    assert facts_of(question_of(facts)).message == MessageFacts("prerecorded", None)


def test_no_key_of_an_event_is_forgotten():
    """Every field of an event, set to something that is not its default, comes back."""
    values = {
        name: True if kind == "bool" else ("x",) if kind.startswith("tuple") else "x"
        for name, kind in Event.__annotations__.items()
    }
    day, instant = date(2026, 3, 6), datetime(2026, 3, 6, tzinfo=UTC)
    values |= {"at": instant, "undeliverable_at": instant, "due_on": day, "opt_out_by": day}
    told = {**values, "type": "opt_out", "until": None, "until_on": day, "from_time": None, "to_time": None}
    timed = {**values, "type": "inconvenient", "until": instant, "until_on": None, "to": None}
    facts = replace(parse_question(a_question()).facts, events=(Event(**told), Event(**timed)))
    assert facts_of(question_of(facts)) == facts


@pytest.mark.parametrize("broken", [{}, {**question_of(parse_question(EVERYTHING).facts), "at": "soon"}])
def test_what_is_no_question_is_refused_without_its_contents(broken):
    with pytest.raises(DataError, match=r"cannot be read \((KeyError|ValueError)\)"):
        facts_of(broken)
