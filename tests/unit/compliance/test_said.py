"""What does a ruling say beside its verdict: which provision decided, what must be explained, and how?"""

from __future__ import annotations

import pytest

from tests.builders.question import a_call, answer_to, fact, required, rule, sent
from tests.unit.compliance.cases import merged
from tests.unit.compliance.cases.places import (
    AT_WORK,
    EMAIL,
    MASSACHUSETTS,
    NEW_YORK_STATE,
    ONTARIO,
    WASHINGTON,
)

SEVEN = [a_call(f"2026-03-02T{9 + hour:02}:00:00-05:00") for hour in range(7)]
REVOKED = fact("opt_out", "2026-03-04", channel="sms", revokes_consent=True)
CONFIRMATION = {"channel": "sms", "kind": "opt_out_confirmation"}
STRANGER = {"id": "t", "relation": "third_party"}


def test_each_prong_of_the_call_frequency_cites_its_own_provision():
    by_calls = rule(answer_to(*SEVEN), "call-frequency")
    by_talk = rule(answer_to(a_call("2026-03-05", "conversation")), "call-frequency")
    assert by_calls["source"] == "12 CFR 1006.14(b)(2)(i)(A)"
    assert by_talk["source"] == "12 CFR 1006.14(b)(2)(i)(B)"


def test_the_first_communication_is_disclosed_in_full():
    def source(*events, **message):
        return rule(answer_to(*events, channel="letter", **message), "debt-collector-disclosure")["source"]

    first, later = "12 CFR 1006.18(e)(1)", "12 CFR 1006.18(e)(2)"
    assert source() == first
    assert source(a_call("2026-02-01", "limited_content_voicemail")) == first  # an attempt, no communication
    assert source(a_call("2026-02-01", "dropped")) == first
    assert source(sent("letter", "2026-02-01", actor="other")) == first
    assert source(sent("letter", "2026-02-01", accounts=["B"])) == first
    assert source(sent("letter", "2026-02-01")) == later
    assert source(a_call("2026-02-01", "conversation")) == later
    assert source(fact("validation_notice", "2026-02-01", delivered_by="letter")) == later
    assert source(sent("letter", "2026-02-01"), message={"disclosures": []}) == later
    assert source(message={"disclosures": []}) == first


def disclosures(**changes) -> set[str]:
    return {item["disclosure"] for item in answer_to(**changes)["requires"] if "disclosure" in item}


DISCLOSURES = [
    ({"channel": "email"}, {"opt_out", "debt_collector"}),
    ({"channel": "sms"}, {"opt_out", "debt_collector"}),
    ({"channel": "letter"}, {"debt_collector"}),
    ({"channel": "voice"}, {"debt_collector", "caller_identity"}),
    ({"channel": "letter", "kind": "validation_notice"}, {"debt_collector", "validation_information"}),
    ({"channel": "sms", "kind": "opt_out_confirmation"}, set()),  # the confirmation and nothing else
    ({"kind": "location_information", "person": STRANGER}, {"caller_identity"}),  # no word of a debt
    ({"channel": "email", "actor": {"role": "original_creditor"}}, set()),
]


@pytest.mark.parametrize(("changes", "expected"), DISCLOSURES)
def test_what_a_message_must_say(changes, expected):
    assert disclosures(**changes) == expected


def test_a_refusal_for_what_is_not_said_names_it_in_what_is_required():
    answer = answer_to(channel="sms", message={"form": "text", "disclosures": ["opt_out"]})
    assert answer["because"] == "The message does not say what it must: debt collector."
    assert {"disclosure": "debt_collector", "source": "12 CFR 1006.18(e)(1)"} in answer["requires"]


def test_a_prior_step_is_named_where_it_was_not_taken():
    where = {"region": "CA-ON", "locations": [{"clue": "residence", "time_zone": "America/Toronto"}]}
    assert "written_notice_first" in required(answer_to(person=where))
    where["region"] = "US-NY"
    assert "written_econsent" in required(answer_to(person=where, channel="email"))


def test_a_confirmation_that_comes_late_must_be_explained():
    late = answer_to(REVOKED, **CONFIRMATION, at="2026-03-04T12:05:01-05:00")
    at_once = answer_to(REVOKED, **CONFIRMATION, at="2026-03-04T12:05:00-05:00")
    assert [late["verdict"], at_once["verdict"]] == ["allow", "allow"]
    assert late["notes"] == [
        "A confirmation more than five minutes after the opt-out must be shown to be reasonable."
    ]
    assert at_once["notes"] == []


MINUTES_APART = "Two calls within minutes of each other may rebut the presumption of compliance."
ON_ONE_DAY = "All calls of a week within one day may rebut the presumption of compliance."
ON_REST = "Calls kept to Sundays and holidays may rebut the presumption of compliance."


def calls_on(day: str, count: int):
    return [a_call(f"{day}T09:{5 * each:02}:00-05:00") for each in range(count)]


