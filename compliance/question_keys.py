"""Which keys may a question have, and what may each say? The decision contract as a table."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from compliance import fields as f
from compliance.question_events import FORMS
from compliance.rules.disclosure import NAMES as DISCLOSURES
from gateway.domain.words import ActorRole, Channel, DebtClass, MessageKind, PointKind

RELATIONS = (
    "customer",
    "spouse",
    "parent_of_minor",
    "guardian",
    "executor",
    "third_party",
    "attorney",
    "credit_bureau",
    "creditor",
    "creditor_attorney",
    "collector_attorney",
)
CLUES = ("residence", "mobile", "landline", "postal", "declared", "current")


def _zone(value: Any) -> str:
    name: str = f.text(value)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise f.Unread("is no zone of the IANA database") from None
    return name


_ACCOUNT: dict[str, f.Reader] = {
    "id": f.text,
    "creditor": f.text,
    "debt_class": f.one_of(tuple(DebtClass)),
    "number_group": f.text,
    "days_past_due": f.whole_number,
    "collection_begun": f.flag,
    "time_barred": f.flag,
}
_LOCATION = f.object_of({"clue": f.one_of(CLUES), "time_zone": _zone, "region": f.region}, ("clue",))
_POINT = f.object_of(
    {
        "id": f.text,
        "kind": f.one_of(tuple(PointKind)),
        "place": f.one_of(("home", "work")),
        "employer_provided": f.flag,
    },
    ("id", "kind"),
)
QUESTION = f.object_of(
    {
        "at": f.instant,
        "channel": f.one_of(tuple(Channel)),
        "kind": f.one_of(tuple(MessageKind)),
        "in_reply_to": f.text,
        "actor": f.object_of(
            {"id": f.text, "role": f.one_of(tuple(ActorRole)), "regions": f.list_of(f.region)}, ("id", "role")
        ),
        "account": f.object_of(_ACCOUNT, ("id", "debt_class")),
        "accounts": f.list_of(f.object_of(_ACCOUNT, ("id",))),
        "person": f.object_of(
            {
                "id": f.text,
                "relation": f.one_of(RELATIONS),
                "region": f.region,
                "locations": f.list_of(_LOCATION),
            },
            ("id",),
        ),
        "contact_point": _POINT,
        "contact_points": f.list_of(_POINT),
        "message": f.object_of({"form": f.one_of(FORMS), "disclosures": f.list_of(f.one_of(DISCLOSURES))}),
        "events": f.list_of(lambda event: event),  # read once `at` is known
        "packs": f.list_of(f.text),
        "policy": f.object_of({"packs": f.list_of(f.text)}),
    },
    ("at", "channel", "actor", "account", "person", "contact_point"),
)
