"""What passes what: replies, confirmations, notices, and contact with people other than the customer."""

from __future__ import annotations

import pytest

from tests.builders.question import a_call, answer_to, fact, received, required, rule, sent, verdict_on

SMS = {"channel": "sms"}
EMAIL = {"channel": "email"}
REPLY = {"kind": "reply", "in_reply_to": "m"}
CONFIRM = {"channel": "sms", "kind": "opt_out_confirmation"}
STOPPED = fact("opt_out", "2026-03-04", channel="sms")

ANSWERS = [
    # the case in words, events, changes, outcome
    (
        "one answer by the same medium after an opt-out",
        [STOPPED, received("sms", "2026-03-05", id="m")],
        {**SMS, **REPLY},
        "allow",
    ),
    (
        "not to what came before the opt-out",
        [received("sms", "2026-03-03", id="m"), STOPPED],
        {**SMS, **REPLY},
        "refuse",
    ),
    (
        "not by another medium",
        [fact("opt_out", "2026-03-04", channel="email"), received("sms", "2026-03-05", id="m")],
        {**EMAIL, **REPLY},
        "refuse",
    ),
    (
        "not a second time",
        [
            STOPPED,
            received("sms", "2026-03-05", id="m"),
            sent("sms", "2026-03-05T13:00:00-05:00", in_reply_to="m"),
        ],
        {**SMS, **REPLY},
        "refuse",
    ),
    (
        "a contact afterwards that says nothing of itself was the answer",
        [STOPPED, received("sms", "2026-03-05", id="m"), sent("sms", "2026-03-05T13:00:00-05:00")],
        {**SMS, **REPLY},
        "refuse",
    ),
    (
        "one that was the answer to something else was not",
        [
            STOPPED,
            received("sms", "2026-03-05", id="m"),
            sent("sms", "2026-03-05T13:00:00-05:00", in_reply_to="other"),
        ],
        {**SMS, **REPLY},
        "allow",
    ),
    (
        "nor one on another channel",
        [STOPPED, received("sms", "2026-03-05", id="m"), sent("email", "2026-03-05T13:00:00-05:00")],
        {**SMS, **REPLY},
        "allow",
    ),
    (
        "each message is answered once",
        [
            STOPPED,
            received("sms", "2026-03-05", id="l"),
            sent("sms", "2026-03-05T13:00:00-05:00", in_reply_to="l"),
            received("sms", "2026-03-05T14:00:00-05:00", id="m"),
        ],
        {**SMS, **REPLY},
        "allow",
    ),
    (
        "where nothing stands in the way a reply is like any contact",
        [received("portal", "2026-03-05", id="m")],
        {**SMS, **REPLY},
        "allow",
    ),
    (
        "a hold does not stop an answer",
        [fact("hold"), received("sms", "2026-03-05", id="m")],
        {**SMS, **REPLY},
        "allow",
    ),
    ("one confirmation of an opt-out", [STOPPED], CONFIRM, "allow"),
    (
        "not a second",
        [STOPPED, sent("sms", "2026-03-04T12:00:10-05:00", kind="opt_out_confirmation")],
        CONFIRM,
        "refuse",
    ),
    (
        "whatever was sent after it was the confirmation",
        [STOPPED, sent("sms", "2026-03-04T12:00:10-05:00")],
        CONFIRM,
        "refuse",
    ),
    (
        "unless its kind says otherwise",
        [STOPPED, sent("sms", "2026-03-04T12:00:10-05:00", kind="required_by_law")],
        CONFIRM,
        "allow",
    ),
    (
        "a new opt-out may be confirmed again",
        [STOPPED, sent("sms", "2026-03-04T12:00:10-05:00"), fact("opt_out", "2026-03-05", channel="sms")],
        CONFIRM,
        "allow",
    ),
    (
        "a confirmation is electronic: not by telephone",
        [fact("opt_out", "2026-03-04", channel="voice")],
        {"kind": "opt_out_confirmation"},
        "refuse",
    ),
    (
        "at night at once",
        [fact("opt_out", "2026-03-05T23:10:00-05:00", channel="sms")],
        {**CONFIRM, "at": "2026-03-05T23:10:30-05:00"},
        "allow",
    ),
    ("for a wrong party as well", [fact("wrong_party", contact_point="point"), STOPPED], CONFIRM, "allow"),
    (
        "an opt-out of the number is confirmed on it",
        [fact("opt_out", "2026-03-04", contact_point="point")],
        CONFIRM,
        "allow",
    ),
    (
        "a payment is confirmed where the customer wrote",
        [STOPPED, received("sms", "2026-03-05")],
        {**SMS, "kind": "payment_confirmation"},
        "allow",
    ),
    (
        "and not against an opt-out where not",
        [STOPPED, fact("payment", "2026-03-05")],
        {**SMS, "kind": "payment_confirmation"},
        "refuse",
    ),
]

