"""At which local hours were people contacted, and was it open then? Read from the packs' own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from compliance.packs import Entry
from gateway.audit.acts import Act
from gateway.audit.excuses import answers, consented
from gateway.audit.figures import Hours
from gateway.audit.history import History
from gateway.audit.permission import Permission, Ruled, violation_of
from gateway.audit.tally import Tally
from gateway.audit.violation import Violation, ViolationKind

TIMED = frozenset({"voice", "sms", "email"})
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


def check_hours(one: Ruled, acts: Sequence[Act], history: History, tally: Tally) -> Iterator[Violation]:
    """Yield the rules outside whose hours a contact was made; keep the hours of every clock."""
    contact = one.contact
    if contact.channel in TIMED:
        figure = tally.hours.setdefault((one.region, contact.channel), Hours())
        for zone in {zone.key: zone for each in one.permissions for zone in each.zones}.values():
            local = contact.at.astimezone(zone)
            figure.see(local.hour * 60 + local.minute, contact.entry_id)
    for permission in one.permissions:
        for entry in one.entries(permission):
            if entry.kind == "contact_hours" and _binds(one, entry):
                yield from _check(one, permission, entry, acts, history)


def _binds(one: Ruled, entry: Entry) -> bool:
    places = entry.limits.get("places")
    return not places or (one.places.get(one.contact.point or "") or "other") in places


def _check(
    one: Ruled, permission: Permission, entry: Entry, acts: Sequence[Act], history: History
) -> Iterator[Violation]:
    contact, hours = one.contact, entry.limits["hours"]
    shut = [zone for zone in permission.zones if not is_open(hours, contact.at.astimezone(zone))]
    if not shut or answers(acts, contact):
        return
    lifts = ("inconvenient_time",) if entry.limits.get("consent_lifts") else ()
    if consented(history.told, contact, lifts):
        return
    reads = contact.at.astimezone(shut[0])
    clock = f"{reads:%H:%M} on a {reads:%A} in {shut[0].key}"
    what = f"{contact.name.capitalize()} was made at {clock}; {entry.pack}/{entry.id} is closed then."
    yield violation_of(ViolationKind.OUTSIDE_HOURS, one, permission, entry, what)


def is_open(hours: Mapping[str, Any], local: datetime) -> bool:
    """Whether a pack's hours are open at a local time, holidays apart: the rulebook knows those."""
    spans: Sequence[str] = ()
    for group in ("every_day", "weekdays" if local.weekday() < 5 else "weekends", _DAYS[local.weekday()]):
        spans = hours.get(group, spans)
    second = local.hour * 3600 + local.minute * 60 + local.second
    if "holidays" in hours and hours.get("holiday"):
        spans = [*spans, *hours["holiday"]]
    return any(_is_within(second, span) for span in spans)


def _is_within(second: int, span: str) -> bool:
    """Open at both ends, as in "after 8 and before 9"; the day's own start is no opening time."""
    found = _SPAN.fullmatch(span)
    if found is None:
        return False
    hours = [int(part) for part in found.groups()]
    opens, closes = hours[0] * 3600 + hours[1] * 60, hours[2] * 3600 + hours[3] * 60
    return (opens < second or opens == 0) and second < closes
