"""Does whoever asked wrongly read what is wrong, where, and what would be right?"""

from __future__ import annotations

import pytest

from compliance.decision import decide
from compliance.question_events import EVENT_TYPES
from gateway.domain.errors import DataError
from tests.builders.question import a_call, a_question, fact, received, sent, shipped_rulebook

MALFORMED = [
    # what is changed in a good question, and how what is said of it begins
    ({"at": None}, "at: is missing"),
    (
        {"at": "2026-03-06T10:00:00"},
        "at: must be an RFC 3339 instant with offset, such as 2026-03-06T10:00:00-05:00",
    ),
    ({"at": "2026-02-30T10:00:00Z"}, "at: is no instant of the calendar"),
    ({"at": "9999-12-31T23:59:59Z"}, "at: must lie between the years 1900 and 2200"),
    ({"channel": "fax"}, "channel: must be one of email, sms, voice, letter"),
    ({"kind": "reply"}, "in_reply_to: is missing: a reply names the inbound event that it answers"),
    ({"kind": "reply", "in_reply_to": "nothing"}, "in_reply_to: names no inbound event"),
    (
        {"actor": {"role": "bailiff"}},
        "actor.role: must be one of original_creditor, servicer, third_party_collector, "
        "debt_buyer, licensed_agency",
    ),
    ({"actor": "collector"}, "actor: must be a JSON object"),
    ({"actor": {"regions": ["New York"]}}, "actor.regions[0]: must be an ISO 3166-2 region such as US-MA"),
    ({"actor": {"regions": "US"}}, "actor.regions: must be a list"),
    ({"account": {"id": ""}}, "account.id: must be a text that is not empty"),
    ({"account": {"days_past_due": "45"}}, "account.days_past_due: must be a whole number"),
    ({"account": {"days_past_due": True}}, "account.days_past_due: must be a whole number"),
    ({"account": {"collection_begun": "yes"}}, "account.collection_begun: must be true or false"),
    ({"accounts": {}}, "accounts: must be a list"),
    ({"accounts": ["B"]}, "accounts[0]: must be a JSON object"),
    ({"person": {"region": "usa"}}, "person.region: must be an ISO 3166-2 region such as US-MA"),
    (
        {"person": {"locations": [{"clue": "mobile", "time_zone": "Mars/Olympus"}]}},
        "person.locations[0].time_zone: is no zone of the IANA database",
    ),
    (
        {"contact_point": {"kind": "email"}},
        "contact_point.kind: voice does not reach a contact point of this kind",
    ),
    (
        {"message": {"disclosures": ["opt_out", "weather"]}},
        "message.disclosures[1]: must be one of opt_out, debt_collector, "
        "validation_information, caller_identity, call_back_number, "
        "time_barred, licence_number, rights_notice",
    ),
    ({"packs": "us-reg-f"}, "packs: must be a list"),
    ({"urgency": "high"}, "urgency: "),
    ({"person": {"age": 40}}, "person.age: "),
    ({"events": {}}, "events: must be a list"),
    ({"events": [3]}, "events[0]: must be a JSON object"),
    ({"events": [{"at": "2026-03-01T10:00:00Z"}]}, "events[0].type: is missing"),
    (
        {"events": [fact("hold"), a_call("2026-03-01", "shouting")]},
        "events[1].result: must be one of conversation, no_answer, voicemail, "
        "limited_content_voicemail, no_message_possible, dropped, busy, out_of_service, ringless_voicemail",
    ),
    ({"events": [a_call("2026-03-07")]}, "events[0].at: is later than the question's `at`"),
    ({"events": [sent("portal", "2026-03-01")]}, "events[0].direction: a portal event is inbound"),
    (
        {"events": [received("call", "2026-03-01", result="busy")]},
        "events[0].result: an inbound call has the result conversation",
    ),
    ({"events": [{"type": "sms", "at": "2026-03-01T10:00:00Z"}]}, "events[0].direction: is missing"),
    ({"events": [fact("opt_out")]}, "events[0].channel: is missing: name channel or contact_point"),
    ({"events": [fact("opted_back_in")]}, "events[0].channel: is missing: name channel or contact_point"),
    ({"events": [fact("consent")]}, "events[0].to: is missing"),
    (
        {"events": [fact("inconvenient", days=["monday"])]},
        "events[0].days[0]: must be one of mon, tue, wed, thu, fri, sat, sun",
    ),
    (
        {"events": [fact("inconvenient", **{"from": "5pm"})]},
        "events[0].from: must be a time of day such as 17:30",
    ),
    (
        {"events": [fact("inconvenient", **{"from": "24:00"})]},
        "events[0].from: is the end of a day: begin with 00:00 of the next",
    ),
    (
        {"events": [fact("inconvenient", **{"from": "09:00", "to": "09:00"})]},
        "events[0].to: is the same as `from`; leave both out for the whole day",
    ),
    (
        {"events": [fact("convenient_again", **{"from": "09:00", "to": "09:00"})]},
        "events[0].to: is the same as `from`; leave both out for the whole day",
    ),
    (
        {"events": [fact("inconvenient", until="soon")]},
        "events[0].until: must be an RFC 3339 instant with offset, such as 2026-03-06T10:00:00-05:00",
    ),
    ({"events": [fact("promise_to_pay")]}, "events[0].due_on: is missing"),
    (
        {"events": [fact("promise_to_pay", due_on="2026-02-30")]},
        "events[0].due_on: is no date of the calendar",
    ),
    (
        {"events": [fact("promise_to_pay", due_on="tomorrow")]},
        "events[0].due_on: must be a date such as 2026-03-06",
    ),
    ({"events": [fact("number_checked")]}, "events[0].contact_point: is missing"),
    ({"events": [fact("bankruptcy_ended")]}, "events[0].how: is missing"),
    (
        {"events": [fact("validation_notice", undeliverable_at="2026-03-09T12:00:00-05:00")]},
        "events[0].undeliverable_at: is later than the question's `at`",
    ),
    (
        {"events": [fact("hold", days=["mon"])]},
        "events[0].days: is no key ",
    ),
    (
        {"events": [fact("hold", mood="sad")]},
        "events[0].mood: is no key ",
    ),
    ({"events": [fact("hold", accounts="A")]}, "events[0].accounts: must be a list"),
    (
        {"events": [fact("hold", accounts=["A", 3])]},
        "events[0].accounts[1]: must be a text that is not empty",
    ),
    ({"events": [fact("eclipse")]}, f"events[0].type: must be one of {', '.join(EVENT_TYPES)}"),
]


@pytest.mark.parametrize("number", range(len(MALFORMED)))
def test_what_is_wrong_is_said_with_what_would_be_right(number):
    changes, said = MALFORMED[number]
    with pytest.raises(DataError) as refused:
        decide(a_question(**changes), shipped_rulebook())
    assert str(refused.value).startswith(said)
