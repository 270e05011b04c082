"""Is it a decent hour, by every clock that the person may live by?"""

from __future__ import annotations

from tests.builders.question import fact, received, sent
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import (
    AT_HOME,
    AT_WORK,
    AUSTRALIA,
    BRITISH_COLUMBIA,
    BRITISH_POLICY,
    CALIFORNIA,
    CALL,
    EMAIL,
    FIRST_PARTY,
    FLORIDA,
    INDIA,
    LETTER,
    MASSACHUSETTS,
    NEW_YORK_CITY,
    ONTARIO,
    POLICY,
    QUEBEC,
    REPLY,
    SMS,
    UNITED_KINGDOM,
    WASHINGTON,
    WEST_VIRGINIA,
    living,
)

NEW_YORK, LOS_ANGELES = "America/New_York", "America/Los_Angeles"
AT_ELEVEN = {"at": "2026-03-06T23:00:00-05:00"}


def at(instant: str, *zones: str):
    return {"at": instant} | (living("US", *zones) if zones else {})


def consent(**keys):
    return fact("consent", to="inconvenient_time", **keys)


def wrote(instant: str, type_: str = "sms"):
    return received(type_, instant, id="m")


def from_to(opening: str, closing: str, offset: str = "-05:00"):
    """Return what is said at both edges of a Friday: open at both ends, as in "after 8 and before 9"."""
    return [
        (f"at {opening} it is too early", [], {"at": f"2026-03-06T{opening}:00{offset}"},
         f"defer to 2026-03-06 {opening}:01"),
        ("a second later not", [], {"at": f"2026-03-06T{opening}:01{offset}"}, "allow"),
        (f"a second before {closing}", [], {"at": f"2026-03-06T{_before(closing)}{offset}"}, "allow"),
        (f"at {closing} it is too late", [], {"at": f"2026-03-06T{closing}:00{offset}"},
         f"defer to 2026-03-07 {opening}:01"),
    ]  # fmt: skip


def _before(closing: str) -> str:
    return f"{int(closing[:2]) - 1:02}:59:59"


