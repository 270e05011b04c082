"""Have there been too many calls about this debt, or one conversation too recently?"""

from __future__ import annotations

from tests.builders.question import a_call, fact, received, sent
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import LAWYER, OF_CUSTOMER, SPOUSE

WEEK = [f"2026-03-0{day}" for day in range(1, 7)]
GROUPED = {
    "account": {"number_group": "g"},
    "accounts": [{"id": "B", "creditor": "bank", "number_group": "g"}],
}
TWO_CLOCKS = {
    "person": {
        "locations": [
            {"clue": "residence", "time_zone": "America/New_York"},
            {"clue": "mobile", "time_zone": "Pacific/Honolulu"},
        ]
    }
}


def calls(count: int, day: str = "2026-03-02", result: str = "no_answer", **keys):
    return [a_call(f"{day}T{9 + hour:02}:00:00-05:00", result, **keys) for hour in range(count)]


def calls_late(day: str):
    return [a_call(f"{day}T23:{minutes}:00-05:00") for minutes in range(10, 17)]


def consent(day: str, **keys):
    return fact("consent", day, to="exceed_call_frequency", **keys)


SPOKEN = a_call("2026-03-04", "conversation")
AFTERWARDS = "2026-03-04T12:05:00-05:00"

ROWS = table(
    "us-reg-f/call-frequency",
    ("no calls yet", [], {}, "allow"),
    ("six calls leave a seventh", calls(6), {}, "allow"),
    ("seven leave none until the first leaves the window", calls(7), {}, "defer to 2026-03-09 00:00"),
    (
        "spread out, the date of the first is day 1",
        [a_call("2026-02-28"), *(a_call(day) for day in WEEK)],
        {},
        "defer to 2026-03-07 00:00",
    ),
    (
        "a call on the eighth day back is out of the window",
        [a_call("2026-02-27"), *(a_call(day) for day in WEEK)],
        {},
        "allow",
    ),
    (
        "late in the evening each counts for the date on the person's own clock",
        calls_late("2026-03-01"),
        {},
        "defer to 2026-03-08 00:00",
    ),
    (
        "of eight calls the second oldest must leave the window first",
        [a_call("2026-03-01"), *calls(7)],
        {},
        "defer to 2026-03-09 00:00",
    ),
    ("a call that only rang counts", calls(7, result="no_answer"), {}, "defer to 2026-03-09 00:00"),
    ("a voicemail counts", calls(7, result="voicemail"), {}, "defer to 2026-03-09 00:00"),
    (
        "a limited-content message counts, though it is no communication",
        calls(7, result="limited_content_voicemail"),
        {},
        "defer to 2026-03-09 00:00",
    ),
    ("a ringless voicemail counts", calls(7, result="ringless_voicemail"), {}, "defer to 2026-03-09 00:00"),
    (
        "one where no message could be left counts",
        calls(7, result="no_message_possible"),
        {},
        "defer to 2026-03-09 00:00",
    ),
    ("a dropped one counts", calls(7, result="dropped"), {}, "defer to 2026-03-09 00:00"),
    (
        "a call whose result nobody knows counts",
        [{key: value for key, value in call.items() if key != "result"} for call in calls(7)],
        {},
        "defer to 2026-03-09 00:00",
    ),
    ("a busy line does not", calls(7, result="busy"), {}, "allow"),
    ("nor one out of service", calls(7, result="out_of_service"), {}, "allow"),
    ("text messages and emails do not", [sent("sms", day) for day in WEEK * 2], {}, "allow"),
    ("what the person sent does not", [received("sms", day) for day in WEEK * 2], {}, "allow"),
    (
        "a conversation is day 1 of seven without calls",
        [a_call("2026-03-01", "conversation")],
        {},
        "defer to 2026-03-08 00:00",
    ),
    ("on the eighth day calls are free", [a_call("2026-02-27", "conversation")], {}, "allow"),
    (
        "late at night it counts for the date on the person's own clock",
        [a_call("2026-02-28T23:30:00-05:00", "conversation")],
        {},
        "defer to 2026-03-07 00:00",
    ),
    (
        "with several clocks the latest midnight counts",
        [a_call("2026-03-01", "conversation")],
        TWO_CLOCKS,
        "defer to 2026-03-08 06:00",
    ),
    (
        "where no clock is known, dates are counted by the last clock on Earth",
        [a_call("2026-03-01", "conversation")],
        {"person": {"region": None, "locations": []}, "packs": ["us-reg-f"]},
        "defer to 2026-03-08 12:00",
    ),
    (
        "a conversation that the person began counts",
        [received("call", "2026-03-02")],
        {},
        "defer to 2026-03-09 00:00",
    ),
    (
        "of two conversations the later counts",
        [a_call("2026-03-02", "conversation"), SPOKEN],
        {},
        "defer to 2026-03-11 00:00",
    ),
    (
        "calls that the person made are not among the seven",
        [*calls(6), received("call", "2026-02-26")],
        {},
        "allow",
    ),
    ("another collector's calls do not count", calls(7, actor="other"), {}, "allow"),
    (
        "nor another collector's conversation",
        [a_call("2026-03-05", "conversation", actor="other")],
        {},
        "allow",
    ),
    ("calls to the spouse have their own count", calls(7, person="s"), {}, "allow"),
    ("and the spouse's is not the customer's", calls(7, **OF_CUSTOMER), SPOUSE, "allow"),
    ("a spouse's seven are full as well", calls(7, person="s"), SPOUSE, "defer to 2026-03-09 00:00"),
    ("calls to another number are pooled", calls(7, contact_point="other"), {}, "defer to 2026-03-09 00:00"),
    ("calls about another debt do not count", calls(7, accounts=["B"]), {}, "allow"),
    (
        "a call about several debts counts for each",
        calls(7, accounts=["B", "A"]),
        {},
        "defer to 2026-03-09 00:00",
    ),
    (
        "a conversation counts for each debt to which talk turned",
        [a_call("2026-03-05", "conversation", accounts=["B"], discussed=["A"])],
        {},
        "defer to 2026-03-12 00:00",
    ),
    (
        "not for a debt that was not spoken of",
        [a_call("2026-03-05", "conversation", accounts=["B"], discussed=["C"])],
        {},
        "allow",
    ),
    (
        "student loans under one number are one debt",
        calls(7, accounts=["B"]),
        {"account": {"debt_class": "student_loan", "number_group": "g"}, "accounts": GROUPED["accounts"]},
        "defer to 2026-03-09 00:00",
    ),
    (
        "and so is a conversation about one of them",
        [a_call("2026-03-05", "conversation", accounts=["B"])],
        GROUPED,
        "defer to 2026-03-12 00:00",
    ),
    ("calls to the customer's attorney do not count", calls(9), LAWYER, "allow"),
    ("a validation notice passes caps", calls(7), {"kind": "validation_notice"}, "allow"),
    ("so does what the law requires", calls(7), {"kind": "required_by_law"}, "allow"),
    ("first parties are not bound", calls(7), {"actor": {"role": "original_creditor"}}, "not asked"),
    # Consent given directly to the collector, good for the seven days whose first is its own date.
    ("consent lifts the count", [*calls(7), consent("2026-03-04")], {}, "allow"),
    ("given at its very instant as well", [SPOKEN, consent("2026-03-04")], {}, "allow"),
    ("given in the conversation it lifts the seven days", [SPOKEN, consent(AFTERWARDS)], {}, "allow"),
    (
        "it is good for seven days, its own date being the first",
        [a_call("2026-02-27", "conversation"), *calls(7, "2026-03-01"), consent("2026-02-28")],
        {},
        "allow",
    ),
    ("calls within it count neither then nor later", [*calls(7), consent("2026-03-01")], {}, "allow"),
    (
        "a call at the very instant of consent is within it",
        [*calls(7), consent("2026-03-02T09:00:00-05:00")],
        {"at": "2026-03-09T10:00:00-04:00"},
        "allow",
    ),
    (
        "a call before it still counts",
        [
            *calls(6, "2026-03-05"),
            a_call("2026-03-04"),
            consent("2026-03-04T12:00:01-05:00"),
            fact("consent_revoked", "2026-03-05T08:00:00-05:00", to="exceed_call_frequency"),
        ],
        {},
        "defer to 2026-03-11 00:00",
    ),
    (
        "on the eighth day it is over",
        [consent("2026-02-27"), *calls(7, "2026-03-06")],
        {"at": "2026-03-06T18:00:00-05:00"},
        "defer to 2026-03-13 00:00",
    ),
    (
        "the next conversation ends it",
        [consent("2026-03-03"), a_call("2026-03-05", "conversation")],
        {},
        "defer to 2026-03-12 00:00",
    ),
    (
        "also where the person calls",
        [consent("2026-03-03"), received("call", "2026-03-05")],
        {},
        "defer to 2026-03-12 00:00",
    ),
    (
        "a revocation ends it",
        [*calls(7), consent("2026-03-04"), fact("consent_revoked", "2026-03-05", to="exceed_call_frequency")],
        {},
        "defer to 2026-03-09 00:00",
    ),
    (
        "so does the end that the person set",
        [*calls(7), consent("2026-03-03", until="2026-03-05")],
        {},
        "defer to 2026-03-09 00:00",
    ),
    (
        "until then it holds",
        [*calls(7), consent("2026-03-03", until="2026-03-06")],
        {},
        "allow",
    ),
    (
        "consent for another number does not help here",
        [*calls(7), consent("2026-03-04", contact_point="other")],
        {},
        "defer to 2026-03-09 00:00",
    ),
    ("for this number it does", [*calls(7), consent("2026-03-04", contact_point="point")], {}, "allow"),
    (
        "consent given to the creditor is none to the collector",
        [*calls(7), consent("2026-03-04", given_to="bank")],
        {},
        "defer to 2026-03-09 00:00",
    ),
    at="2026-03-06T18:00:00-05:00",
)
