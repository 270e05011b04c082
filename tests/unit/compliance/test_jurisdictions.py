"""What does each jurisdiction's pack say? A row is a place, a case, its events, changes, rule and outcome."""

from __future__ import annotations

import pytest

from tests.builders.question import a_call, answer_to, fact, received, required, rule, sent

SMS = {"channel": "sms"}
EMAIL = {"channel": "email"}
LETTER = {"channel": "letter"}
FIRST = {"actor": {"role": "original_creditor"}}
AT_WORK = {"contact_point": {"place": "work"}}


def there(region: str, zone: str, **keys):
    return {"person": {"region": region, "locations": [{"clue": "residence", "time_zone": zone}]}, **keys}


def on(day: str, clock: str, offset: str) -> dict:
    return {"at": f"2026-{day}T{clock}{offset}"}


MA = ("us-ma", there("US-MA", "America/New_York", **FIRST))
NYC = ("us-ny-nyc", there("US-NY-NYC", "America/New_York", at="2026-09-10T12:00:00-04:00", **FIRST))
NY = ("us-ny", there("US-NY", "America/New_York"))
WA = ("us-wa", there("US-WA", "America/Los_Angeles"))
WV = ("us-wv", there("US-WV", "America/New_York", **FIRST))
FL = ("us-fl", there("US-FL", "America/New_York", **FIRST))
CA = ("us-ca", there("US-CA", "America/Los_Angeles", **FIRST))
DC = ("us-dc", there("US-DC", "America/New_York", account={"days_past_due": 45}, **FIRST))
NV = ("us-nv", there("US-NV", "America/Los_Angeles", account={"debt_class": "medical"}))
ON = ("ca-on", there("CA-ON", "America/Toronto"))
QC = ("ca-qc", there("CA-QC", "America/Toronto"))
BC = ("ca-bc", there("CA-BC", "America/Vancouver", **FIRST))
GB = ("gb", there("GB-ENG", "Europe/London", **FIRST))
AU = ("au", there("AU-NSW", "Australia/Sydney", **FIRST))
IN = ("in-rbi", there("IN-MH", "Asia/Kolkata", **FIRST))

TWO_CALLS = [a_call("2026-03-02"), a_call("2026-03-04")]
SPOKEN = a_call("2026-03-03", "conversation")
NOTICED = fact("validation_notice", "2026-02-01", delivered_by="letter")


def september(*days: int, kind: str = "email"):
    return [sent(kind, f"2026-09-{day:02}T12:00:00-04:00") for day in days]


