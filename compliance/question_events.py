"""Which events does a question tell of? Contacts and standing facts, read as the decision contract says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from compliance import fields as f
from compliance.case import CONTACT_TYPES
from compliance.counting import CALL_RESULTS
from compliance.facts import Event
from compliance.fields import Reader, Unread
from compliance.holidays import WEEKDAYS
from gateway.domain.words import Channel, MessageKind

FORMS = ("live", "prerecorded", "limited_content_voicemail", "voicemail", "text")
CONSENT_TO = (
    "text",
    "email",
    "prerecorded",
    "exceed_call_frequency",
    "inconvenient_time",
    *(f"channel:{channel}" for channel in Channel),
)


@dataclass(frozen=True, slots=True)
class Grammar:
    """The keys that events of one type may have beside those of every event, and those they must.

    one_needed: at least one of these.
    """

    readers: Mapping[str, Reader]
    required: tuple[str, ...] = ()
    one_needed: tuple[str, ...] = ()


_WEEKDAYS = f.list_of(f.one_of(WEEKDAYS))


def _days(value: Any) -> tuple[str, ...]:
    """Return the days in the order of the week, so that the same days are always equal; none for all."""
    named = _WEEKDAYS(value)
    return tuple(day for day in WEEKDAYS if day in named) if len(set(named)) < len(WEEKDAYS) else ()


def _start_of_day(value: Any) -> str:
    if value == "24:00":
        raise Unread("is the end of a day: begin with 00:00 of the next")
    return f.time_of_day(value)


_TEXTS = f.list_of(f.text)
_EVERYWHERE: dict[str, Reader] = {
    "type": f.text,
    "at": f.instant,
    "id": f.text,
    "person": f.text,
    "account": f.text,
    "accounts": _TEXTS,
    "contact_point": f.text,
}
_CONTACT: dict[str, Reader] = {
    "direction": f.one_of(("inbound", "outbound")),
    "actor": f.text,
    "discussed": _TEXTS,
    "form": f.one_of(FORMS),
    "kind": f.one_of(tuple(MessageKind)),
    "in_reply_to": f.text,
}
_CHANNEL: dict[str, Reader] = {"channel": f.one_of(tuple(Channel))}
_WRITTEN: dict[str, Reader] = {"written": f.flag}
_UNTIL: dict[str, Reader] = {"until": f.day_or_instant}
_TIMES: dict[str, Reader] = {
    "days": _days,
    "from": _start_of_day,
    "to": f.time_of_day,
    "place": f.text,
    "only_now": f.flag,
    **_UNTIL,
    **_WRITTEN,
}
_A_CONTACT = Grammar(_CONTACT, ("direction",))
_AN_OPT_OUT = Grammar({**_CHANNEL, "revokes_consent": f.flag}, one_needed=("channel", "contact_point"))
_CONSENTED: dict[str, Reader] = {"to": f.one_of(CONSENT_TO)}
_BARE = Grammar({})

GRAMMARS: dict[str, Grammar] = {
    "call": Grammar({**_CONTACT, "result": f.one_of(CALL_RESULTS)}, ("direction",)),
    "email": _A_CONTACT,
    "letter": _A_CONTACT,
    "portal": _A_CONTACT,
    "sms": _A_CONTACT,
    "opt_out": _AN_OPT_OUT,
    "opted_back_in": _AN_OPT_OUT,
    "cease_request": Grammar({**_WRITTEN, **_CHANNEL}),
    "attorney_represents": Grammar({"contact_known": f.flag}),
    "attorney_unresponsive": _BARE,
    "attorney_consents": _BARE,
    "dispute": Grammar({**_WRITTEN, "scope": f.one_of(("whole", "part")), "duplicative": f.flag}),
    "verification_sent": _BARE,
    "original_creditor_request": Grammar(_WRITTEN),
    "original_creditor_sent": _BARE,
    "validation_notice": Grammar(
        {"delivered_by": f.one_of(("letter", "email", "voice")), "undeliverable_at": f.instant}
    ),
    "consent": Grammar({**_CONSENTED, **_WRITTEN, **_UNTIL, "given_to": f.text}, ("to",)),
    "consent_revoked": Grammar(_CONSENTED, ("to",)),
    "inconvenient": Grammar(_TIMES),
    "convenient_again": Grammar(_TIMES),
    "employer_prohibits": _BARE,
    "number_checked": Grammar({"reassigned": f.flag, "complete_database": f.flag}, ("contact_point",)),
    "creditor_email_notice": Grammar({"opt_out_by": f.day}),  # without it: incomplete, not malformed
    "bankruptcy": _BARE,
    "bankruptcy_ended": Grammar({"how": f.one_of(("dismissed", "discharged"))}, ("how",)),
    "deceased": _BARE,
    "wrong_party": _BARE,
    "breathing_space": Grammar(_UNTIL),
    "promise_to_pay": Grammar({"due_on": f.day}, ("due_on",)),
    "payment": _BARE,
    "hold": Grammar(_UNTIL),
    "hold_lifted": _BARE,
}
"""Every type of event. `written` of an inconvenient place is for laws in which it lasts longer then."""
EVENT_TYPES = tuple(GRAMMARS)
_READERS = {
    type_: f.object_of({**_EVERYWHERE, **grammar.readers}, ("at", *grammar.required), type_)
    for type_, grammar in GRAMMARS.items()
}
_TIMED = frozenset({"inconvenient", "convenient_again"})


def parse_event(value: Any, asked_at: datetime | None = None) -> Event:
    """Return one event. Raises Unread that names the key, also for one later than the question."""
    if not isinstance(value, dict):
        raise Unread("must be a JSON object")
    type_ = value.get("type")
    if not isinstance(type_, str) or type_ not in _READERS:
        raise Unread("is missing" if type_ is None else f"must be one of {', '.join(EVENT_TYPES)}", ".type")
    said: dict[str, Any] = _READERS[type_](value)
    one_needed = GRAMMARS[type_].one_needed
    if one_needed and not any(key in said for key in one_needed):
        raise Unread(f"is missing: name {' or '.join(one_needed)}", f".{one_needed[0]}")
    if asked_at is not None:
        _check_order(said, asked_at)
    if type_ in CONTACT_TYPES:
        _check_contact(type_, said)
    elif type_ in _TIMED:
        _check_times(said)
    return Event(**_as_facts(type_, said))


def _check_order(said: Mapping[str, Any], asked_at: datetime) -> None:
    for key in ("at", "undeliverable_at"):
        if key in said and said[key] > asked_at:
            raise Unread("is later than the question's `at`", f".{key}")


def _check_contact(type_: str, said: dict[str, Any]) -> None:
    if said["direction"] == "outbound":
        if type_ == "portal":
            raise Unread("a portal event is inbound", ".direction")
    elif type_ == "call" and said.setdefault("result", "conversation") != "conversation":
        raise Unread("an inbound call has the result conversation", ".result")


def _check_times(said: Mapping[str, Any]) -> None:
    if "from" in said and said["from"] == said.get("to"):
        raise Unread("is the same as `from`; leave both out for the whole day", ".to")


def _as_facts(type_: str, said: dict[str, Any]) -> dict[str, Any]:
    """Return the values by the names of the facts; `account` and `accounts` name accounts together."""
    if "account" in said or "accounts" in said:
        named = ([said.pop("account")] if "account" in said else []) + [*said.get("accounts", ())]
        said["accounts"] = tuple(dict.fromkeys(named)) or None
    if type_ in _TIMED:
        said["from_time"], said["to_time"] = said.pop("from", None), said.pop("to", None)
    if "until" in said and not isinstance(said["until"], datetime):
        said["until_on"] = said.pop("until")
    return said
