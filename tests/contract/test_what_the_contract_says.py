"""Does each sentence of the decision contract hold? One table a sentence, read as an officer would."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.builders.question import a_call, answer_to, fact, received, required, sent, verdict_on

SMS = {"channel": "sms"}
EMAIL = {"channel": "email"}
LETTER = {"channel": "letter"}
FIRST_PARTY = {"actor": {"role": "original_creditor"}}
OF_CUSTOMER = {"person": "p"}


def somebody(relation: str, **changes):
    return {"person": {"id": "s", "relation": relation}, **changes}


def at(clock: str, day: str = "03-06") -> dict:
    return {"at": f"2026-{day}T{clock}-05:00"}


def living(*zones: str, region: str | None = "US") -> dict:
    return {"person": {"region": region, "locations": [{"clue": "mobile", "time_zone": z} for z in zones]}}


NIGHT, ANSWER = at("22:30:00"), {"kind": "reply", "in_reply_to": "m"}
WROTE_AT_NIGHT = received("sms", "2026-03-06T22:20:00-05:00", id="m")
MORNING = "defer 2026-03-07T08:00:01-05:00"

TIME_AND_PLACE = [
    ("eight sharp is not after eight", [], at("08:00:00"), "defer 2026-03-06T08:00:01-05:00"),
    ("a second later is", [], at("08:00:01"), "allow"),
    ("the last second before nine", [], at("20:59:59"), "allow"),
    ("nine sharp is not before nine", [], at("21:00:00"), MORNING),
    ("an email keeps the same hours", [], {**EMAIL, **at("21:00:00")}, MORNING),
    ("a text message too", [], {**SMS, **at("21:00:00")}, MORNING),
    ("a letter has none", [], {**LETTER, **at("03:00:00")}, "allow"),
    ("what the law requires keeps hours", [], {"kind": "required_by_law", **NIGHT}, MORNING),
    ("so does a validation notice", [], {**EMAIL, "kind": "validation_notice", **NIGHT}, MORNING),
    ("so does a closing notice", [], {**EMAIL, "kind": "cease_closing", **NIGHT}, MORNING),
    (
        "so does the confirmation of a payment",
        [],
        {**EMAIL, "kind": "payment_confirmation", **NIGHT},
        MORNING,
    ),
    (
        "open on every clock that the person may live by",
        [],
        {**living("America/New_York", "America/Los_Angeles"), **at("10:00:00")},
        "defer 2026-03-06T11:00:01-05:00",
    ),
    (
        "the order of the signs changes the offset and nothing else",
        [],
        {**living("America/Los_Angeles", "America/New_York"), **at("10:00:00")},
        "defer 2026-03-06T08:00:01-08:00",
    ),
    (
        "a country alone: all its clocks, from New York to Honolulu",
        [],
        {**EMAIL, "person": {"region": "US", "locations": []}, **at("12:00:00")},
        "defer 2026-03-06T13:00:01-05:00",
    ),
    ("nobody's clock is known: no call", [], {"person": {"region": None, "locations": []}}, "refuse"),
    (
        "hours of half an hour's offset",
        [],
        {**living("Asia/Kolkata", region="US"), "at": "2026-03-06T08:00:00+05:30"},
        "defer 2026-03-06T08:00:01+05:30",
    ),
    (
        "on the night that the clocks go forward",
        [],
        {"at": "2026-03-07T21:30:00-05:00"},
        "defer 2026-03-08T08:00:01-04:00",
    ),
    ("one answer at a barred time", [WROTE_AT_NIGHT], {**SMS, **ANSWER, **NIGHT}, "allow"),
    (
        "only one",
        [WROTE_AT_NIGHT, sent("sms", "2026-03-06T22:25:00-05:00")],
        {**SMS, **ANSWER, **NIGHT},
        MORNING,
    ),
    (
        "whatever that one was for",
        [WROTE_AT_NIGHT, sent("sms", "2026-03-06T22:25:00-05:00", kind="dunning")],
        {**SMS, **ANSWER, **NIGHT},
        MORNING,
    ),
    ("by the same medium only", [WROTE_AT_NIGHT], {**EMAIL, **ANSWER, **NIGHT}, MORNING),
    ("a reminder is no answer", [WROTE_AT_NIGHT], {**SMS, **NIGHT}, MORNING),
    (
        "what came by day is no reason to write at night",
        [received("sms", "2026-03-06T12:00:00-05:00", id="m")],
        {**SMS, **ANSWER, **NIGHT},
        MORNING,
    ),
]

FOUR = a_call("2026-03-04", "conversation")
A_WEEK_LATER = "defer 2026-03-11T08:00:01-04:00"
SEVEN = [a_call(f"2026-03-0{day}T{hour}:00:00-05:00") for day in (2, 3, 4) for hour in (10, 15)]
SEVEN += [a_call("2026-03-05")]
MORE = fact("consent", "2026-03-05T13:00:00-05:00", to="exceed_call_frequency")
TWO_DEBTS = {"accounts": [{"id": "B", "creditor": "bank"}]}
LOANS = {
    "account": {"number_group": "g"},
    "accounts": [{"id": "B", "creditor": "bank", "number_group": "g"}],
}

FREQUENCY = [
    ("six calls leave one", SEVEN[1:], {}, "allow"),
    ("after seven, the day on which the first leaves", SEVEN, {}, "defer 2026-03-09T08:00:01-04:00"),
    ("a busy signal is none of them", [*SEVEN[1:], a_call("2026-03-05", "busy")], {}, "allow"),
    ("nor a number out of service", [*SEVEN[1:], a_call("2026-03-05", "out_of_service")], {}, "allow"),
    *(
        (
            f"{result} is one",
            [*SEVEN[1:], a_call("2026-03-05", result)],
            {},
            "defer 2026-03-09T08:00:01-04:00",
        )
        for result in (
            "no_answer", "voicemail", "limited_content_voicemail", "no_message_possible", "dropped",
            "ringless_voicemail",
        )
    ),
    ("text messages are no calls", [sent("sms", "2026-03-05")] * 7, {}, "allow"),
    ("nor are they held back by calls", SEVEN, SMS, "allow"),
    ("calls by another collector are not pooled", [{**each, "actor": "x"} for each in SEVEN], {}, "allow"),
    ("calls to another person neither", [{**each, "person": "s"} for each in SEVEN], {}, "allow"),
    (
        "all numbers of one person are",
        [{**each, "contact_point": f"n{n}"} for n, each in enumerate(SEVEN)],
        {},
        "defer 2026-03-09T08:00:01-04:00",
    ),
    ("another debt has its own seven", [{**each, "accounts": ["B"]} for each in SEVEN], TWO_DEBTS, "allow"),
    (
        "but for loans under one number",
        [{**each, "accounts": ["B"]} for each in SEVEN],
        LOANS,
        "defer 2026-03-09T08:00:01-04:00",
    ),
    ("a conversation: day 1 of 7", [FOUR], {}, A_WEEK_LATER),
    ("its seventh day", [FOUR], {"at": "2026-03-10T12:00:00-04:00"}, A_WEEK_LATER),
    ("the day after", [FOUR], {"at": "2026-03-11T12:00:00-04:00"}, "allow"),
    ("that the customer began", [received("call", "2026-03-04")], {}, A_WEEK_LATER),
    ("about every debt to which talk turned", [{**FOUR, "accounts": ["B"], "discussed": ["A"]}], TWO_DEBTS,
     A_WEEK_LATER),
    ("and no other", [{**FOUR, "accounts": ["B"]}], TWO_DEBTS, "allow"),
    ("with the person, not the spouse", [{**FOUR, "person": "s"}], {}, "allow"),
    ("about commercial debt no federal limit", [FOUR], {"account": {"debt_class": "commercial"}}, "allow"),
    ("nor for the creditor itself", [FOUR], FIRST_PARTY, "allow"),
    ("nor to the customer's attorney", [FOUR], {"person": {"relation": "attorney"}}, "allow"),
    ("a validation notice passes caps", [FOUR], {"kind": "validation_notice"}, "allow"),
    ("so does what the law requires", SEVEN, {"kind": "required_by_law"}, "allow"),
    ("with consent to more calls", [*SEVEN, MORE], {}, "allow"),
    ("consent given to the creditor is none", [*SEVEN, {**MORE, "given_to": "bank"}], {},
     "defer 2026-03-09T08:00:01-04:00"),
    ("on the seventh day of it", [*SEVEN, {**MORE, "at": "2026-02-28T12:00:00-05:00"}], {}, "allow"),
    ("on the eighth", [*([a_call("2026-03-06T08:30:00-05:00")] * 7),
     {**MORE, "at": "2026-02-27T12:00:00-05:00"}], {}, "defer 2026-03-13T08:00:01-04:00"),
    ("it ends with the next conversation",
     [*SEVEN, MORE, a_call("2026-03-05T14:00:00-05:00", "conversation")], {},
     "defer 2026-03-12T08:00:01-04:00"),
    ("when it is revoked", [*SEVEN, MORE, fact("consent_revoked", "2026-03-06T09:00:00-05:00",
     to="exceed_call_frequency")], {}, "defer 2026-03-09T08:00:01-04:00"),
    ("calls under it count neither then nor later",
     [*SEVEN[:6], MORE, *([a_call("2026-03-05T15:00:00-05:00")] * 5)], {"at": "2026-03-06T10:00:00-05:00"},
     "allow"),
]  # fmt: skip

OPTED_OUT = fact("opt_out", "2026-03-04", channel="sms")
REVOKED = {**OPTED_OUT, "revokes_consent": True}
TEXTS_AGAIN = fact("consent", "2026-03-05", to="text")
CEASED = fact("cease_request", "2026-03-04", written=True)

STOPS = [
    ("a medium", [OPTED_OUT], SMS, "refuse"),
    ("is lifted by an opt-in to it", [OPTED_OUT, fact("opted_back_in", "2026-03-05", channel="sms")], SMS,
     "allow"),
    ("not by consent", [OPTED_OUT, TEXTS_AGAIN], SMS, "refuse"),
    ("an address", [fact("opt_out", contact_point="point")], SMS, "refuse"),
    ("is not lifted by an opt-in to the medium",
     [fact("opt_out", contact_point="point"), fact("opted_back_in", "2026-03-05", channel="sms")], SMS,
     "refuse"),
    ("an opt-in at the same instant lifts nothing", [OPTED_OUT, {**OPTED_OUT, "type": "opted_back_in"}], SMS,
     "refuse"),
    ("a cease request in writing", [CEASED], SMS, "refuse"),
    ("is lifted by no opt-in", [CEASED, fact("opted_back_in", "2026-03-05", channel="sms")], SMS, "refuse"),
    ("an oral one stops calls", [{**CEASED, "written": False}], {}, "refuse"),
    ("and no letters", [{**CEASED, "written": False}], LETTER, "allow"),
    ("which an opt-in lifts",
     [{**CEASED, "written": False}, fact("opted_back_in", "2026-03-05", channel="voice")], {}, "allow"),
    ("an absent `written` is false", [fact("cease_request")], LETTER, "allow"),
    ("what the law requires passes opt-outs", [OPTED_OUT], {**SMS, "kind": "required_by_law"}, "allow"),
    ("and revocations", [REVOKED], {**SMS, "kind": "required_by_law"}, "allow"),
    ("and cease requests", [CEASED], {**SMS, "kind": "required_by_law"}, "allow"),
    ("a closing notice passes a cease request", [CEASED], {**EMAIL, "kind": "cease_closing"}, "allow"),
    ("and no opt-out", [CEASED, fact("opt_out", channel="email")], {**EMAIL, "kind": "cease_closing"},
     "refuse"),
    ("a validation notice passes no opt-out", [OPTED_OUT], {**SMS, "kind": "validation_notice"}, "refuse"),
    ("one confirmation", [OPTED_OUT], {**SMS, "kind": "opt_out_confirmation"}, "allow"),
    ("whatever it says it answers",
     [received("sms", "2026-03-03", id="hi"), OPTED_OUT, {**sent("sms", "2026-03-04T12:01:00-05:00"),
      "kind": "opt_out_confirmation", "in_reply_to": "stop"}],
     {**SMS, "kind": "opt_out_confirmation", "in_reply_to": "hi"}, "refuse"),
    ("a consent request is judged as dunning", [OPTED_OUT], {**SMS, "kind": "consent_request"}, "refuse"),
    ("by a promise to pay as well", [fact("promise_to_pay", due_on="2026-03-06")],
     {**EMAIL, "kind": "consent_request"}, MORNING),
]  # fmt: skip

BANKRUPT = fact("bankruptcy", "2026-03-02", **OF_CUSTOMER)
EVERYBODY = [
    "spouse", "parent_of_minor", "guardian", "executor", "third_party", "attorney", "credit_bureau",
    "creditor", "creditor_attorney", "collector_attorney",
]  # fmt: skip
STANDS_IN = ["spouse", "parent_of_minor", "guardian", "executor"]

PERSONS = [
    *((f"the customer's bankruptcy binds contact with the {who}", [BANKRUPT], somebody(who), "refuse")
      for who in EVERYBODY),
    *((f"the customer's death binds contact with the {who}", [fact("deceased", **OF_CUSTOMER)],
       somebody(who), "refuse") for who in EVERYBODY),
    *((f"a cease request binds contact with the {who}", [{**CEASED, **OF_CUSTOMER}], somebody(who), "refuse")
      for who in EVERYBODY),
    *((f"a dispute binds contact with the {who}", [fact("dispute", written=True, **OF_CUSTOMER)],
       somebody(who), "refuse") for who in EVERYBODY),
    *((f"an attorney binds contact with the {who}",
       [fact("attorney_represents", contact_known=True, **OF_CUSTOMER)], somebody(who), "refuse")
      for who in STANDS_IN),
    *((f"and none with the {who}", [fact("attorney_represents", contact_known=True, **OF_CUSTOMER)],
       somebody(who), "allow") for who in ("attorney", "creditor", "credit_bureau")),
    ("a hold binds the person it names", [fact("hold", **OF_CUSTOMER)], somebody("spouse"), "allow"),
    ("a bankruptcy of another account", [{**BANKRUPT, "accounts": ["B", "C"]}], somebody("spouse"), "allow"),
    ("a third party is not dunned", [], somebody("third_party"), "refuse"),
    ("but asked where the customer is", [], somebody("third_party", kind="location_information"), "allow"),
]  # fmt: skip

LONG = {"person": {"region": "US", "locations": [{"clue": "mobile", "time_zone": z}
        for z in ("America/New_York", "America/Los_Angeles")]}}  # fmt: skip

DATES = [
    ("a hold includes its last day on every clock", [fact("hold", until="2026-03-09")], LONG,
     "defer 2026-03-10T11:00:01-04:00"),
    ("an instant is that instant", [fact("hold", until="2026-03-06T12:00:00-05:00")], {},
     "defer 2026-03-06T12:00:00-05:00"),
    ("and over when it has come", [fact("hold", until="2026-03-06T10:00:00-05:00")], {}, "allow"),
    ("a promise: the day after", [fact("promise_to_pay", due_on="2026-03-06")], {}, MORNING),
    ("of its account", [fact("promise_to_pay", due_on="2026-03-06", account="B")], {}, "allow"),
    ("a hold is of dunning", [fact("hold")], {**LETTER, "kind": "required_by_law"}, "allow"),
    ("a breathing space", [fact("breathing_space", until="2026-04-01")], LETTER,
     "defer 2026-04-02T00:00:00-04:00"),
    ("an inconvenient day", [fact("inconvenient", days=["fri"])], {}, MORNING),
    ("an inconvenient night and morning", [fact("inconvenient", **{"from": "21:00", "to": "11:00"})], {},
     "defer 2026-03-06T11:00:00-05:00"),
    ("on every clock", [fact("inconvenient", **{"from": "12:00", "to": "13:00"})],
     {**LONG, "at": "2026-03-06T12:30:00-05:00"}, "defer 2026-03-06T13:00:00-05:00"),
    ("and the next", [fact("inconvenient", **{"from": "12:00", "to": "13:00"})],
     {**LONG, "at": "2026-03-06T15:30:00-05:00"}, "defer 2026-03-06T16:00:00-05:00"),
    ("just that once", [fact("inconvenient", only_now=True)], {}, "allow"),
    ("lifted, all days named", [fact("inconvenient"), fact("convenient_again", "2026-03-02",
     days=["mon", "tue", "wed", "thu", "fri", "sat", "sun"])], {}, "allow"),
    ("a place", [fact("inconvenient", place="home")],
     {"contact_point": {"kind": "landline", "place": "home"}}, "refuse"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("case", "events", "changes", "outcome"),
    [*TIME_AND_PLACE, *FREQUENCY, *STOPS, *PERSONS, *DATES],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "",
)
def test_the_answer_is_that_of_the_contract(case, events, changes, outcome):
    assert verdict_on(*events, **changes) == outcome, case


NOTICE_OF_35_DAYS = fact(
    "creditor_email_notice", "2026-01-29", contact_point="point", opt_out_by="2026-03-05"
)
REQUIRED = [
    # what is known, the channel, the step that is required, or none
    ("a text 59 days after consent", [fact("consent", "2026-01-06", to="text")], "sms", None),
    ("60 days", [fact("consent", "2026-01-05", to="text")], "sms", "reassigned_number_check"),
    ("a check", [fact("consent", "2025-01-05", to="text"), fact("number_checked", "2026-03-01",
     contact_point="point", complete_database=True)], "sms", None),
    ("a check of any list", [fact("consent", "2025-01-05", to="text"), fact("number_checked",
     contact_point="point")], "sms", "reassigned_number_check"),
    ("a notice whose 35 days are over", [NOTICE_OF_35_DAYS], "email", None),
    ("34 days", [{**NOTICE_OF_35_DAYS, "opt_out_by": "2026-03-04"}], "email", "email_procedure_check"),
    ("not over", [{**NOTICE_OF_35_DAYS, "opt_out_by": "2026-03-06"}], "email", "email_procedure_check"),
    ("a notice that names no day", [fact("creditor_email_notice", contact_point="point")], "email",
     "email_procedure_check"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "events", "channel", "step"), REQUIRED)
def test_a_lost_safe_harbour_is_named_and_no_ban(case, events, channel, step):
    answer = answer_to(*events, channel=channel)
    assert answer["verdict"] == "allow"
    steps = {item["step"] for item in answer["requires"] if "step" in item}
    assert steps == ({step} if step else set()), case


def test_a_limited_content_message_that_says_more_is_an_ordinary_voicemail():
    said = ["caller_identity", "call_back_number", "opt_out"]
    answer = answer_to(message={"form": "limited_content_voicemail", "disclosures": said})
    assert answer["verdict"] == "refuse"
    assert required(answer) == {"debt_collector"}


@pytest.mark.parametrize("by", ["letter", "email"])
@pytest.mark.parametrize(
    ("given", "last_day"),
    [
        ("2026-02-02", "2026-03-11"),  # five days without a weekend: the 9th
        ("2026-02-09", "2026-03-19"),  # Washington's Birthday on the 16th: the 17th
        ("2026-06-29", "2026-08-05"),  # Saturday 4 July is a holiday, the Friday before is none: 6 July
        ("2026-12-18", "2027-01-27"),  # Christmas Day: the 28th
    ],
)
def test_the_validation_period_ends_with_the_thirtieth_day_after_receipt_may_be_assumed(by, given, last_day):
    notice = fact("validation_notice", f"{given}T12:00:00-05:00", delivered_by=by)
    over = datetime.fromisoformat(last_day).replace(tzinfo=ZoneInfo("America/New_York")) + timedelta(days=1)

    def disputed(when: datetime) -> str:
        dispute = fact("dispute", when.isoformat(), written=True)
        return verdict_on(notice, dispute, at="2027-03-05T10:00:00-05:00")

    assert (disputed(over - timedelta(seconds=1)), disputed(over)) == ("refuse", "allow")