CASES = [
    # Massachusetts: two telephone communications a week for each debt, texts included
    (MA, "one call leaves one", TWO_CALLS[:1], {}, "telephone-cap", "allow"),
    (MA, "two leave none", TWO_CALLS, {}, "telephone-cap", "defer 2026-03-09"),
    (
        MA,
        "a text counts like a call",
        [sent("sms", "2026-03-04"), TWO_CALLS[0]],
        SMS,
        "telephone-cap",
        "defer",
    ),
    (MA, "emails do not", [sent("email", "2026-03-04")] * 3, {}, "telephone-cap", "allow"),
    (
        MA,
        "nor a call where no voicemail could be left",
        [a_call("2026-03-04", "no_message_possible")] * 2,
        {},
        "telephone-cap",
        "allow",
    ),
    (
        MA,
        "at work two in thirty days",
        [a_call("2026-02-10", contact_point="point")] * 2,
        AT_WORK,
        "telephone-cap-elsewhere",
        "defer 2026-03-12",
    ),
    (
        MA,
        "asked orally not to call at work: ten days",
        [fact("inconvenient", "2026-03-01", place="work")],
        AT_WORK,
        "work-request",
        "defer 2026-03-12",
    ),
    (
        MA,
        "and in writing within seven: for good",
        [
            fact("inconvenient", "2026-02-01", place="work"),
            fact("inconvenient", "2026-02-06", place="work", written=True),
        ],
        AT_WORK,
        "work-request",
        "refuse",
    ),
    # New York City since September 2026: three over all channels but post, once procedures have begun
    (NYC, "three contacts leave none", september(5, 6, 7), {}, "contact-cap", "defer 2026-09-12"),
    (
        NYC,
        "attempts count",
        [a_call("2026-09-07T12:00:00-04:00", "busy"), *september(5, 6)],
        {},
        "contact-cap",
        "defer",
    ),
    (NYC, "letters do not", september(5, 6, 7, kind="letter"), {}, "contact-cap", "allow"),
    (NYC, "an email needs consent in writing", [], EMAIL, "written-consent-to-email", "refuse"),
    (
        NYC,
        "not just any consent",
        [fact("consent", to="email")],
        EMAIL,
        "written-consent-to-email",
        "refuse",
    ),
    (
        NYC,
        "such consent",
        [fact("consent", to="email", written=True)],
        EMAIL,
        "written-consent-to-email",
        "allow",
    ),
    (NYC, "an oral dispute at any time", [fact("dispute")], {}, "dispute", "refuse"),
    # New York State: third parties need written consent to email
    (NY, "no consent", [], EMAIL, "written-consent-to-email", "refuse"),
    (
        NY,
        "who wrote is answered",
        [received("email", "2026-03-05", id="m")],
        {**EMAIL, "kind": "reply", "in_reply_to": "m"},
        "written-consent-to-email",
        "allow",
    ),
    # Washington: three communications in a calendar week, which begins on Sunday
    (WA, "unanswered calls do not count", [a_call("2026-03-04")] * 5, {}, "weekly-cap", "allow"),
    (WA, "messages do", [sent("email", "2026-03-04")] * 3, {}, "weekly-cap", "defer 2026-03-08"),
    (WA, "last week's do not", [sent("email", "2026-02-28")] * 3, {}, "weekly-cap", "allow"),
    (WA, "those to the spouse do", [sent("email", "2026-03-04", person="s")] * 3, {}, "weekly-cap", "defer"),
    (
        WA,
        "answers do not",
        [
            *([sent("email", "2026-03-04")] * 2),
            received("email", "2026-03-05", id="m"),
            sent("email", "2026-03-05T13:00:00-05:00", in_reply_to="m"),
        ],
        {},
        "weekly-cap",
        "allow",
    ),
    (
        WA,
        "one a week at work",
        [a_call("2026-03-04", "voicemail", contact_point="point")],
        AT_WORK,
        "weekly-cap-at-work",
        "defer 2026-03-08",
    ),
    (
        WA,
        "two calls a day to a mobile",
        [a_call("2026-03-06T09:00:00-08:00", contact_point="point")] * 2,
        on("03-06", "12:00:00", "-08:00"),
        "mobile-cap",
        "defer 2026-03-07",
    ),
    (WA, "from half past seven", [], on("03-06", "07:31:00", "-08:00"), "contact-hours", "allow"),
    # West Virginia
    (WV, "thirty calls a week", [a_call("2026-03-04")] * 29, {}, "weekly-calls", "allow"),
    (WV, "and no more", [a_call("2026-03-04")] * 30, {}, "weekly-calls", "defer 2026-03-08"),
    (
        WV,
        "ten conversations",
        [a_call("2026-03-04", "conversation")] * 10,
        {},
        "weekly-conversations",
        "defer 2026-03-08",
    ),
    # Florida: text messages and calls have quiet hours, emails no longer do
    (
        FL,
        "a text at night",
        [],
        {**SMS, **on("03-06", "21:30:00", "-05:00")},
        "contact-hours",
        "defer 2026-03-07",
    ),
    (
        FL,
        "with consent",
        [fact("consent", to="inconvenient_time")],
        {**SMS, **on("03-06", "21:30:00", "-05:00")},
        "contact-hours",
        "allow",
    ),
    (
        FL,
        "an attorney binds first parties",
        [fact("attorney_represents", contact_known=True)],
        {},
        "us-fl/attorney",
        "refuse",
    ),
    # California: first parties, and commercial debts too
    (
        CA,
        "an email at night",
        [],
        {**EMAIL, **on("03-06", "21:30:00", "-08:00")},
        "contact-hours",
        "defer 2026-03-07",
    ),
    (
        CA,
        "about a commercial debt",
        [],
        {**on("03-06", "21:30:00", "-08:00"), "account": {"debt_class": "commercial"}},
        "commercial-contact-hours",
        "defer 2026-03-07",
    ),
    # District of Columbia
    (DC, "four calls a week", [a_call("2026-03-03")] * 4, {}, "call-cap", "defer 2026-03-10"),
    (DC, "messages only with consent", [], SMS, "consent-to-texts", "refuse"),
    (DC, "which may be asked for", [], {**SMS, "kind": "consent_request"}, "consent-to-texts", "allow"),
    (
        DC,
        "once a week",
        [sent("sms", "2026-03-03", kind="consent_request")],
        {**SMS, "kind": "consent_request"},
        "consent-request-cap",
        "defer 2026-03-10",
    ),
    (
        DC,
        "five messages, emails and texts together",
        [
            fact("consent", to="text"),
            *([sent("email", "2026-03-03")] * 3),
            *([sent("sms", "2026-03-03")] * 2),
        ],
        SMS,
        "message-cap",
        "defer 2026-03-10",
    ),
    # Nevada: sixty days' notice of medical debt
    (NV, "no notice", [], {}, "written-notice-first", "refuse"),
    (NV, "the notice itself", [], {**LETTER, "kind": "validation_notice"}, "written-notice-first", "allow"),
    (
        NV,
        "sixty days later",
        [fact("validation_notice", "2026-01-10", delivered_by="letter")],
        {},
        "written-notice-first",
        "defer 2026-03-12",
    ),
    # Ontario: three contacts for one creditor once the customer was spoken to; notice first; Sundays 1 to 5
    (
        ON,
        "before any conversation there is no cap",
        [NOTICED, *([sent("email", "2026-03-04")] * 4)],
        {},
        "contact-cap",
        "allow",
    ),
    (
        ON,
        "the conversation counts",
        [NOTICED, SPOKEN, *([sent("email", "2026-03-04")] * 2)],
        {},
        "contact-cap",
        "defer 2026-03-10",
    ),
    (
        ON,
        "another account of the same creditor counts",
        [SPOKEN, *([sent("email", "2026-03-04", accounts=["B"])] * 2)],
        {"accounts": [{"id": "B", "creditor": "bank"}]},
        "contact-cap",
        "defer",
    ),
    (
        ON,
        "another creditor's does not",
        [SPOKEN, *([sent("email", "2026-03-04", accounts=["B"])] * 2)],
        {"accounts": [{"id": "B", "creditor": "shop"}]},
        "contact-cap",
        "allow",
    ),
    (ON, "no notice was given", [], {}, "written-notice-first", "refuse"),
    (
        ON,
        "six days to wait",
        [fact("validation_notice", "2026-03-02", delivered_by="letter")],
        {},
        "written-notice-first",
        "defer 2026-03-09",
    ),
    (
        ON,
        "on a Sunday morning",
        [],
        on("03-08", "11:00:00", "-04:00"),
        "contact-hours",
        "defer 2026-03-08T17:00:01",
    ),
    (
        ON,
        "on Good Friday",
        [],
        on("04-03", "11:00:00", "-04:00"),
        "contact-hours",
        "defer 2026-04-04T11:00:01",
    ),
    # Quebec: not on Sundays, not on Saint-Jean
    (QC, "on a Sunday", [], on("03-08", "14:00:00", "-04:00"), "contact-hours", "defer 2026-03-09"),
    (QC, "on 24 June", [], on("06-24", "11:00:00", "-04:00"), "contact-hours", "defer 2026-06-25"),
    (
        QC,
        "at eight in the evening",
        [],
        on("03-06", "20:00:00", "-05:00"),
        "contact-hours",
        "defer 2026-03-07",
    ),
    # British Columbia binds creditors too
    (BC, "on a Sunday evening", [], on("03-08", "18:00:00", "-07:00"), "contact-hours", "defer 2026-03-09"),
    # United Kingdom: no clock in the law
    (GB, "late in the evening", [], on("03-06", "22:30:00", "+00:00"), "inconvenient-times", "allow"),
    (
        GB,
        "a request is heeded",
        [fact("inconvenient", **{"from": "12:00", "to": "18:00"})],
        on("03-06", "15:00:00", "+00:00"),
        "inconvenient-times",
        "defer 2026-03-06T18:00",
    ),
    (GB, "a dispute is looked into first", [fact("dispute")], {}, "dispute", "refuse"),
    # Australia: half past seven on weekdays, nine at weekends, never on Anzac Day
    (AU, "a weekday morning", [], on("03-06", "07:31:00", "+11:00"), "contact-hours", "allow"),
    (
        AU,
        "a Saturday morning",
        [],
        on("03-07", "08:00:00", "+11:00"),
        "contact-hours",
        "defer 2026-03-06T22:00:01",
    ),
    (AU, "Anzac Day", [], on("04-25", "12:00:00", "+10:00"), "contact-hours", "defer 2026-04-25T23:00:01"),
    (
        AU,
        "at work after five",
        [],
        {**AT_WORK, **on("03-06", "17:30:00", "+11:00")},
        "contact-hours-at-work",
        "defer",
    ),
    (
        AU,
        "three contacts a week",
        [sent("email", "2026-03-03")] * 3,
        {},
        "weekly-cap",
        "defer 2026-03-08T13:00",
    ),
    # India: until seven in the evening
    (
        IN,
        "at half past seven",
        [],
        on("03-06", "19:30:00", "+05:30"),
        "contact-hours",
        "defer 2026-03-07T02:30:01",
    ),
]