ROWS = [
    *table(
        "us-reg-f/contact-hours",
        ("at ten in the morning", [], CALL, "allow"),
        ("at eight sharp", [], at("2026-03-06T08:00:00-05:00"), "defer to 2026-03-06 08:00:01"),
        ("and a fraction", [], at("2026-03-06T08:00:00.999-05:00"), "defer to 2026-03-06 08:00:01"),
        ("a second after eight", [], at("2026-03-06T08:00:01-05:00"), "allow"),
        ("a second before nine", [], at("2026-03-06T20:59:59-05:00"), "allow"),
        ("at nine sharp", [], at("2026-03-06T21:00:00-05:00"), "defer to 2026-03-07 08:00:01"),
        ("in the small hours", [], at("2026-03-06T03:00:00-05:00"), "defer to 2026-03-06 08:00:01"),
        (
            "in the night in which clocks go forward",
            [],
            at("2026-03-07T22:00:00-05:00"),
            "defer to 2026-03-08 08:00:01",
        ),
        ("and back", [], at("2026-10-31T22:00:00-04:00"), "defer to 2026-11-01 08:00:01"),
        (
            "two clocks: the window is what they share",
            [],
            at("2026-03-06T10:00:00-05:00", NEW_YORK, LOS_ANGELES),
            "defer to 2026-03-06 11:00:01",
        ),
        ("which both show", [], at("2026-03-06T20:30:00-05:00", NEW_YORK, LOS_ANGELES), "allow"),
        (
            "too late for the one, not for the other",
            [],
            at("2026-03-06T21:30:00-05:00", NEW_YORK, LOS_ANGELES),
            "defer to 2026-03-07 11:00:01",
        ),
        (
            "Arizona keeps its clock: after the change three hours behind",
            [],
            at("2026-03-07T22:00:00-05:00", NEW_YORK, "America/Phoenix"),
            "defer to 2026-03-08 11:00:01",
        ),
        (
            "a region with two zones has both",
            [],
            {"at": "2026-03-06T08:30:00-05:00"} | living("US-FL"),
            "defer to 2026-03-06 09:00:01",
        ),
        (
            "a clock at a half hour",
            [],
            at("2026-03-06T01:00:00Z", "Asia/Kolkata"),
            "defer to 2026-03-06 08:00:01",
        ),
        ("at a quarter", [], at("2026-03-06T01:00:00Z", "Asia/Kathmandu"), "defer to 2026-03-06 08:00:01"),
        (
            "one that moves by half an hour",
            [],
            at("2026-04-04T20:00:00Z", "Australia/Lord_Howe"),
            "defer to 2026-04-05 08:00:01",
        ),
        (
            "one that changes at midnight",
            [],
            at("2026-09-06T05:00:00Z", "America/Santiago"),
            "defer to 2026-09-06 08:00:01",
        ),
        ("on a leap day", [], at("2028-02-28T22:00:00-05:00"), "defer to 2028-02-29 08:00:01"),
        (
            "Honolulu and Sydney share two hours of the day",
            [],
            at("2026-06-15T12:00:00Z", "Pacific/Honolulu", "Australia/Sydney"),
            "defer to 2026-06-15 12:00:01",
        ),
        ("a text message at night", [], SMS | AT_ELEVEN, "defer to 2026-03-07 08:00:01"),
        (
            "an email at night: what counts is when it is sent",
            [],
            EMAIL | AT_ELEVEN,
            "defer to 2026-03-07 08:00:01",
        ),
        ("a letter has no hours", [], LETTER | AT_ELEVEN, "not asked"),
        (
            "what the law requires has hours too",
            [],
            {"kind": "required_by_law"} | AT_ELEVEN,
            "defer to 2026-03-07 08:00:01",
        ),
        (
            "no clock is known",
            [],
            at("2026-03-06T10:00:00-05:00") | {"packs": ["us-reg-f"]} | living(None),
            "refuse",
        ),
        ("consent to such times opens the night", [consent()], AT_ELEVEN, "allow"),
        (
            "given to the creditor it does not",
            [consent(given_to="bank")],
            AT_ELEVEN,
            "defer to 2026-03-07 08:00:01",
        ),
        ("until it runs out", [consent(until="2026-03-05")], AT_ELEVEN, "defer to 2026-03-07 08:00:01"),
        ("for this number", [consent(contact_point="point")], AT_ELEVEN, "allow"),
        ("for another", [consent(contact_point="other")], AT_ELEVEN, "defer to 2026-03-07 08:00:01"),
        (
            "who writes at night is answered at night",
            [wrote("2026-03-06T22:55:00-05:00")],
            SMS | REPLY | AT_ELEVEN,
            "allow",
        ),
        (
            "once",
            [wrote("2026-03-06T22:55:00-05:00"), sent("sms", "2026-03-06T22:58:00-05:00")],
            SMS | REPLY | AT_ELEVEN,
            "defer to 2026-03-07 08:00:01",
        ),
        (
            "not the following night",
            [wrote("2026-03-05T22:55:00-05:00")],
            SMS | REPLY | AT_ELEVEN,
            "defer to 2026-03-07 08:00:01",
        ),
        (
            "nor by another medium",
            [wrote("2026-03-06T22:55:00-05:00")],
            EMAIL | REPLY | AT_ELEVEN,
            "defer to 2026-03-07 08:00:01",
        ),
        (
            "who wrote by day is answered by day",
            [wrote("2026-03-06T20:30:00-05:00")],
            SMS | REPLY | AT_ELEVEN,
            "defer to 2026-03-07 08:00:01",
        ),
        (
            "an opt-out at night is confirmed at once",
            [fact("opt_out", "2026-03-06T22:59:30-05:00", channel="sms")],
            SMS | AT_ELEVEN | {"kind": "opt_out_confirmation"},
            "allow",
        ),
        ("first parties are not bound", [], FIRST_PARTY | AT_ELEVEN, "not asked"),
    ),
    *table(
        "us-ca/contact-hours",
        *from_to("08:00", "21:00", "-08:00"),
        ("emails as well", [], EMAIL | {"at": "2026-03-06T21:30:00-08:00"}, "defer to 2026-03-07 08:00:01"),
        ("consent opens the night", [consent()], {"at": "2026-03-06T21:30:00-08:00"}, "allow"),
        ("it is about debts of consumers", [], {"account": {"debt_class": "commercial"}}, "not asked"),
        **CALIFORNIA,
    ),
    *table(
        "us-ca/commercial-contact-hours",
        *from_to("08:00", "21:00", "-08:00"),
        ("consent opens the night", [consent()], {"at": "2026-03-06T21:30:00-08:00"}, "allow"),
        ("since 1 July 2025", [], {"at": "2025-06-30T21:30:00-07:00"}, "not asked"),
        ("from that day on", [], {"at": "2025-07-01T21:30:00-07:00"}, "defer to 2025-07-02 08:00:01"),
        **CALIFORNIA | {"account": {"debt_class": "commercial"}},
    ),
    *table(
        "us-fl/contact-hours",
        *from_to("08:00", "21:00"),
        ("a text message at night", [], SMS | AT_ELEVEN, "defer to 2026-03-07 08:00:01"),
        ("consent opens the night", [consent()], SMS | AT_ELEVEN, "allow"),
        ("emails are exempt", [], EMAIL | AT_ELEVEN, "not asked"),
        **FLORIDA,
    ),
    *table(
        "us-fl/email-hours",
        (
            "emails had hours until 16 May 2025",
            [],
            {"at": "2025-05-14T22:00:00-04:00"},
            "defer to 2025-05-15 08:00:01",
        ),
        (
            "in the last night they wait for the exemption, not for the morning",
            [],
            {"at": "2025-05-15T22:00:00-04:00"},
            "defer to 2025-05-16 00:00",
        ),
        ("by day they could go", [], {"at": "2025-05-15T12:00:00-04:00"}, "allow"),
        ("since then they are exempt", [], {"at": "2025-05-16T22:00:00-04:00"}, "not asked"),
        (
            "consent opened the night",
            [fact("consent", "2025-03-01", to="inconvenient_time")],
            {"at": "2025-05-14T22:00:00-04:00"},
            "allow",
        ),
        **FLORIDA | EMAIL,
    ),
    *table(
        "us-ma/contact-hours",
        *from_to("08:00", "21:00"),
        ("not even with consent", [consent()], AT_ELEVEN, "defer to 2026-03-07 08:00:01"),
        ("emails have none", [], EMAIL | AT_ELEVEN, "not asked"),
        **MASSACHUSETTS,
    ),
    *table(
        "us-ny-nyc/contact-hours",
        ("at ten in the evening", [], {"at": "2026-09-10T22:00:00-04:00"}, "defer to 2026-09-11 08:00:01"),
        ("emails as well", [], EMAIL | {"at": "2026-09-10T22:00:00-04:00"}, "defer to 2026-09-11 08:00:01"),
        ("by day", [], CALL, "allow"),
        ("with consent", [consent()], {"at": "2026-09-10T22:00:00-04:00"}, "allow"),
        (
            "once collection has begun",
            [],
            {"at": "2026-09-10T22:00:00-04:00", "account": {"collection_begun": False}},
            "not asked",
        ),
        ("from 1 September 2026", [], {"at": "2026-08-31T23:59:59-04:00"}, "not asked"),
        ("from midnight", [], {"at": "2026-09-01T00:00:00-04:00"}, "defer to 2026-09-01 08:00:01"),
        **NEW_YORK_CITY,
    ),
    *table("us-wa/contact-hours", *from_to("07:30", "21:00", "-08:00"), **WASHINGTON),
    *table("us-wv/contact-hours", *from_to("08:00", "21:00"), **WEST_VIRGINIA),
    *table(
        "ca-on/contact-hours",
        *from_to("07:00", "21:00"),
        (
            "on a Sunday from one o'clock",
            [],
            {"at": "2026-03-08T11:00:00-04:00"},
            "defer to 2026-03-08 13:00:01",
        ),
        ("to five", [], {"at": "2026-03-08T17:00:00-04:00"}, "defer to 2026-03-09 07:00:01"),
        ("on Good Friday", [], {"at": "2026-04-03T11:00:00-04:00"}, "defer to 2026-04-04 07:00:01"),
        ("on Easter Monday", [], {"at": "2026-04-06T11:00:00-04:00"}, "defer to 2026-04-07 07:00:01"),
        ("on Victoria Day", [], {"at": "2026-05-18T11:00:00-04:00"}, "defer to 2026-05-19 07:00:01"),
        ("emails as well", [], EMAIL | {"at": "2026-03-08T11:00:00-04:00"}, "defer to 2026-03-08 13:00:01"),
        ("letters not", [], LETTER | {"at": "2026-03-08T11:00:00-04:00"}, "not asked"),
        **ONTARIO,
    ),
    *table(
        "ca-qc/contact-hours",
        *from_to("08:00", "20:00"),
        ("never on a Sunday", [], {"at": "2026-03-08T14:00:00-04:00"}, "defer to 2026-03-09 08:00:01"),
        ("nor on Saint-Jean", [], {"at": "2026-06-24T11:00:00-04:00"}, "defer to 2026-06-25 08:00:01"),
        (
            "nor on 2 July where the 1st is a Sunday",
            [],
            {"at": "2029-07-02T11:00:00-04:00"},
            "defer to 2029-07-03 08:00:01",
        ),
        ("else 2 July is a day like any other", [], {"at": "2026-07-02T11:00:00-04:00"}, "allow"),
        **QUEBEC,
    ),
    *table(
        "ca-bc/contact-hours",
        *from_to("07:00", "21:00", "-08:00"),
        ("on a Sunday evening", [], {"at": "2026-03-08T18:00:00-07:00"}, "defer to 2026-03-09 07:00:01"),
        (
            "creditors are bound as well",
            [],
            FIRST_PARTY | {"at": "2026-03-08T18:00:00-07:00"},
            "defer to 2026-03-09 07:00:01",
        ),
        ("on British Columbia Day", [], {"at": "2026-08-03T11:00:00-07:00"}, "defer to 2026-08-04 07:00:01"),
        **BRITISH_COLUMBIA,
    ),
    *table(
        "in-rbi/contact-hours",
        ("at eight sharp", [], {"at": "2026-03-06T08:00:00+05:30"}, "defer to 2026-03-06 08:00:01"),
        ("a second before seven in the evening", [], {"at": "2026-03-06T18:59:59+05:30"}, "allow"),
        ("at seven", [], {"at": "2026-03-06T19:00:00+05:30"}, "defer to 2026-03-07 08:00:01"),
        **INDIA,
    ),
    *table(
        "au/contact-hours",
        *from_to("07:30", "21:00", "+11:00")[:3],
        (
            "at nine in the evening, before a Saturday",
            [],
            {"at": "2026-03-06T21:00:00+11:00"},
            "defer to 2026-03-07 09:00:01",
        ),
        ("on Anzac Day, a Saturday", [], {"at": "2026-04-25T12:00:00+10:00"}, "defer to 2026-04-26 09:00:01"),
        ("on Australia Day", [], {"at": "2026-01-26T12:00:00+11:00"}, "defer to 2026-01-27 07:30:01"),
        (
            "a number at home",
            [],
            AT_HOME | {"at": "2026-03-07T08:00:00+11:00"},
            "defer to 2026-03-07 09:00:01",
        ),
        ("a number at work has other hours", [], AT_WORK | {"at": "2026-03-07T08:00:00+11:00"}, "allow"),
        **AUSTRALIA,
    ),
    *table(
        "au/contact-hours-at-work",
        ("before nine", [], {"at": "2026-03-06T08:30:00+11:00"}, "defer to 2026-03-06 09:00:01"),
        ("at noon", [], CALL, "allow"),
        (
            "after five, before a weekend",
            [],
            {"at": "2026-03-06T17:30:00+11:00"},
            "defer to 2026-03-09 09:00:01",
        ),
        ("a number at home is not meant", [], AT_HOME | {"at": "2026-03-06T17:30:00+11:00"}, "allow"),
        **AUSTRALIA | AT_WORK,
    ),
    *table(
        "policy-decent-hours/decent-hours",
        *from_to("08:00", "20:00"),
        ("not even with consent", [consent()], AT_ELEVEN, "defer to 2026-03-07 08:00:01"),
        (
            "clocks twelve hours apart are never within twelve hours together",
            [],
            at("2026-07-06T14:30:00Z", "America/Regina", "Asia/Dhaka"),
            "refuse",
        ),
        **FIRST_PARTY,
        **POLICY,
    ),
    *table(
        "policy-gb/decent-hours",
        ("on a Friday evening", [], {"at": "2026-03-06T21:00:00+00:00"}, "defer to 2026-03-07 08:00:01"),
        ("on a Sunday from ten", [], {"at": "2026-03-08T08:30:00+00:00"}, "defer to 2026-03-08 10:00:01"),
        ("to six", [], {"at": "2026-03-08T18:00:00+00:00"}, "defer to 2026-03-09 08:00:01"),
        ("on Easter Monday", [], {"at": "2026-04-06T12:00:00+01:00"}, "defer to 2026-04-07 08:00:01"),
        (
            "on the day for a Christmas Day that is a Saturday",
            [],
            {"at": "2027-12-27T12:00:00+00:00"},
            "defer to 2027-12-29 08:00:01",
        ),
        ("on a Friday afternoon", [], CALL, "allow"),
        **UNITED_KINGDOM,
        **BRITISH_POLICY,
    ),
]
