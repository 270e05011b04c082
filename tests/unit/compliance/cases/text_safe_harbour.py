"""Is it known, within sixty days, that the number is still the person's?"""

from __future__ import annotations

from tests.builders.question import fact, received
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import FIRST_PARTY, REPLY, SMS

POINT = {"contact_point": "point"}
CHECK = "allow with reassigned_number_check"
RECORDED = {"message": {"form": "prerecorded", "disclosures": []}}


def checked(day: str = "2026-02-20", **keys):
    return fact("number_checked", day, **{"complete_database": True, **POINT, **keys})


def consent(day: str, to: str = "text", **keys):
    return fact("consent", day, to=to, **keys)


ROWS = [
    *table(
        "us-reg-f/text-safe-harbour",
        ("nothing is known: no ban, but the number is checked first", [], {}, CHECK),
        ("a text from the number", [received("sms", "2026-02-20", **POINT)], {}, "allow"),
        ("sixty days ago", [received("sms", "2026-01-06", **POINT)], {}, "allow"),
        (
            "late in the evening it counts for the date on the person's own clock",
            [received("sms", "2026-01-05T23:30:00-05:00", **POINT)],
            {},
            CHECK,
        ),
        ("sixty-one days ago", [received("sms", "2026-01-05", **POINT)], {}, CHECK),
        ("from another number", [received("sms", "2026-02-20", contact_point="other")], {}, CHECK),
        ("a call from it", [received("call", "2026-02-20", **POINT)], {}, CHECK),
        ("consent on the first of sixty days", [consent("2026-01-06")], {}, "allow"),
        ("a day sooner", [consent("2026-01-05")], {}, CHECK),
        ("old consent, checked since", [consent("2025-01-05"), checked()], {}, "allow"),
        ("checked sixty-one days ago", [consent("2025-01-05"), checked("2026-01-05")], {}, CHECK),
        ("checked before the consent only", [checked("2025-12-20"), consent("2025-12-30")], {}, CHECK),
        (
            "at the same instant",
            [consent("2026-02-20"), checked("2026-02-20")],
            {"at": "2026-04-01T12:00:00-04:00"},
            "allow",
        ),
        ("found to be reassigned", [consent("2025-01-05"), checked(reassigned=True)], {}, CHECK),
        ("in an incomplete database", [consent("2025-01-05"), checked(complete_database=False)], {}, CHECK),
        ("another number was checked", [consent("2025-01-05"), checked(contact_point="other")], {}, CHECK),
        ("a check with no consent or text before it", [checked()], {}, CHECK),
        ("a check since an old text", [received("sms", "2025-02-20", **POINT), checked()], {}, "allow"),
        ("consent to something else", [consent("2026-02-20", "email")], {}, CHECK),
        ("consent given to the creditor", [consent("2026-02-20", given_to="bank")], {}, CHECK),
        ("consent that ran out", [consent("2026-02-20", until="2026-03-05")], {}, CHECK),
        (
            "consent revoked",
            [consent("2026-02-20"), fact("consent_revoked", "2026-02-21", to="text")],
            {},
            CHECK,
        ),
        ("what the customer just sent is answered", [received("sms", "2026-03-05", id="m")], REPLY, "allow"),
        ("first parties are not bound", [], FIRST_PARTY, "not asked"),
        **SMS,
    ),
    *table(
        "us-tcpa/reassigned-number",
        ("a recording to a mobile of which nothing is known", [], RECORDED, CHECK),
        ("fresh consent to recordings", [consent("2026-02-20", "prerecorded")], RECORDED, "allow"),
        ("consent to texts", [consent("2026-02-20", "text")], RECORDED, CHECK),
        ("a live call is outside it", [], {"message": {"form": "live"}}, "allow"),
        ("so is a call of which nothing is known yet", [], {}, "allow"),
        ("and a landline", [], RECORDED | {"contact_point": {"kind": "landline"}}, "allow"),
        **FIRST_PARTY,
    ),
]
