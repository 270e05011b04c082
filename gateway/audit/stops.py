"""How soon was a stop obeyed, and was anybody contacted whom it protected? From the chain alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from compliance.packs import Entry
from gateway.audit.acts import Act
from gateway.audit.excuses import ANSWERS
from gateway.audit.figures import Reaction
from gateway.audit.history import Contact, History, Told
from gateway.audit.permission import Permission, Ruled, violation_of
from gateway.audit.tally import Tally
from gateway.audit.violation import Violation, ViolationKind

STOPS = ("opt_out", "cease_request", "attorney_represents", "bankruptcy", "deceased", "wrong_party", "hold")
RULE_OF = {
    "opt_out": "opt_out",
    "cease_request": "cease_request",
    "attorney_represents": "attorney",
    "bankruptcy": "bankruptcy",
    "deceased": "deceased",
    "wrong_party": "wrong_party",
    "hold": "hold",
}
"""The kind of rule that obeys each stop; one that is in no pack of a contact does not bind it."""
SAME_MOMENT = timedelta(seconds=30)
"""Two transactions that wait for each other read the clock before: by so much their order may be wrong."""
_LIFTED_BY = {
    "attorney_represents": ("attorney_unresponsive", "attorney_consents"),
    "bankruptcy": ("bankruptcy_ended",),
    "hold": ("hold_lifted",),
}
_ELECTRONIC = frozenset({"email", "sms"})


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A contact that a stop forbade about one account. late: the stop was on record before it left."""

    one: Ruled
    permission: Permission
    rule: Entry
    late: bool


def check_stops(
    rulings: Sequence[Ruled], acts: Sequence[Act], history: History, tally: Tally
) -> Iterator[Violation]:
    """Yield the contacts that came after a recorded stop; keep how long each stop took to be obeyed."""
    for stop in history.told:
        if stop.said["type"] not in STOPS or stop.said.get("person"):
            continue
        name = _name(stop)
        figure = tally.reactions.setdefault(name, Reaction())
        figure.recorded.see(stop.recorded_at - stop.at, None)
        last: Ruled | None = None
        for one in rulings:
            if one.contact.at <= stop.at or not one.contact.was_made:
                continue
            found = _forbidden(stop, one, acts, history)
            if found is None:
                figure.confirmed += one.contact.kind == "opt_out_confirmation" and name == "opt_out"
            elif found.late:
                figure.after += 1
                yield _violation(stop, found)
            else:
                figure.before += 1
            last = one if found else last
        if last is not None:
            figure.lasted.see(last.contact.at - stop.at, last.contact.entry_id)


def _name(stop: Told) -> str:
    return "cease_request (oral)" if _is_oral(stop) else str(stop.said["type"])


def _is_oral(stop: Told) -> bool:
    """Whether it is a cease request that the law hears as an opt-out of one medium."""
    return stop.said["type"] == "cease_request" and not stop.said.get("written")


def _forbidden(stop: Told, one: Ruled, acts: Sequence[Act], history: History) -> Forbidden | None:
    kind = RULE_OF[stop.said["type"]]
    if _is_oral(stop):
        kind = "opt_out"
    for permission in one.permissions:
        rule = next((entry for entry in one.entries(permission) if entry.kind == kind), None)
        if rule is None or not _covers(stop, one, permission, rule):
            continue
        if _is_lifted(stop, one, history) or _is_the_answer(stop, one.contact, acts):
            continue
        late = stop.seq < one.contact.seq or one.contact.at > stop.recorded_at + SAME_MOMENT
        return Forbidden(one, permission, rule, late)
    return None


def _covers(stop: Told, one: Ruled, permission: Permission, rule: Entry) -> bool:
    """Whether the stop is about this account, channel, contact point and time."""
    said, contact = stop.said, one.contact
    if said.get("accounts") and one.debt_of(permission.account_id).isdisjoint(said["accounts"]):
        return False
    if _is_oral(stop):
        return bool(contact.channel == said.get("channel", "voice"))
    if said["type"] == "attorney_represents":
        return bool(said.get("contact_known")) or not rule.limits.get("contact_must_be_known", True)
    if said["type"] == "hold":
        return not _has_ended(said.get("until"), contact.at)
    if said["type"] not in ("opt_out", "wrong_party"):
        return True
    channel = said.get("channel") if said["type"] == "opt_out" else None
    return channel in (None, contact.channel) and said.get("contact_point") in (None, contact.point)


def _has_ended(until: str | None, at: datetime) -> bool:
    """A date is taken to be over when it is so on the first clock on Earth: nobody is accused wrongly."""
    if until is None:
        return False
    if len(until) > len("2027-03-01"):
        return at >= datetime.fromisoformat(until)
    first_clock = datetime.combine(date.fromisoformat(until), time(), UTC) + timedelta(days=1, hours=-14)
    return at >= first_clock


def _is_lifted(stop: Told, one: Ruled, history: History) -> bool:
    later = [told for told in history.told if told.at > stop.at and told.seq < one.contact.seq]
    if stop.said["type"] == "opt_out" or _is_oral(stop):
        return any(_takes_back(told.said, stop.said, one.contact) for told in later)
    lifting = _LIFTED_BY.get(stop.said["type"], ())
    return any(told.said["type"] in lifting and told.said.get("how") != "discharged" for told in later)


def _takes_back(lift: dict[str, Any], stop: dict[str, Any], contact: Contact) -> bool:
    """An opt-in lifts what it names and nothing narrower."""
    channel, point = lift.get("channel"), lift.get("contact_point")
    stopped = stop.get("channel"), stop.get("contact_point")
    if stop["type"] == "cease_request":
        stopped = stop.get("channel", "voice"), None
    return (
        lift["type"] == "opted_back_in"
        and channel in (None, contact.channel)
        and point in (None, contact.point)
        and stopped[0] in (None, channel)
        and stopped[1] in (None, point)
    )


def _is_the_answer(stop: Told, contact: Contact, acts: Sequence[Act]) -> bool:
    """The one confirmation of an opt-out, or the one answer by the same medium to what came in after it."""
    if contact.kind not in ANSWERS:
        return False
    mine = [act for act in acts if act.contact is not None and act.contact.was_made]
    if contact.kind == "opt_out_confirmation":
        same = [act for act in mine if act.kind == contact.kind and act.type == contact.type]
        first = [act for act in same if act.at >= stop.at]
        return contact.channel in _ELECTRONIC and bool(first) and first[0].contact is contact
    inbound = [act for act in acts if act.inbound and act.type == contact.type and act.at <= contact.at]
    if not inbound or inbound[-1].at <= stop.at:
        return False
    answers = [a for a in mine if a.type == contact.type and a.kind in ANSWERS and a.at >= inbound[-1].at]
    return bool(answers) and answers[0].contact is contact


def _violation(stop: Told, found: Forbidden) -> Violation:
    contact = found.one.contact
    name, later = _name(stop).replace("_", " "), _later(contact.at - stop.recorded_at)
    what = (
        f"{contact.name.capitalize()} ({contact.kind.replace('_', ' ')}) was made {later} "
        f"after a recorded {name} that forbids it."
    )
    return violation_of(ViolationKind.AFTER_STOP, found.one, found.permission, found.rule, what)


def _later(length: timedelta) -> str:
    seconds = max(0, round(length.total_seconds()))
    if seconds < 120:
        return f"{seconds} seconds"
    return f"{seconds // 60} minutes" if seconds < 7200 else f"{seconds // 3600} hours"