@pytest.mark.parametrize(("place", "case", "events", "changes", "rule_id", "expected"), CASES)
def test_a_jurisdiction(place, case, events, changes, rule_id, expected):
    pack, where = place
    account = {**where.get("account", {}), **changes.get("account", {})}
    asked = {**where, **changes, "account": account}
    asked.setdefault("at", "2026-03-06T12:00:00-05:00")
    verdict = rule(answer_to(*events, **asked), rule_id if "/" in rule_id else f"{pack}/{rule_id}")
    said = f"{verdict['verdict']} {verdict['until']}" if verdict["until"] else verdict["verdict"]
    assert said.startswith(expected), case


def packs(**changes):
    return set(answer_to(**changes)["packs"])


def test_a_city_is_bound_by_its_state_and_country():
    where = there("US-NY-NYC", "America/New_York", at="2026-09-10T12:00:00-04:00")
    assert packs(**where) == {"us-reg-f", "us-tcpa", "us-ny", "us-ny-nyc"}


def test_the_city_rules_begin_on_their_day():
    assert "us-ny-nyc" not in packs(**there("US-NY-NYC", "America/New_York", at="2026-08-31T23:59:59-04:00"))
    assert "us-ny-nyc" in packs(**there("US-NY-NYC", "America/New_York", at="2026-09-01T00:00:00-04:00"))


