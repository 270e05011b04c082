"""Did the person revoke consent to robocalls and robotexts?"""

from __future__ import annotations

from tests.builders.question import fact, received
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import CALL, CONFIRMATION, EMAIL, FIRST_PARTY, REPLY, SMS

POINT = {"contact_point": "point"}
REVOKED = fact("opt_out", "2026-03-04", channel="sms", revokes_consent=True)
RECORDED = {"message": {"form": "prerecorded", "disclosures": []}}
IN_2027 = {"at": "2027-02-01T12:00:00-05:00"}

ROWS = [
    *table(
        "us-tcpa/revoked-consent",
        ("nothing was revoked", [], SMS, "allow"),
        ("consent to texts was revoked", [REVOKED], SMS, "refuse"),
        ("first parties are bound as well", [REVOKED], SMS | FIRST_PARTY, "refuse"),
        ("an opt-out that revokes nothing is another record", [fact("opt_out", channel="sms")], SMS, "allow"),
        (
            "for another number",
            [fact("opt_out", channel="sms", contact_point="other", revokes_consent=True)],
            SMS,
            "allow",
        ),
        ("a revocation by text does not yet reach recorded calls", [REVOKED], RECORDED, "allow"),
        ("one of calls does", [fact("opt_out", channel="voice", revokes_consent=True)], RECORDED, "refuse"),
        ("a person may call", [fact("opt_out", channel="voice", revokes_consent=True)], CALL, "allow"),
        (
            "live, and said to be",
            [fact("opt_out", channel="voice", revokes_consent=True)],
            {"message": {"form": "live"}},
            "allow",
        ),
        ("emails are none of its business", [REVOKED], EMAIL, "not asked"),
        ("consented again", [REVOKED, fact("consent", "2026-03-05", to="text")], SMS, "allow"),
        ("at the same instant", [REVOKED, fact("consent", "2026-03-04", to="text")], SMS, "refuse"),
        ("to something else", [REVOKED, fact("consent", "2026-03-05", to="email")], SMS, "refuse"),
        (
            "to recordings, where the revocation was of calls",
            [
                fact("opt_out", channel="voice", revokes_consent=True),
                fact("consent", "2026-03-05", to="prerecorded"),
            ],
            RECORDED,
            "allow",
        ),
        (
            "consented again, for another number",
            [REVOKED, fact("consent", "2026-03-05", to="text", contact_point="other")],
            SMS,
            "refuse",
        ),
        ("for this number", [REVOKED, fact("consent", "2026-03-05", to="text", **POINT)], SMS, "allow"),
        ("opted back in", [REVOKED, fact("opted_back_in", "2026-03-05", channel="sms")], SMS, "allow"),
        (
            "consented again by a word to the creditor",
            [REVOKED, fact("consent", "2026-03-05", to="text", given_to="bank")],
            SMS,
            "allow",
        ),
        ("to another medium", [REVOKED, fact("opted_back_in", "2026-03-05", channel="email")], SMS, "refuse"),
        ("the one confirmation", [REVOKED], CONFIRMATION, "allow"),
        (
            "also more than five minutes later, with a note",
            [REVOKED],
            {**CONFIRMATION, "at": "2026-03-04T12:05:01-05:00"},
            "allow",
        ),
        ("what the law requires passes", [REVOKED], SMS | {"kind": "required_by_law"}, "allow"),
        (
            "what the person sent since is answered once",
            [REVOKED, received("sms", "2026-03-05", id="m")],
            SMS | REPLY,
            "allow",
        ),
        ("what came before is not", [received("sms", "2026-03-03", id="m"), REVOKED], SMS | REPLY, "refuse"),
        (
            "before it was law",
            [fact("opt_out", "2025-03-04", channel="sms", revokes_consent=True)],
            SMS | {"at": "2025-04-10T12:00:00-04:00"},
            "not asked",
        ),
        (
            "since the day on which it became law",
            [fact("opt_out", "2025-03-04", channel="sms", revokes_consent=True)],
            SMS | {"at": "2025-04-11T12:00:00-04:00"},
            "refuse",
        ),
    ),
    *table(
        "us-tcpa/revoked-consent-everywhere",
        ("nothing was revoked", [], RECORDED, "allow"),
        ("from 31 January 2027 a revocation by text reaches recorded calls", [REVOKED], RECORDED, "refuse"),
        (
            "whatever number it named",
            [fact("opt_out", "2026-03-04", contact_point="other", revokes_consent=True)],
            RECORDED,
            "refuse",
        ),
        (
            "until the person consents again",
            [REVOKED, fact("consent", "2026-03-05", to="prerecorded")],
            RECORDED,
            "allow",
        ),
        ("not before that day", [REVOKED], RECORDED | {"at": "2027-01-30T12:00:00-05:00"}, "not asked"),
        ("on it", [REVOKED], RECORDED | {"at": "2027-01-31T12:00:00-05:00"}, "refuse"),
        **IN_2027,
    ),
]
