"""What do all rules say together?"""

from __future__ import annotations

from tests.builders.question import a_call, fact, received, sent
from tests.unit.compliance.cases import EVERY_RULE, table
from tests.unit.compliance.cases.places import (
    CALL,
    CONFIRMATION,
    EMAIL,
    FIRST_PARTY,
    FLORIDA,
    LETTER,
    MASSACHUSETTS,
    NEW_YORK_STATE,
    POLICY,
    REPLY,
    SMS,
    STRANGER,
    living,
)

AT_ELEVEN = {"at": "2026-03-06T23:00:00-05:00"}
MA_AND_WA = {
    "person": {
        "region": "US-MA",
        "locations": [
            {"clue": "residence", "region": "US-MA", "time_zone": "America/New_York"},
            {"clue": "mobile", "region": "US-WA", "time_zone": "America/Los_Angeles"},
        ],
    }
}
RECORDED = {
    "message": {
        "form": "prerecorded",
        "disclosures": ["caller_identity", "call_back_number", "debt_collector"],
    }
}
NOTHING_KNOWN = {"person": {"region": None, "locations": []}}

ROWS = table(
    EVERY_RULE,
    ("nothing stands against it", [], CALL, "allow"),
    (
        "any refusal outweighs waiting",
        [fact("bankruptcy"), a_call("2026-03-05", "conversation")],
        AT_ELEVEN,
        "refuse",
    ),
    (
        "the first instant that satisfies all: a hold to Sunday, seven days to Monday, hours from eight",
        [fact("hold", "2026-03-05", until="2026-03-08T12:00:00-04:00"), a_call("2026-03-02", "conversation")],
        CALL,
        "defer to 2026-03-09 08:00:01",
    ),
    (
        "waiting for a permission that runs out meanwhile is a refusal",
        [fact("consent", to="prerecorded", until="2026-03-06")],
        RECORDED | {"at": "2026-03-06T22:00:00-05:00"},
        "refuse",
    ),
    ("what the law wants said is required of what is not written yet", [], EMAIL, "allow"),
    # Four records, each with its own reach.
    ("four records: an opt-out of texts leaves calls", [fact("opt_out", channel="sms")], CALL, "allow"),
    ("an opt-out of a number leaves other addresses", [fact("opt_out", contact_point="other")], SMS, "allow"),
    (
        "a revocation of consent to texts leaves emails",
        [fact("opt_out", channel="sms", revokes_consent=True)],
        EMAIL,
        "allow",
    ),
    ("a written cease request leaves nothing", [fact("cease_request", written=True)], LETTER, "refuse"),
    ("an oral one leaves all but calls", [fact("cease_request")], LETTER, "allow"),
    # Regions.
    (
        "the strictest of all regions that appear: Massachusetts counts two calls",
        [a_call("2026-03-04"), a_call("2026-03-05")],
        MA_AND_WA | {"at": "2026-03-06T12:00:00-08:00"},
        "defer to 2026-03-11 11:00:01",
    ),
    (
        "and Washington three messages",
        [sent("email", "2026-03-04")] * 3,
        MA_AND_WA | {"at": "2026-03-06T12:00:00-08:00"},
        "defer to 2026-03-08 11:00:01",
    ),
    (
        "the clocks of both bind: eight in Washington is eleven in Massachusetts",
        [],
        MA_AND_WA | {"at": "2026-03-06T10:00:00-05:00"},
        "defer to 2026-03-06 11:00:01",
    ),
    ("Florida lets a creditor email at night", [], FLORIDA | EMAIL | AT_ELEVEN, "allow"),
    (
        "but not a third-party collector, whom Regulation F binds",
        [],
        living("US-FL", "America/New_York") | EMAIL | AT_ELEVEN,
        "defer to 2026-03-07 08:00:01",
    ),
    (
        "Massachusetts counts texts with calls",
        [a_call("2026-03-04"), sent("sms", "2026-03-05")],
        MASSACHUSETTS,
        "defer to 2026-03-11 08:00:01",
    ),
    ("New York wants written consent to email", [], NEW_YORK_STATE | EMAIL, "refuse"),
    # Answers.
    (
        "a message at night is answered at night, once, by the same medium",
        [received("sms", "2026-03-06T22:55:00-05:00", id="m")],
        SMS | REPLY | AT_ELEVEN,
        "allow",
    ),
    (
        "not twice",
        [received("sms", "2026-03-06T22:55:00-05:00", id="m"), sent("sms", "2026-03-06T22:58:00-05:00")],
        SMS | REPLY | AT_ELEVEN,
        "defer to 2026-03-07 08:00:01",
    ),
    (
        "an opt-out at night is confirmed at once",
        [fact("opt_out", "2026-03-06T22:59:00-05:00", channel="sms")],
        CONFIRMATION | AT_ELEVEN,
        "allow",
    ),
    (
        "the same to a stranger's number",
        [fact("wrong_party", contact_point="point"), fact("opt_out", "2026-03-04", channel="sms")],
        CONFIRMATION,
        "allow",
    ),
    # Third parties.
    (
        "a third party may be asked where the customer is",
        [],
        STRANGER | {"kind": "location_information"},
        "allow",
    ),
    (
        "calls that nobody answered were no contact, yet they count among the seven",
        [
            *(a_call(f"2026-03-06T08:{minutes}0:00-05:00") for minutes in range(1, 6)),
            a_call("2026-03-05"),
            a_call("2026-03-04"),
        ],
        STRANGER | {"kind": "location_information"},
        "defer to 2026-03-11 08:00:01",
    ),
    # First parties and our own policy.
    ("a creditor may call late under federal law", [], FIRST_PARTY | AT_ELEVEN, "allow"),
    (
        "our own policy waits for the morning",
        [],
        FIRST_PARTY | POLICY | AT_ELEVEN,
        "defer to 2026-03-07 08:00:01",
    ),
    ("nothing is known of where the person lives", [], NOTHING_KNOWN, "refuse"),
    ("a letter goes all the same", [], NOTHING_KNOWN | LETTER, "allow"),
)
