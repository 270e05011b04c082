"""Is the consent held without which nothing of the kind may be sent?"""

from __future__ import annotations

from tests.builders.question import fact, received
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import (
    CALL,
    CONFIRMATION,
    DISTRICT_OF_COLUMBIA,
    EMAIL,
    FIRST_PARTY,
    NEW_YORK_CITY,
    NEW_YORK_STATE,
    REPLY,
    SMS,
)

RECORDED = {"message": {"form": "prerecorded", "disclosures": []}}
LIVE = {"message": {"form": "live", "disclosures": []}}
ASKED_FOR = {"kind": "consent_request"}


def consent(to: str, day: str = "2026-03-01", **keys):
    return fact("consent", day, to=to, **keys)


def revoked(to: str | None = None, day: str = "2026-03-03", **keys):
    return fact("consent_revoked", day, to=to, **keys)


def written(to: str):
    return [
        ("none is held", [], CALL, "refuse"),
        ("not just any consent", [consent(to)], CALL, "refuse"),
        ("consent in writing", [consent(to, written=True)], CALL, "allow"),
        ("asking for it is dunning too", [], ASKED_FOR, "refuse"),
    ]


def any_form(to: str):
    return [
        ("none is held", [], CALL, "refuse"),
        ("consent by any word", [consent(to)], CALL, "allow"),
        ("consent to something else", [consent("prerecorded")], CALL, "refuse"),
        ("it may be asked for", [], ASKED_FOR, "allow"),
    ]


ROWS = [
    *table(
        "us-tcpa/prerecorded-to-mobile",
        ("a recording to a mobile without consent", [], RECORDED, "refuse"),
        ("with it", [consent("prerecorded")], RECORDED, "allow"),
        ("first parties need it as well", [], RECORDED | FIRST_PARTY, "refuse"),
        ("a live call needs none", [], LIVE, "allow"),
        ("nor one of which nothing is known yet", [], CALL, "allow"),
        (
            "a landline needs none under this provision",
            [],
            RECORDED | {"contact_point": {"kind": "landline"}},
            "allow",
        ),
        (
            "given to the creditor it is good for the collector",
            [consent("prerecorded", given_to="bank")],
            RECORDED,
            "allow",
        ),
        ("given to a stranger it is not", [consent("prerecorded", given_to="shop")], RECORDED, "refuse"),
        ("for another number", [consent("prerecorded", contact_point="other")], RECORDED, "refuse"),
        ("for this number", [consent("prerecorded", contact_point="point")], RECORDED, "allow"),
        ("consent that has run out", [consent("prerecorded", until="2026-03-05")], RECORDED, "refuse"),
        ("on its last day", [consent("prerecorded", until="2026-03-06")], RECORDED, "allow"),
        (
            "one with an end beside one without",
            [consent("prerecorded", until="2026-03-06"), consent("prerecorded")],
            RECORDED,
            "allow",
        ),
        ("revoked", [consent("prerecorded"), revoked("prerecorded")], RECORDED, "refuse"),
        (
            "at the same instant",
            [consent("prerecorded"), revoked("prerecorded", "2026-03-01")],
            RECORDED,
            "refuse",
        ),
        ("consent to texts revoked", [consent("prerecorded"), revoked("text")], RECORDED, "allow"),
        (
            "revoked before it was given",
            [revoked("prerecorded", "2026-02-03"), consent("prerecorded")],
            RECORDED,
            "allow",
        ),
        (
            "revoked for another number",
            [consent("prerecorded"), revoked("prerecorded", contact_point="other")],
            RECORDED,
            "allow",
        ),
        (
            "revoked for this one",
            [consent("prerecorded"), revoked("prerecorded", contact_point="point")],
            RECORDED,
            "refuse",
        ),
        (
            "ended by an opt-out that revokes consent",
            [consent("prerecorded"), fact("opt_out", "2026-03-03", channel="voice", revokes_consent=True)],
            RECORDED,
            "refuse",
        ),
        (
            "not by one from before",
            [fact("opt_out", "2026-02-03", channel="voice", revokes_consent=True), consent("prerecorded")],
            RECORDED,
            "allow",
        ),
        (
            "nor by a plain opt-out, which is another rule's",
            [consent("prerecorded"), fact("opt_out", "2026-03-03", channel="voice")],
            RECORDED,
            "allow",
        ),
        (
            "nor by one of texts",
            [consent("prerecorded"), fact("opt_out", "2026-03-03", channel="sms", revokes_consent=True)],
            RECORDED,
            "allow",
        ),
        ("of one for the debt in question only", [consent("prerecorded", account="B")], RECORDED, "refuse"),
    ),
    *table(
        "us-ny/written-consent-to-email",
        *written("email"),
        ("who wrote is answered", [received("email", "2026-03-05", id="m")], REPLY, "allow"),
        ("who did not is not", [received("sms", "2026-03-05", id="m")], REPLY, "refuse"),
        (
            "consent given to the creditor is none to the collector",
            [consent("email", written=True, given_to="bank")],
            CALL,
            "refuse",
        ),
        **EMAIL,
        **NEW_YORK_STATE,
    ),
    *table(
        "us-ny/written-consent-to-texts",
        *written("text"),
        (
            "the confirmation of an opt-out needs none",
            [fact("opt_out", channel="sms")],
            CONFIRMATION,
            "allow",
        ),
        **SMS,
        **NEW_YORK_STATE,
    ),
    *table("us-ny-nyc/written-consent-to-email", *written("email"), **EMAIL, **NEW_YORK_CITY),
    *table("us-ny-nyc/written-consent-to-texts", *written("text"), **SMS, **NEW_YORK_CITY),
    *table("us-dc/consent-to-email", *any_form("email"), **EMAIL, **DISTRICT_OF_COLUMBIA),
    *table("us-dc/consent-to-texts", *any_form("text"), **SMS, **DISTRICT_OF_COLUMBIA),
]
