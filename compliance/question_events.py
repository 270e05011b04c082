"""Which events does a question tell of? Contacts and standing facts, read as the decision contract says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from compliance.case import CONTACT_TYPES
from compliance.counting import CALL_RESULTS
from compliance.facts import Event
from compliance.fields import Fields
from compliance.holidays import WEEKDAYS
from gateway.domain.words import Channel, MessageKind

STANDING_TYPES = (
    "opt_out",
    "opted_back_in",
    "cease_request",
    "attorney_represents",
    "attorney_unresponsive",
    "attorney_consents",
    "dispute",
    "verification_sent",
    "original_creditor_request",
    "original_creditor_sent",
    "validation_notice",
    "consent",
    "consent_revoked",
    "inconvenient",
    "convenient_again",
    "employer_prohibits",
    "number_checked",
    "creditor_email_notice",
    "bankruptcy",
    "bankruptcy_ended",
    "deceased",
    "wrong_party",
    "breathing_space",
    "promise_to_pay",
    "payment",
    "hold",
    "hold_lifted",
)
EVENT_TYPES = (*sorted(CONTACT_TYPES), *STANDING_TYPES)
FORMS = ("live", "prerecorded", "limited_content_voicemail", "voicemail", "text")

_CONTACT_KEYS = ("direction", "actor", "discussed", "result", "form", "kind", "in_reply_to")
_STANDING_KEYS = (
    "channel", "to", "from", "days", "place", "only_now", "given_to", "written", "revokes_consent",
    "contact_known", "duplicative", "scope", "delivered_by", "undeliverable_at", "until", "due_on",
    "opt_out_by", "reassigned", "complete_database", "how",
)  # fmt: skip
EVENT_KEYS = (
    "type", "at", "id", "person", "account", "accounts", "contact_point", *_CONTACT_KEYS, *_STANDING_KEYS
)  # fmt: skip

_CONSENT_TO = (
    "text",
    "email",
    "prerecorded",
    "exceed_call_frequency",
    "inconvenient_time",
    *(f"channel:{channel}" for channel in Channel),
)
_TIMED = frozenset({"inconvenient", "convenient_again"})


def parse_event(fields: Fields, asked_at: datetime | None) -> Event:
    """Return one event. Raises DataError that names the field, also for one later than the question."""
    kind = fields.one_of("type", EVENT_TYPES)
    at = fields.instant("at")
    undeliverable_at = fields.instant_or_none("undeliverable_at")
    if asked_at is not None:
        if at > asked_at:
            fields.wrong("at", "is later than the question's `at`")
        if undeliverable_at is not None and undeliverable_at > asked_at:
            fields.wrong("undeliverable_at", "is later than the question's `at`")
    until, until_on = fields.end("until")
    event = Event(
        type=kind,
        at=at,
        id=fields.text_or_none("id"),
        actor=fields.text_or_none("actor"),
        person=fields.text_or_none("person"),
        accounts=_accounts(fields),
        contact_point=fields.text_or_none("contact_point"),
        undeliverable_at=undeliverable_at,
        until=until,
        until_on=until_on,
        **_contact(fields, kind) if kind in CONTACT_TYPES else _standing(fields, kind),
    )
    check = _CHECKS.get(kind)
    if check is not None:
        check(fields)
    return event


def _contact(fields: Fields, kind: str) -> dict[str, Any]:
    direction = fields.one_of("direction", ("inbound", "outbound"))
    if kind == "portal" and direction == "outbound":
        fields.wrong("direction", "a portal event is inbound")
    result = fields.one_of_or_none("result", CALL_RESULTS)
    if result is not None and kind != "call":
        fields.wrong("result", "only calls have a result")
    if kind == "call" and direction == "inbound" and result is None:
        result = "conversation"
    return {
        "direction": direction,
        "result": result,
        "discussed": fields.texts("discussed"),
        "form": fields.one_of_or_none("form", FORMS),
        "kind": fields.one_of_or_none("kind", tuple(MessageKind)),
        "in_reply_to": fields.text_or_none("in_reply_to"),
    }


def _standing(fields: Fields, kind: str) -> dict[str, Any]:
    timed = kind in _TIMED
    return {
        "channel": fields.one_of_or_none("channel", tuple(Channel)),
        "to": None if timed else fields.one_of_or_none("to", _CONSENT_TO),
        "from_time": fields.time_or_none("from"),
        "to_time": fields.time_or_none("to") if timed else None,
        "days": _days(fields),
        "place": fields.text_or_none("place"),
        "only_now": fields.flag("only_now"),
        "given_to": fields.text_or_none("given_to"),
        "written": fields.flag("written"),
        "revokes_consent": fields.flag("revokes_consent"),
        "contact_known": fields.flag("contact_known"),
        "duplicative": fields.flag("duplicative"),
        "scope": fields.one_of_or_none("scope", ("whole", "part")),
        "delivered_by": fields.one_of_or_none("delivered_by", ("letter", "email", "voice")),
        "due_on": fields.day_or_none("due_on"),
        "opt_out_by": fields.day_or_none("opt_out_by"),
        "reassigned": fields.flag("reassigned"),
        "complete_database": fields.flag("complete_database"),
        "how": fields.one_of_or_none("how", ("dismissed", "discharged")),
    }


def _accounts(fields: Fields) -> tuple[str, ...] | None:
    """Return the accounts that `account` and `accounts` name together; None if neither does."""
    named = fields.texts("accounts")
    if fields.has("account"):
        named = (fields.text("account"), *named)
    return tuple(dict.fromkeys(named)) or None


def _days(fields: Fields) -> tuple[str, ...]:
    """Return the days in the order of the week, so that the same days are always equal."""
    named = fields.texts("days", WEEKDAYS)
    return tuple(day for day in WEEKDAYS if day in named)


def _check_scope_of_opt_out(fields: Fields) -> None:
    if not fields.has("channel") and not fields.has("contact_point"):
        fields.wrong("channel", "is missing: name a channel, a contact_point, or both")


def _check_consent(fields: Fields) -> None:
    fields.text("to")


def _check_promise(fields: Fields) -> None:
    fields.day("due_on")


def _check_notice(fields: Fields) -> None:
    fields.text("contact_point")
    fields.day("opt_out_by")


def _check_number(fields: Fields) -> None:
    fields.text("contact_point")


def _check_end_of_bankruptcy(fields: Fields) -> None:
    fields.text("how")


def _check_times(fields: Fields) -> None:
    if fields.has("from") and fields.value("from") == fields.value("to"):
        fields.wrong("to", "is the same as `from`; leave both out for the whole day")


_CHECKS: dict[str, Callable[[Fields], None]] = {
    "opt_out": _check_scope_of_opt_out,
    "opted_back_in": _check_scope_of_opt_out,
    "consent": _check_consent,
    "consent_revoked": _check_consent,
    "promise_to_pay": _check_promise,
    "creditor_email_notice": _check_notice,
    "number_checked": _check_number,
    "bankruptcy_ended": _check_end_of_bankruptcy,
    "inconvenient": _check_times,
    "convenient_again": _check_times,
}