def test_the_city_rules_wait_for_collection_to_begin():
    asked = NYC[1] | {"account": {"collection_begun": False}}
    assert answer_to(*september(5, 6, 7), **asked)["verdict"] == "allow"


def test_every_region_that_appears_brings_its_pack():
    places = [{"clue": "mobile", "region": "US-WA"}, {"clue": "residence", "region": "US-FL"}]
    found = packs(person={"region": "US-MA", "locations": places}, actor={"regions": ["US-DC"]})
    assert found == {"us-reg-f", "us-tcpa", "us-wa", "us-fl", "us-ma", "us-dc"}


def test_debts_that_the_district_leaves_out():
    assert "us-dc" in packs(**DC[1])
    for change in ({"debt_class": "mortgage"}, {"debt_class": "auto"}, {"debt_class": "commercial"}):
        assert rule_ids(DC[1] | {"account": {"days_past_due": 45} | change}, "us-dc") == set()
    assert rule_ids(DC[1] | {"account": {"days_past_due": 30}}, "us-dc") == set()


def rule_ids(asked, pack):
    return {verdict["rule"] for verdict in answer_to(**asked)["verdicts"] if verdict["pack"] == pack}


def test_florida_once_had_quiet_hours_for_emails():
    night = {**EMAIL, **FL[1]}
    assert answer_to(**night, at="2026-03-06T22:00:00-05:00")["verdict"] == "allow"
    assert answer_to(**night, at="2025-05-15T22:00:00-04:00")["verdict"] != "allow"


def test_what_states_want_said():
    collector = {"actor": {"role": "debt_buyer"}}
    assert "licence_number" in required(answer_to(**(CA[1] | collector | LETTER)))
    assert "rights_notice" in required(answer_to(**(MA[1] | LETTER)))
    barred = {"account": {"time_barred": True}}
    assert "time_barred" in required(answer_to(**(CA[1] | collector | LETTER | barred)))
    assert "time_barred" in required(
        answer_to(**there("US-TX", "America/Chicago", **collector, **LETTER, **barred))
    )
    assert "written_econsent" in required(answer_to(**(NYC[1] | EMAIL)))
    assert "written_notice_first" in required(answer_to(**ON[1]))


def test_british_policy_rests_on_sundays_and_bank_holidays():
    policy = {"policy": {"packs": ["policy-gb"]}}
    easter_monday = answer_to(**(GB[1] | policy), at="2026-04-06T12:00:00+01:00")
    assert easter_monday["permitted_at"] == "2026-04-07T08:00:01+01:00"
    sunday = answer_to(**(GB[1] | policy), at="2026-03-08T08:30:00+00:00")
    assert sunday["permitted_at"] == "2026-03-08T10:00:01+00:00"


def test_packs_that_are_off_are_asked_when_listed():
    asked = there("US-NY", "America/New_York", packs=["us-ny-proposed"])
    answer = answer_to(a_call("2026-03-03", "conversation"), **asked)
    assert answer["packs"] == ["us-ny-proposed"]
    assert answer["permitted_at"] == "2026-03-10T00:00:00-04:00"