NOTES = [
    # what happened, when the call is asked about, the notes
    ([], "2026-03-06T10:00:00-05:00", []),
    ([a_call("2026-03-06T09:55:01-05:00")], "2026-03-06T10:00:00-05:00", [MINUTES_APART]),
    ([a_call("2026-03-06T09:55:00-05:00")], "2026-03-06T10:00:00-05:00", []),
    ([a_call("2026-03-06T09:57:00-05:00", "conversation")], "2026-03-06T10:00:00-05:00", []),
    ([a_call("2026-03-06T09:57:00-05:00", "busy")], "2026-03-06T10:00:00-05:00", []),
    (calls_on("2026-03-06", 6), "2026-03-06T10:00:00-05:00", [ON_ONE_DAY]),
    (calls_on("2026-03-06", 5), "2026-03-06T10:00:00-05:00", []),
    (calls_on("2026-03-05", 6), "2026-03-06T10:00:00-05:00", []),
    ([a_call("2026-03-01")], "2026-03-08T10:00:00-04:00", [ON_REST]),
    ([a_call("2026-03-02")], "2026-03-08T10:00:00-04:00", []),
    ([a_call("2026-03-01")], "2026-03-06T10:00:00-05:00", []),
    ([a_call("2026-01-18")], "2026-01-19T10:00:00-05:00", [ON_REST]),  # Martin Luther King Day
    ([a_call("2026-01-19")], "2026-01-25T10:00:00-05:00", [ON_REST]),
]  # fmt: skip


@pytest.mark.parametrize(("events", "at", "notes"), NOTES)
def test_factors_that_may_rebut_a_presumption_are_noted(events, at, notes):
    assert answer_to(*events, at=at)["notes"] == notes


SENTENCES = [
    # events, changes, how the ruling puts it
    ([], {"at": "2026-03-06T22:15:00-05:00"},
     "It is 22:15 in New York; the call may go after 08:00 on 2026-03-07."),
    ([], {"at": "2026-03-06T22:15:00-05:00", "channel": "email"},
     "It is 22:15 in New York; the email may go after 08:00 on 2026-03-07."),
    ([a_call("2026-03-04", "conversation")], {},
     "A conversation about account A took place on 2026-03-04; the next call may be placed from 2026-03-11."),
    (SEVEN, {}, "7 calls about account A were placed within 7 days; the next may be placed from 2026-03-09."),
    ([fact("promise_to_pay", due_on="2026-03-08")], {},
     "The customer promised to pay on 2026-03-08; a reminder may go from the day after."),
    ([fact("hold")], {}, "Dunning is on hold since 2026-03-01."),
    ([fact("deceased")], {}, "The customer has died: a person must decide whom to speak to, and how."),
    ([fact("opt_out", channel="voice")], {}, "The person opted out of calls on 2026-03-01."),
    ([fact("opt_out", contact_point="point")], {},
     "The person opted out of this address or number on 2026-03-01."),
    ([REVOKED], {"channel": "sms", "kind": "dunning", "packs": ["us-tcpa"]},
     "The person opted out of text messages on 2026-03-04."),
    ([fact("cease_request", written=True)], {},
     "A written request to stop all communication was received on 2026-03-01."),
    ([fact("attorney_represents", contact_known=True)], {},
     "An attorney has represented the person since 2026-03-01: write to the attorney."),
    ([fact("dispute", written=True)], {},
     "The customer disputed the debt in writing on 2026-03-01: send verification first."),
    ([fact("dispute", written=True, scope="part")], {},
     "The customer disputed part of the debt in writing on 2026-03-01: send verification first."),
    ([fact("original_creditor_request", written=True)], {},
     "The customer asked on 2026-03-01 who the original creditor is: send that first."),
    ([fact("inconvenient")], {}, "The person called this time inconvenient on 2026-03-01, without end."),
    ([fact("employer_prohibits", contact_point="point")], {},
     "The employer does not allow such contact at work: use a number or address at home."),
    ([], {"person": STRANGER},
     "The person is a third party, who may be asked where to find the customer and nothing else."),
    ([a_call("2026-02-10", "conversation")], {"person": STRANGER, "kind": "location_information"},
     "This third party was contacted on 2026-02-10 and may not be asked again."),
    ([], {"person": {"region": None, "locations": []}},
     "Nobody knows what time it is where the person lives: find a time zone or a region first."),
    ([], {"message": {"form": "prerecorded", "disclosures": []}, "actor": {"role": "original_creditor"}},
     "The person has given no consent to recorded calls."),
    ([a_call("2026-03-04")] * 2,
     {"person": {"region": "US-MA"}, "actor": {"role": "original_creditor"}},
     "At most 2 contacts may be made in 7 consecutive days; the next may be made from 2026-03-11 00:00."),
    ([], {"channel": "letter", "message": {"disclosures": ["debt_collector"]}},
     "Nothing stands against this letter now."),
    ([], {}, "The call may go now, and must say: debt collector, caller identity."),
]  # fmt: skip


