"""Were there too many contacts lately, as this law counts them?"""

from __future__ import annotations

from tests.builders.question import a_call, fact, received, sent
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import (
    AT_HOME,
    AT_WORK,
    AUSTRALIA,
    BRITISH_POLICY,
    CALL,
    DISTRICT_OF_COLUMBIA,
    EMAIL,
    FIRST_PARTY,
    LAWYER,
    LETTER,
    MASSACHUSETTS,
    NEW_YORK_CITY,
    ONTARIO,
    POLICY,
    REPLY,
    SMS,
    SPOUSE,
    UNITED_KINGDOM,
    WASHINGTON,
    WEST_VIRGINIA,
)

SPOKEN = a_call("2026-03-03", "conversation")
B_OF_BANK = {"accounts": [{"id": "B", "creditor": "bank"}]}
B_OF_SHOP = {"accounts": [{"id": "B", "creditor": "shop"}]}
GROUPED = {
    "account": {"number_group": "g"},
    "accounts": [{"id": "B", "creditor": "bank", "number_group": "g"}],
}
OTHER_POINT_AT_WORK = {"contact_points": [{"id": "other", "kind": "mobile", "place": "work"}]}
RECORDED = {"message": {"form": "prerecorded", "disclosures": []}}


def emails(count: int, day: str = "2026-03-04", **keys):
    return [sent("email", day, **keys)] * count


def texts(count: int, day: str = "2026-03-04", **keys):
    return [sent("sms", day, **keys)] * count


def calls(count: int, day: str = "2026-03-04", result: str = "no_answer", **keys):
    return [a_call(day, result, **keys)] * count


def of_september(*days: int, kind: str = "email"):
    return [sent(kind, f"2026-09-{day:02}T12:00:00-04:00") for day in days]


def to_more(day: str = "2026-03-05", **keys):
    return fact("consent", day, to="exceed_call_frequency", **keys)


def recording(day: str, **keys):
    return a_call(day, "voicemail", **{"form": "prerecorded", "contact_point": "point", **keys})


NO_MORE = fact("consent_revoked", "2026-03-04T09:00:00-05:00", to="exceed_call_frequency")
THREE = [recording(day) for day in ("2026-02-05", "2026-02-15", "2026-02-25")]
MA_UNTIL = "defer to 2026-03-11 00:00"

