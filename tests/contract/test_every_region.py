"""Does the strictest law of every region that appears decide, and does none bind where it should not?"""

from __future__ import annotations

import pytest

from tests.builders.question import a_call, answer_to, fact, sent, verdict_on

SMS, EMAIL = {"channel": "sms"}, {"channel": "email"}
FIRST_PARTY = {"actor": {"role": "original_creditor"}}
BUYER = {"actor": {"role": "debt_buyer"}}
WRITTEN = [fact("consent", to="text", written=True), fact("consent", to="email", written=True)]


def living(*regions: str, zone: str = "America/New_York", **changes) -> dict:
    places = [{"clue": "mobile", "region": region, "time_zone": zone} for region in regions]
    return {"person": {"region": None, "locations": places}, **changes}


def in_new_york_city(**changes) -> dict:
    return living("US-NY-NYC", at="2026-09-10T12:00:00-04:00", **changes)


TEXTS = [sent("sms", "2026-03-04"), sent("sms", "2026-03-05")]
MAILED = [sent("email", f"2026-09-0{day}T12:00:00-04:00") for day in (5, 6, 7)]

CASES = [
    ("two texts: a third is one too many in Massachusetts", TEXTS, living("US-MA"),
     "defer 2026-03-11T08:00:01-04:00"),
    ("and where only a telephone number points there", TEXTS, living("US-TX", "US-MA"),
     "defer 2026-03-11T08:00:01-04:00"),
    ("or a licence", TEXTS, living("US-TX", actor={"regions": ["US-MA"]}), "defer 2026-03-11T08:00:01-04:00"),
    ("nowhere else", TEXTS, living("US-TX"), "allow"),
    ("for the creditor itself as well", TEXTS, living("US-MA", **FIRST_PARTY),
     "defer 2026-03-11T08:00:01-04:00"),
    ("not about commercial debt", TEXTS, living("US-MA", account={"debt_class": "commercial"}), "allow"),
    ("Florida lets emails go at night", [], living("US-FL", **EMAIL, **FIRST_PARTY,
     at="2026-03-06T23:00:00-05:00"), "allow"),
    ("but for a collector the federal hours stand", [], living("US-FL", **EMAIL,
     at="2026-03-06T23:00:00-05:00"), "defer 2026-03-07T08:00:01-05:00"),
    ("and texts have hours for anybody", [], living("US-FL", **SMS, **FIRST_PARTY,
     at="2026-03-06T23:00:00-05:00"), "defer 2026-03-07T08:00:01-05:00"),
    ("New York City: three in seven days, emails too", MAILED, in_new_york_city(**FIRST_PARTY),
     "defer 2026-09-12T08:00:01-04:00"),
    ("once the creditor's collection has begun", MAILED,
     in_new_york_city(**FIRST_PARTY, account={"collection_begun": False}), "allow"),
    ("which to a buyer it has", MAILED, in_new_york_city(**BUYER, account={"collection_begun": False}),
     "defer 2026-09-12T08:00:01-04:00"),
    ("letters do not count", [{**each, "type": "letter"} for each in MAILED], in_new_york_city(), "allow"),
    ("the state wants consent in writing", [], living("US-NY", **EMAIL), "refuse"),
    ("a request for it is dunning", [], living("US-NY", **EMAIL, kind="consent_request"), "refuse"),
    ("which it is there", WRITTEN, living("US-NY", **EMAIL), "allow"),
    ("the District lets consent be asked for", [], living("US-DC", **SMS, kind="consent_request",
     account={"days_past_due": 45}), "allow"),
    ("once in seven days", [sent("sms", "2026-03-05", kind="consent_request")],
     living("US-DC", **SMS, kind="consent_request", account={"days_past_due": 45}),
     "defer 2026-03-12T08:00:01-04:00"),
    ("Washington's half past seven does not open the federal hours", [],
     living("US-WA", zone="America/Los_Angeles", at="2026-03-06T07:45:00-08:00"),
     "defer 2026-03-06T08:00:01-08:00"),
    ("its week counts what reached somebody", [a_call("2026-03-05", result) for result in
     ("no_answer", "busy", "no_message_possible")], living("US-WA", zone="America/Los_Angeles"), "allow"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "events", "changes", "outcome"), CASES)
def test_the_law_of_every_region_that_appears_is_asked(case, events, changes, outcome):
    assert verdict_on(*events, **{"at": "2026-03-06T12:00:00-05:00", **changes}) == outcome, case


@pytest.mark.parametrize(
    ("zone", "pack"),
    [
        ("America/Detroit", "us-reg-f"),
        ("America/Indiana/Knox", "us-reg-f"),
        ("US/Pacific", "us-reg-f"),
        ("Australia/Melbourne", "au"),
        ("Asia/Calcutta", "in-rbi"),
        ("Europe/Belfast", "gb"),
    ],
)
def test_where_no_region_appears_any_zone_of_a_country_tells_it(zone, pack):
    person = {"region": None, "locations": [{"clue": "declared", "time_zone": zone}]}
    assert pack in answer_to(person=person)["packs"]