THIRD = {"id": "t", "relation": "third_party"}
LOCATE = {"kind": "location_information", "person": THIRD}

THIRD_PARTIES = [
    ("a third party is not told of the debt", [], {"person": THIRD}, "refuse"),
    (
        "nor answered about it",
        [received("sms", "2026-03-05", id="m")],
        {"person": THIRD, **SMS, **REPLY},
        "refuse",
    ),
    ("but may be asked where the customer is", [], LOCATE, "allow"),
    ("once", [a_call("2026-02-10", "conversation")], LOCATE, "refuse"),
    ("a voicemail was that contact", [a_call("2026-02-10", "voicemail")], LOCATE, "refuse"),
    ("an unanswered call was none", [a_call("2026-02-10")], LOCATE, "allow"),
    (
        "yet it counts among the seven",
        [a_call(f"2026-03-06T08:{m}0:00-05:00") for m in range(1, 6)]
        + [a_call("2026-03-05"), a_call("2026-03-04")],
        LOCATE,
        "defer 2026-03-11T08:00:01-04:00",
    ),
    (
        "again when asked back",
        [a_call("2026-02-10", "conversation"), received("sms", "2026-02-20")],
        LOCATE,
        "allow",
    ),
    (
        "another third party has not been asked",
        [a_call("2026-02-10", "conversation", person="u")],
        LOCATE,
        "allow",
    ),
    (
        "never once an attorney is known",
        [fact("attorney_represents", person="p", contact_known=True)],
        LOCATE,
        "refuse",
    ),
    ("a spouse is no third party", [], {"person": {"relation": "spouse"}}, "allow"),
    ("nor a parent of a minor", [], {"person": {"relation": "parent_of_minor"}}, "allow"),
    ("nor an executor", [], {"person": {"relation": "executor"}}, "allow"),
    ("a credit bureau may know", [], {"person": {"relation": "credit_bureau"}}, "allow"),
    (
        "first parties are bound by other law",
        [],
        {"person": THIRD, "actor": {"role": "original_creditor"}},
        "allow",
    ),
]


@pytest.mark.parametrize(("case", "events", "changes", "outcome"), [*ANSWERS, *THIRD_PARTIES])
def test_a_kind_of_contact(case, events, changes, outcome):
    assert verdict_on(*events, **changes) == outcome, case


def disclosures(**changes) -> set[str]:
    return {item["disclosure"] for item in answer_to(**changes)["requires"] if "disclosure" in item}


DISCLOSURES = [
    ({"channel": "email"}, {"opt_out", "debt_collector"}),
    ({"channel": "sms"}, {"opt_out", "debt_collector"}),
    ({"channel": "letter"}, {"debt_collector"}),
    ({"channel": "voice"}, {"debt_collector", "caller_identity"}),
    ({"channel": "letter", "kind": "validation_notice"}, {"debt_collector", "validation_information"}),
    ({"channel": "sms", "kind": "opt_out_confirmation"}, set()),  # the confirmation and nothing else
    ({**LOCATE, "channel": "voice"}, {"caller_identity"}),  # no word of a debt
    ({"channel": "email", "actor": {"role": "original_creditor"}}, set()),
]