@pytest.mark.parametrize(("events", "changes", "sentence"), SENTENCES)
def test_a_ruling_is_one_sentence_that_a_person_would_say(events, changes, sentence):
    assert answer_to(*events, **changes)["because"] == sentence


EXCHANGE = {"packs": ["us-ny-nyc-exchange"], "at": "2026-09-10T12:00:00-04:00"}
ELSEWHERE = [
    # where, what happened, changes, how the ruling puts it
    (
        {},
        [fact("breathing_space", until="2026-03-20")],
        {},
        "The person is in a breathing space, which ends by 2026-03-21.",
    ),
    ({}, [fact("breathing_space")], {}, "The person is in a breathing space since 2026-03-01."),
    ({}, [fact("hold", until="2026-03-09")], {}, "Dunning is on hold; it may go on from 2026-03-10."),
    (
        {},
        [fact("hold", until="2026-03-09T12:30:00-04:00")],
        {},
        "Dunning is on hold; it may go on from 12:30 on 2026-03-09.",
    ),
    ({}, [fact("bankruptcy")], {}, "A bankruptcy case is pending, known since 2026-03-01."),
    (
        {},
        [fact("bankruptcy"), fact("bankruptcy_ended", "2026-03-02", how="discharged")],
        {},
        "The debt was discharged in bankruptcy, known since 2026-03-02.",
    ),
    ({}, [fact("wrong_party")], {}, "This person was found to be the wrong one on 2026-03-01."),
    (
        {},
        [fact("wrong_party", contact_point="point")],
        {},
        "This address or number was found to be the wrong one on 2026-03-01.",
    ),
    (
        {},
        [fact("number_checked", contact_point="point", reassigned=True)],
        {"channel": "sms"},
        "The number was found on 2026-03-01 to be somebody else's now.",
    ),
    (
        {},
        [fact("inconvenient", **{"from": "09:00", "to": "12:00"})],
        {},
        "The person called this time inconvenient on 2026-03-01; the call may go from 12:00 on 2026-03-06.",
    ),
    (
        {},
        [fact("inconvenient", place="work")],
        {"contact_point": {"kind": "landline", "place": "work"}},
        "The person called this place inconvenient on 2026-03-01, without end.",
    ),
    ({}, [fact("cease_request")], {}, "The person opted out of calls on 2026-03-01."),
    (
        {},
        [REVOKED],
        {
            "actor": {"role": "original_creditor"},
            "message": {"form": "prerecorded", "disclosures": ["caller_identity", "call_back_number"]},
            "at": "2027-02-01T12:00:00-05:00",
        },
        "The person revoked consent to automated contact on 2026-03-04.",
    ),
    (
        {},
        [fact("attorney_represents", contact_known=True, person="p")],
        {"person": STRANGER, "kind": "location_information"},
        "An attorney represents the customer: ask the attorney.",
    ),
    (
        {},
        [],
        {"channel": "email", "contact_point": {"employer_provided": True}},
        "The mailbox is provided by an employer.",
    ),
    (
        {},
        [fact("opt_out", channel="email")],
        {"channel": "email"},
        "The person opted out of emails on 2026-03-01.",
    ),
    (
        MASSACHUSETTS,
        [fact("inconvenient", place="work")],
        AT_WORK,
        "The person asked on 2026-03-01 not to be contacted at work; such contact may go from 2026-03-12.",
    ),
    (
        MASSACHUSETTS,
        [fact("inconvenient", place="work", until="2026-03-08")],
        AT_WORK,
        "The person asked on 2026-03-01 not to be contacted at work; such contact may go from 2026-03-09.",
    ),
    (
        MASSACHUSETTS,
        [fact("inconvenient", place="work", written=True)],
        AT_WORK,
        "The person asked in writing not to be contacted at work.",
    ),
    (
        MASSACHUSETTS,
        [fact("inconvenient", place="work", written=True, until="2026-03-08")],
        AT_WORK,
        "The person asked in writing not to be contacted at work.",
    ),
    (ONTARIO, [], {}, "A written notice has to be given first."),
    (
        ONTARIO,
        [fact("validation_notice", "2026-03-02", delivered_by="letter")],
        {},
        "The written notice went on 2026-03-02; other contacts may follow from 2026-03-09.",
    ),
    (NEW_YORK_STATE, [], EMAIL, "The person has given no written consent to emails."),
    (
        WASHINGTON,
        [a_call("2026-03-04", "voicemail", contact_point="point")],
        AT_WORK,
        "At most one contact may be made in one calendar week; the next may be made from 2026-03-08 00:00.",
    ),
    (
        EXCHANGE,
        [a_call("2026-09-07", "conversation")],
        {},
        "We were in touch with the person on 2026-09-07; the next contact may be made from 2026-09-14.",
    ),
]


@pytest.mark.parametrize(("where", "events", "changes", "sentence"), ELSEWHERE)
def test_rulings_elsewhere_are_sentences_too(where, events, changes, sentence):
    assert answer_to(*events, **merged(where, changes))["because"] == sentence
