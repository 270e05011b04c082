"""Where and by whom are the questions of the tables asked?"""

from __future__ import annotations

from typing import Any

CALL: dict[str, Any] = {}
SMS = {"channel": "sms"}
EMAIL = {"channel": "email"}
LETTER = {"channel": "letter"}

FIRST_PARTY = {"actor": {"role": "original_creditor"}}
DEBT_BUYER = {"actor": {"role": "debt_buyer"}}
POLICY = {"policy": {"packs": ["policy-decent-hours"]}}
BRITISH_POLICY = {"policy": {"packs": ["policy-gb"]}}

SPOUSE = {"person": {"id": "s", "relation": "spouse"}}
LAWYER = {"person": {"id": "lawyer", "relation": "attorney"}}
STRANGER = {"person": {"id": "t", "relation": "third_party"}}
OF_CUSTOMER = {"person": "p"}
"""For events that name the customer where the question is about somebody else."""

AT_HOME = {"contact_point": {"place": "home"}}
AT_WORK = {"contact_point": {"place": "work"}}
REPLY = {"kind": "reply", "in_reply_to": "m"}
CONFIRMATION = {"channel": "sms", "kind": "opt_out_confirmation"}


def living(region: str | None, *zones: str) -> dict[str, Any]:
    """Return a person of a region, with a sign of each zone."""
    return {
        "person": {
            "region": region,
            "locations": [{"clue": "residence", "time_zone": zone} for zone in zones],
        }
    }


MASSACHUSETTS = living("US-MA", "America/New_York") | FIRST_PARTY
NEW_YORK_CITY = living("US-NY-NYC", "America/New_York") | FIRST_PARTY | {"at": "2026-09-10T12:00:00-04:00"}
NEW_YORK_STATE = living("US-NY", "America/New_York")
WASHINGTON = living("US-WA", "America/Los_Angeles") | {"at": "2026-03-06T09:00:00-08:00"}
WEST_VIRGINIA = living("US-WV", "America/New_York") | FIRST_PARTY
FLORIDA = living("US-FL", "America/New_York") | FIRST_PARTY
CALIFORNIA = living("US-CA", "America/Los_Angeles") | FIRST_PARTY | {"at": "2026-03-06T09:00:00-08:00"}
COMMERCIAL = {"account": {"debt_class": "commercial"}}
TEXAS = living("US-TX", "America/Chicago") | DEBT_BUYER
DISTRICT_OF_COLUMBIA = living("US-DC", "America/New_York") | FIRST_PARTY | {"account": {"days_past_due": 45}}
NEVADA = living("US-NV", "America/Los_Angeles") | {"account": {"debt_class": "medical"}}
ONTARIO = living("CA-ON", "America/Toronto")
QUEBEC = living("CA-QC", "America/Toronto")
BRITISH_COLUMBIA = living("CA-BC", "America/Vancouver") | {"at": "2026-03-06T09:00:00-08:00"}
UNITED_KINGDOM = living("GB-ENG", "Europe/London") | FIRST_PARTY | {"at": "2026-03-06T15:00:00+00:00"}
AUSTRALIA = living("AU-NSW", "Australia/Sydney") | FIRST_PARTY | {"at": "2026-03-06T12:00:00+11:00"}
INDIA = living("IN-MH", "Asia/Kolkata") | FIRST_PARTY | {"at": "2026-03-06T12:00:00+05:30"}