@pytest.mark.parametrize(("changes", "expected"), DISCLOSURES)
def test_what_a_message_must_say(changes, expected):
    assert disclosures(**changes) == expected


def test_a_limited_content_message_says_whom_to_call_back_and_no_word_of_a_debt():
    message = {"form": "limited_content_voicemail", "disclosures": ["caller_identity", "call_back_number"]}
    assert verdict_on(message=message) == "allow"
    lacking = {"form": "limited_content_voicemail", "disclosures": ["caller_identity"]}
    assert rule(answer_to(message=lacking), "limited-content-voicemail")["verdict"] == "refuse"


def test_the_same_words_in_a_text_are_no_limited_content_message():
    message = {"form": "limited_content_voicemail", "disclosures": ["opt_out"]}
    assert rule(answer_to(channel="sms", message=message), "debt-collector-disclosure")["verdict"] == "refuse"


def test_the_first_communication_is_disclosed_in_full():
    def source(*events):
        return rule(answer_to(*events, channel="letter"), "debt-collector-disclosure")["source"]

    assert source() == "12 CFR 1006.18(e)(1)"
    assert source(a_call("2026-02-01", "limited_content_voicemail")) == "12 CFR 1006.18(e)(1)"  # an attempt
    assert source(sent("letter", "2026-02-01")) == "12 CFR 1006.18(e)(2)"


TEXTED = received("sms", "2026-02-20", contact_point="point")
CHECKED = fact("number_checked", "2026-02-20", contact_point="point", complete_database=True)

SAFE_HARBOURS = [
    # the case in words, the channel, events, whether the check is still required
    ("nothing known", "sms", [], True),
    ("a text from the number", "sms", [TEXTED], False),
    ("from another number", "sms", [received("sms", "2026-02-20", contact_point="other")], True),
    ("fresh consent", "sms", [fact("consent", "2026-01-06", to="text")], False),  # day 60 of 60
    ("sixty days after consent", "sms", [fact("consent", "2026-01-05", to="text")], True),
    ("checked since", "sms", [fact("consent", "2025-01-05", to="text"), CHECKED], False),
    ("checked before the consent only", "sms", [CHECKED, fact("consent", "2025-12-30", to="text")], False),
    (
        "checked in an incomplete database",
        "sms",
        [
            fact("consent", "2025-01-05", to="text"),
            fact("number_checked", "2026-02-20", contact_point="point"),
        ],
        True,
    ),
    ("a check without consent or text", "sms", [CHECKED], True),
    ("consent to the creditor", "sms", [fact("consent", "2026-02-20", to="text", given_to="bank")], True),
    (
        "consent revoked",
        "sms",
        [fact("consent", "2026-02-20", to="text"), fact("consent_revoked", "2026-02-21", to="text")],
        True,
    ),
    ("an email to an unknown address", "email", [], True),
    ("the person wrote from it", "email", [received("email", "2025-02-20", contact_point="point")], False),
    ("the person consented to it", "email", [fact("consent", to="email", contact_point="point")], False),
    ("consent to some other address", "email", [fact("consent", to="email", contact_point="other")], True),
    (
        "the creditor's notice, time over",
        "email",
        [fact("creditor_email_notice", "2026-01-20", contact_point="point", opt_out_by="2026-02-24")],
        False,
    ),
    (
        "the creditor's notice, time too short",
        "email",
        [fact("creditor_email_notice", "2026-01-20", contact_point="point", opt_out_by="2026-02-23")],
        True,
    ),
    (
        "the creditor's notice, time not over",
        "email",
        [fact("creditor_email_notice", "2026-01-20", contact_point="point", opt_out_by="2026-03-06")],
        True,
    ),
]