ROWS = [
    *table(
        "us-ma/telephone-cap",
        ("one call leaves one", calls(1), CALL, "allow"),
        (
            "two leave none for seven days",
            [*calls(1, "2026-03-02"), *calls(1)],
            CALL,
            "defer to 2026-03-09 00:00",
        ),
        ("a text counts like a call", [*texts(1), *calls(1)], SMS, MA_UNTIL),
        ("emails do not", emails(3), CALL, "allow"),
        ("a conversation counts", calls(2, result="conversation"), CALL, MA_UNTIL),
        ("a voicemail counts", calls(2, result="voicemail"), CALL, MA_UNTIL),
        (
            "a call where no message could be left does not",
            calls(2, result="no_message_possible"),
            CALL,
            "allow",
        ),
        ("nor a busy line", calls(2, result="busy"), CALL, "allow"),
        (
            "one whose result nobody knows counts",
            [{"type": "call", "direction": "outbound", "at": "2026-03-04T12:00:00-05:00"}] * 2,
            CALL,
            MA_UNTIL,
        ),
        ("what the customer sent does not", [received("sms", "2026-03-04")] * 3, CALL, "allow"),
        ("an answer to it does", [received("sms", "2026-03-04"), *texts(2)], CALL, MA_UNTIL),
        ("about another debt", calls(2, accounts=["B"]), B_OF_BANK, "allow"),
        ("about one that counts as the same debt", calls(2, accounts=["B"]), GROUPED, MA_UNTIL),
        ("by another collector on the same debt", calls(2, actor="other"), CALL, MA_UNTIL),
        ("to the spouse", calls(2, person="s"), CALL, "allow"),
        (
            "to a number at work they are counted apart",
            calls(2, contact_point="other"),
            OTHER_POINT_AT_WORK,
            "allow",
        ),
        ("to a number of which no place is known", calls(2, contact_point="somewhere"), CALL, MA_UNTIL),
        (
            "to another number at home",
            calls(2, contact_point="other"),
            {"contact_points": [{"id": "other", "kind": "landline", "place": "home"}]},
            MA_UNTIL,
        ),
        ("a number at work has another cap", calls(2), AT_WORK, "allow"),
        ("a number at home has this one", calls(2), AT_HOME, MA_UNTIL),
        ("to the customer's attorney", calls(3), LAWYER, "allow"),
        ("a validation notice passes", calls(2), {"kind": "validation_notice"}, "allow"),
        ("what the law requires passes", calls(2), {"kind": "required_by_law"}, "allow"),
        (
            "the customer is answered",
            [*calls(2), received("sms", "2026-03-05", id="m")],
            SMS | REPLY,
            "allow",
        ),
        ("consent does not lift it", [*calls(2), to_more()], CALL, MA_UNTIL),
        **MASSACHUSETTS,
    ),
    *table(
        "us-ma/telephone-cap-elsewhere",
        ("one call at work leaves one", [a_call("2026-02-10", contact_point="point")], CALL, "allow"),
        (
            "two leave none for thirty days",
            calls(2, "2026-02-10", contact_point="point"),
            CALL,
            "defer to 2026-03-12 00:00",
        ),
        ("on the thirty-first they are free", calls(2, "2026-02-04", contact_point="point"), CALL, "allow"),
        ("a number at home has another cap", calls(2, contact_point="point"), AT_HOME, "allow"),
        **MASSACHUSETTS | AT_WORK,
    ),
    *table(
        "us-ny-nyc/contact-cap",
        ("two contacts leave one", of_september(6, 7), CALL, "allow"),
        ("three leave none for seven days", of_september(5, 6, 7), CALL, "defer to 2026-09-12 00:00"),
        (
            "over all channels but post",
            [*of_september(5), *of_september(6, kind="sms"), a_call("2026-09-07")],
            EMAIL,
            "defer to 2026-09-12 00:00",
        ),
        (
            "even a busy line counts",
            [a_call("2026-09-07T12:00:00-04:00", "busy"), *of_september(5, 6)],
            CALL,
            "defer to 2026-09-12 00:00",
        ),
        ("letters do not", of_september(5, 6, 7, kind="letter"), CALL, "allow"),
        ("and are not held back", of_september(5, 6, 7), LETTER, "not asked"),
        (
            "by account: another's do not count",
            [sent("email", f"2026-09-0{day}", accounts=["B"]) for day in (5, 6, 7)],
            B_OF_BANK,
            "allow",
        ),
        (
            "once collection has begun",
            of_september(5, 6, 7),
            {"account": {"collection_begun": False}},
            "not asked",
        ),
        **NEW_YORK_CITY,
    ),
    *table(
        "us-wa/weekly-cap",
        ("unanswered calls do not count", calls(5), CALL, "allow"),
        ("messages do, in a week that begins on Sunday", emails(3), CALL, "defer to 2026-03-08 00:00"),
        ("Sunday belongs to the new week", emails(3, "2026-03-01"), CALL, "defer to 2026-03-08 00:00"),
        ("last week's do not count", emails(3, "2026-02-28"), CALL, "allow"),
        ("letters count", [sent("letter", "2026-03-04")] * 3, CALL, "defer to 2026-03-08 00:00"),
        ("and are held back", emails(3), LETTER, "defer to 2026-03-08 00:00"),
        ("those to the spouse count", emails(3, person="s"), CALL, "defer to 2026-03-08 00:00"),
        ("also where the spouse is asked about", emails(3, person="p"), SPOUSE, "defer to 2026-03-08 00:00"),
        ("about any debt of the customer", emails(3, accounts=["B"]), B_OF_SHOP, "defer to 2026-03-08 00:00"),
        ("another collector's do not", emails(3, actor="other"), CALL, "allow"),
        (
            "an answer does not count",
            [
                *emails(2),
                received("email", "2026-03-05", id="m"),
                sent("email", "2026-03-05T13:00:00-05:00", in_reply_to="m"),
            ],
            CALL,
            "allow",
        ),
        ("nor one that says of itself that it is", [*emails(2), *emails(1, kind="reply")], CALL, "allow"),
        (
            "nor the first email after what the customer wrote",
            [*emails(2), received("email", "2026-03-05"), *emails(1, "2026-03-05T13:00:00-05:00")],
            CALL,
            "allow",
        ),
        (
            "the second counts",
            [
                *emails(2),
                received("email", "2026-03-05"),
                *emails(1, "2026-03-05T13:00:00-05:00"),
                *emails(1, "2026-03-05T14:00:00-05:00"),
            ],
            CALL,
            "defer to 2026-03-08 00:00",
        ),
        (
            "by another medium it was no answer",
            [*emails(2), received("email", "2026-03-05"), *texts(1, "2026-03-05T13:00:00-05:00")],
            CALL,
            "defer to 2026-03-08 00:00",
        ),
        ("who collects in its own name is not bound", emails(3), FIRST_PARTY, "not asked"),
        **WASHINGTON,
    ),
    *table(
        "us-wa/weekly-cap-at-work",
        (
            "one a week at work",
            [a_call("2026-03-04", "voicemail", contact_point="point")],
            AT_WORK,
            "defer to 2026-03-08 00:00",
        ),
        ("none yet", [], AT_WORK, "allow"),
        ("one at home", [a_call("2026-03-04", "voicemail", contact_point="point")], AT_HOME, "allow"),
        **WASHINGTON,
    ),
    *table(
        "us-wa/mobile-cap",
        (
            "two calls or texts a day to a mobile",
            calls(2, "2026-03-06", contact_point="point"),
            CALL,
            "defer to 2026-03-07 00:00",
        ),
        ("one leaves one", texts(1, "2026-03-06", contact_point="point"), SMS, "allow"),
        ("yesterday's do not count", calls(2, "2026-03-05", contact_point="point"), CALL, "allow"),
        ("nor those to another number", calls(2, "2026-03-06", contact_point="other"), CALL, "allow"),
        ("those of which no number is known do", calls(2, "2026-03-06"), CALL, "defer to 2026-03-07 00:00"),
        (
            "a landline has no such cap",
            calls(2, "2026-03-06", contact_point="point"),
            {"contact_point": {"kind": "landline"}},
            "allow",
        ),
        **WASHINGTON | {"at": "2026-03-06T12:00:00-08:00"},
    ),
    *table(
        "us-wv/weekly-calls",
        ("twenty-nine calls leave one", calls(29), CALL, "allow"),
        ("thirty leave none until Sunday", calls(30), CALL, "defer to 2026-03-08 00:00"),
        ("busy lines do not count", calls(30, result="busy"), CALL, "allow"),
        **WEST_VIRGINIA,
    ),
    *table(
        "us-wv/weekly-conversations",
        ("nine conversations leave one", calls(9, result="conversation"), CALL, "allow"),
        ("ten leave none until Sunday", calls(10, result="conversation"), CALL, "defer to 2026-03-08 00:00"),
        ("calls that nobody answered do not count", calls(10), CALL, "allow"),
        **WEST_VIRGINIA,
    ),
    *table(
        "us-dc/call-cap",
        ("three calls leave one", calls(3, "2026-03-03"), CALL, "allow"),
        ("four leave none for seven days", calls(4, "2026-03-03"), CALL, "defer to 2026-03-10 00:00"),
        (
            "thirty days past due are not more than thirty",
            calls(4),
            {"account": {"days_past_due": 30}},
            "not asked",
        ),
        ("mortgages are left out", calls(4), {"account": {"debt_class": "mortgage"}}, "not asked"),
        **DISTRICT_OF_COLUMBIA,
    ),
    *table(
        "us-dc/message-cap",
        ("four messages leave one", [*emails(2, "2026-03-03"), *texts(2, "2026-03-03")], CALL, "allow"),
        (
            "emails and texts together: five",
            [*emails(3, "2026-03-03"), *texts(2, "2026-03-03")],
            CALL,
            "defer to 2026-03-10 00:00",
        ),
        **DISTRICT_OF_COLUMBIA | SMS,
    ),
    *table(
        "us-dc/consent-request-cap",
        (
            "consent may be asked for once a week",
            texts(1, "2026-03-03", kind="consent_request"),
            CALL,
            "defer to 2026-03-10 00:00",
        ),
        ("other messages are no requests", texts(3, "2026-03-03", kind="dunning"), CALL, "allow"),
        (
            "one of which nobody knows what it was counts",
            texts(1, "2026-03-03"),
            CALL,
            "defer to 2026-03-10 00:00",
        ),
        (
            "it holds back requests alone",
            texts(1, "2026-03-03", kind="consent_request"),
            {"kind": "dunning"},
            "allow",
        ),
        **DISTRICT_OF_COLUMBIA | SMS | {"kind": "consent_request"},
    ),
    *table(
        "us-tcpa/prerecorded-to-landline",
        ("two recordings to a home line leave one", THREE[:2], CALL, "allow"),
        ("three in thirty days leave none", THREE, CALL, "defer to 2026-03-07 00:00"),
        ("with consent they are not capped", [*THREE, fact("consent", to="prerecorded")], CALL, "allow"),
        (
            "consent that has run out",
            [*THREE, fact("consent", to="prerecorded", until="2026-03-05")],
            CALL,
            "defer to 2026-03-07 00:00",
        ),
        (
            "live calls do not count",
            [recording(day, form="live") for day in ("2026-02-25", "2026-02-26", "2026-02-27")],
            CALL,
            "allow",
        ),
        ("a live call is not held back", THREE, {"message": {"form": "live"}}, "allow"),
        ("nor one of which nothing is known yet", THREE, {"message": {"form": None}}, "allow"),
        ("a line at work is not meant", THREE, AT_WORK, "allow"),
        ("nor a mobile", THREE, {"contact_point": {"kind": "mobile"}}, "allow"),
        **FIRST_PARTY,
        **RECORDED,
        contact_point={"kind": "landline", "place": "home"},
    ),
    *table(
        "ca-on/contact-cap",
        ("before the first conversation there is no cap", emails(4), CALL, "allow"),
        (
            "then three in seven days, the conversation among them",
            [SPOKEN, *emails(2)],
            CALL,
            "defer to 2026-03-10 00:00",
        ),
        ("what went before it does not count", [*emails(4, "2026-03-02"), SPOKEN], CALL, "allow"),
        ("unanswered calls do not count", [SPOKEN, *calls(4)], CALL, "allow"),
        (
            "a message that was left does",
            [SPOKEN, *calls(2, result="voicemail")],
            CALL,
            "defer to 2026-03-10 00:00",
        ),
        ("ordinary mail does not", [SPOKEN, *[sent("letter", "2026-03-04")] * 4], CALL, "allow"),
        (
            "another account of the same creditor counts",
            [SPOKEN, *emails(2, accounts=["B"])],
            B_OF_BANK,
            "defer to 2026-03-10 00:00",
        ),
        ("another creditor's does not", [SPOKEN, *emails(2, accounts=["B"])], B_OF_SHOP, "allow"),
        (
            "one of which nobody knows whose it is counts",
            [SPOKEN, *emails(2, accounts=["C"])],
            CALL,
            "defer to 2026-03-10 00:00",
        ),
        (
            "contacts that the customer asked for do not count",
            [SPOKEN, *emails(2, kind="reply")],
            CALL,
            "allow",
        ),
        ("the customer agreed to more", [SPOKEN, *emails(2), to_more()], CALL, "allow"),
        (
            "nor do those to which the customer had agreed, once that is over",
            [SPOKEN, to_more("2026-03-03", until="2026-03-04"), *emails(2)],
            CALL,
            "allow",
        ),
        (
            "what was sent before counts",
            [SPOKEN, *emails(2), to_more(until="2026-03-05")],
            CALL,
            "defer to 2026-03-10 00:00",
        ),
        (
            "and what was sent after the customer took it back",
            [SPOKEN, to_more("2026-03-03"), NO_MORE, *emails(2)],
            CALL,
            "defer to 2026-03-10 00:00",
        ),
        (
            "and what went to another address than the one agreed to",
            [SPOKEN, to_more("2026-03-03", until="2026-03-04", contact_point="other"), *emails(2)],
            CALL,
            "defer to 2026-03-10 00:00",
        ),
        (
            "for another number it was agreed",
            [SPOKEN, *emails(2), to_more(contact_point="other")],
            CALL,
            "defer to 2026-03-10 00:00",
        ),
        **ONTARIO,
    ),
    *table(
        "au/weekly-cap",
        ("two contacts leave one", emails(2, "2026-03-03"), CALL, "allow"),
        (
            "three leave none in a week that begins on Monday",
            emails(3, "2026-03-03"),
            CALL,
            "defer to 2026-03-09 00:00",
        ),
        ("Sunday belongs to the old week", emails(3, "2026-03-01T12:00:00+11:00"), CALL, "allow"),
        ("unanswered calls are no contacts", calls(5, "2026-03-03"), CALL, "allow"),
        **AUSTRALIA,
    ),
    *table(
        "au/monthly-cap",
        ("nine contacts leave one", emails(9, "2026-03-03"), CALL, "allow"),
        (
            "ten leave none until the month is over",
            emails(10, "2026-03-03"),
            CALL,
            "defer to 2026-04-01 00:00",
        ),
        (
            "by the person's own calendar",
            emails(10, "2026-03-31T14:00:00+00:00"),
            {"at": "2026-04-01T09:30:00+11:00"},
            "defer to 2026-05-01 00:00",
        ),
        ("last month's do not count", emails(10, "2026-02-27"), CALL, "allow"),
        (
            "nor last year's",
            emails(10, "2025-12-31T12:00:00+11:00"),
            {"at": "2026-01-01T12:00:00+11:00"},
            "allow",
        ),
        (
            "in December until the new year",
            emails(10, "2026-12-03"),
            {"at": "2026-12-31T12:00:00+11:00"},
            "defer to 2027-01-01 00:00",
        ),
        **AUSTRALIA,
    ),
    *table(
        "policy-decent-hours/daily-cap",
        ("one contact today leaves one", emails(1, "2026-03-06T09:00:00-05:00"), EMAIL, "allow"),
        ("two leave none", emails(2, "2026-03-06T09:00:00-05:00"), EMAIL, "defer to 2026-03-07 00:00"),
        ("yesterday's do not count", emails(2, "2026-03-05"), EMAIL, "allow"),
        **FIRST_PARTY,
        **POLICY,
    ),
    *table(
        "policy-decent-hours/weekly-cap",
        ("six contacts leave one", emails(6), EMAIL, "allow"),
        ("seven leave none for seven days", emails(7), EMAIL, "defer to 2026-03-11 00:00"),
        **FIRST_PARTY,
        **POLICY,
    ),
    *table(
        "policy-decent-hours/call-interval",
        ("a call two hours ago", [a_call("2026-03-06T08:00:00-05:00")], CALL, "defer to 2026-03-06 12:00"),
        ("four hours ago", [a_call("2026-03-06T06:00:00-05:00")], CALL, "allow"),
        (
            "over a change of clocks four hours remain four",
            [a_call("2026-03-08T01:00:00-05:00")],
            {"at": "2026-03-08T05:00:00-04:00"},
            "defer to 2026-03-08 06:00",
        ),
        ("a text message two hours ago", texts(1, "2026-03-06T08:00:00-05:00"), CALL, "allow"),
        **FIRST_PARTY,
        **POLICY,
    ),
    *table(
        "policy-gb/weekly-cap",
        ("two contacts leave one", emails(2), CALL, "allow"),
        ("three leave none for seven days", emails(3), CALL, "defer to 2026-03-11 00:00"),
        **UNITED_KINGDOM,
        **BRITISH_POLICY,
    ),
]