@pytest.mark.parametrize(("case", "channel", "events", "is_required"), SAFE_HARBOURS)
def test_a_lost_safe_harbour_is_no_ban_but_names_its_check(case, channel, events, is_required):
    answer = answer_to(*events, channel=channel)
    assert answer["verdict"] == "allow"
    step = {"sms": "reassigned_number_check", "email": "email_procedure_check"}[channel]
    assert (step in required(answer)) is is_required, case


RECORDED = {
    "message": {
        "form": "prerecorded",
        "disclosures": ["caller_identity", "call_back_number", "debt_collector"],
    }
}
FIRST_PARTY = {"actor": {"role": "original_creditor"}, **RECORDED}
LANDLINE = {"contact_point": {"kind": "landline", "place": "home"}}
REVOKED = fact("opt_out", "2026-03-04", channel="sms", revokes_consent=True)


def recorded(day: str, **keys):
    return a_call(day, "voicemail", form="prerecorded", contact_point="point", **keys)


THREE = [recorded(day) for day in ("2026-02-05", "2026-02-15", "2026-02-25")]

ROBOCALLS = [
    ("a recording to a mobile without consent", [], FIRST_PARTY, "refuse"),
    ("with it", [fact("consent", to="prerecorded")], FIRST_PARTY, "allow"),
    (
        "given to the creditor it is good for the collector",
        [fact("consent", to="prerecorded", given_to="bank")],
        RECORDED,
        "allow",
    ),
    (
        "revoked",
        [fact("consent", to="prerecorded"), fact("consent_revoked", "2026-03-02", to="prerecorded")],
        FIRST_PARTY,
        "refuse",
    ),
    (
        "a live call needs none",
        [],
        {"message": {"form": "live", "disclosures": ["caller_identity", "debt_collector"]}},
        "allow",
    ),
    ("a home line: three in thirty days", THREE[:2], {**FIRST_PARTY, **LANDLINE}, "allow"),
    ("and no fourth", THREE, {**FIRST_PARTY, **LANDLINE}, "defer 2026-03-07T00:00:00-05:00"),
    ("but with consent", [*THREE, fact("consent", to="prerecorded")], {**FIRST_PARTY, **LANDLINE}, "allow"),
    (
        "live calls to it do not count",
        [a_call(day, form="live") for day in ("2026-02-25", "2026-02-26", "2026-02-27")],
        {**FIRST_PARTY, **LANDLINE},
        "allow",
    ),
    (
        "nor does a line at work",
        THREE,
        {**FIRST_PARTY, "contact_point": {"kind": "landline", "place": "work"}},
        "allow",
    ),
    (
        "a revocation by text does not yet reach calls",
        [fact("consent", to="prerecorded"), REVOKED],
        FIRST_PARTY,
        "allow",
    ),
    (
        "from 31 January 2027 it does",
        [fact("consent", to="prerecorded"), REVOKED],
        {**FIRST_PARTY, "at": "2027-02-01T12:00:00-05:00"},
        "refuse",
    ),
    (
        "until the person consents again",
        [REVOKED, fact("consent", "2026-03-05", to="prerecorded")],
        {**FIRST_PARTY, "at": "2027-02-01T12:00:00-05:00"},
        "allow",
    ),
]


@pytest.mark.parametrize(("case", "events", "changes", "outcome"), ROBOCALLS)
def test_recordings(case, events, changes, outcome):
    assert verdict_on(*events, **changes) == outcome, case


def test_a_confirmation_that_comes_late_must_be_explained():
    late = answer_to(REVOKED, **CONFIRM, at="2026-03-04T12:06:00-05:00")
    at_once = answer_to(REVOKED, **CONFIRM, at="2026-03-04T12:05:00-05:00")
    assert (late["verdict"], len(late["notes"])) == ("allow", 1)
    assert (at_once["verdict"], at_once["notes"]) == ("allow", [])
