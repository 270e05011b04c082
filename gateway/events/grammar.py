"""Which types of event are there, and which keys may each have? The decision contract as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.domain.errors import DataError
from gateway.domain.words import Channel, MessageKind
from gateway.events import plan_values
from gateway.events import values as v
from gateway.events.values import Reader

CONTACT_TYPES = frozenset({"call", "sms", "email", "letter", "portal"})
CALL_RESULTS = frozenset(
    {
        "conversation", "no_answer", "voicemail", "limited_content_voicemail", "no_message_possible",
        "dropped", "busy", "out_of_service", "ringless_voicemail",
    }
)  # fmt: skip
FORMS = frozenset({"live", "prerecorded", "limited_content_voicemail", "voicemail", "text"})
CONSENTS = frozenset(
    {"text", "email", "prerecorded", "exceed_call_frequency", "inconvenient_time"}
    | {f"channel:{channel}" for channel in Channel}
)
_CHANNEL = v.one_of([channel.value for channel in Channel])
_DIRECTION = v.one_of(("inbound", "outbound"))
_CONSENT = v.one_of(CONSENTS)


@dataclass(frozen=True, slots=True)
class Grammar:
    """The keys of one type, beyond those that every event has."""

    keys: Mapping[str, Reader]
    required: tuple[str, ...] = ()
    one_needed: tuple[str, ...] = ()  # at least one of these


_CONTACT: dict[str, Reader] = {
    "direction": _DIRECTION,
    "actor": v.text,
    "discussed": v.list_of(v.text),
    "kind": v.one_of([kind.value for kind in MessageKind]),
    "in_reply_to": v.text,
    "form": v.one_of(FORMS),
}
_INCONVENIENT: dict[str, Reader] = {
    "days": v.weekdays,
    "written": v.flag,
    "from": v.time_of_day,
    "to": v.time_of_day,
    "place": v.text,
    "until": v.day_or_instant,
    "only_now": v.flag,
}
_STOP: dict[str, Reader] = {"channel": _CHANNEL, "revokes_consent": v.flag}
_SCOPE = ("channel", "contact_point")
_SOMEBODY: dict[str, Reader] = {"name": v.text, "telephone": v.text, "email": v.text, "address": v.text}
"""Who speaks for the customer or looks after the estate."""

GRAMMARS: dict[str, Grammar] = {
    "call": Grammar({**_CONTACT, "result": v.one_of(CALL_RESULTS)}, ("direction",)),
    "sms": Grammar(_CONTACT, ("direction",)),
    "email": Grammar(_CONTACT, ("direction",)),
    "letter": Grammar(_CONTACT, ("direction",)),
    "portal": Grammar(
        {
            **_CONTACT,
            "direction": v.one_of(("inbound",)),
            "words": v.words,
            "language": v.one_of(("en", "es")),
            "prefers": v.one_of(("any", *(channel.value for channel in Channel))),
        },
        ("direction",),
    ),
    "opt_out": Grammar(_STOP, one_needed=_SCOPE),
    "opted_back_in": Grammar(_STOP, one_needed=_SCOPE),
    "cease_request": Grammar({"written": v.flag, "channel": _CHANNEL}),
    "attorney_represents": Grammar({"contact_known": v.flag, "words": v.words, **_SOMEBODY}),
    "attorney_unresponsive": Grammar({}),
    "attorney_consents": Grammar({}),
    "dispute": Grammar(
        {
            "written": v.flag,
            "scope": v.one_of(("whole", "part")),
            "duplicative": v.flag,
            "reason": v.text,
            "invoice_number": v.text,
            "words": v.words,
        }
    ),
    "verification_sent": Grammar({}),
    "original_creditor_request": Grammar({"written": v.flag}),
    "original_creditor_sent": Grammar({}),
    "validation_notice": Grammar(
        {"delivered_by": v.one_of(("letter", "email", "voice")), "undeliverable_at": v.instant},
        ("delivered_by",),
    ),
    "consent": Grammar(
        {"given_to": v.text, "written": v.flag, "to": _CONSENT, "until": v.day_or_instant}, ("to",)
    ),
    "consent_revoked": Grammar({"to": _CONSENT}, ("to",)),
    "inconvenient": Grammar(_INCONVENIENT),
    "convenient_again": Grammar(_INCONVENIENT),
    "employer_prohibits": Grammar({}),
    "number_checked": Grammar({"reassigned": v.flag, "complete_database": v.flag}, ("contact_point",)),
    "creditor_email_notice": Grammar({"opt_out_by": v.day}, ("contact_point", "opt_out_by")),
    "bankruptcy": Grammar(
        {
            "words": v.words,
            "chapter": v.one_of(("7", "11", "12", "13", "unknown")),
            "court": v.text,
            "case_number": v.text,
            "filed_on": v.day,
            **_SOMEBODY,
        }
    ),
    "bankruptcy_ended": Grammar({"how": v.one_of(("dismissed", "discharged"))}, ("how",)),
    "deceased": Grammar({"words": v.words, "died_on": v.day, **_SOMEBODY}),
    "wrong_party": Grammar({"words": v.words}),
    "breathing_space": Grammar({"until": v.day_or_instant}),
    "promise_to_pay": Grammar({"due_on": v.day, "amount": v.amount, "currency": v.currency}, ("due_on",)),
    "payment": Grammar(
        {
            "amount": v.amount,
            "currency": v.currency,
            "reference": v.text,
            "paid_on": v.day,
            "invoice_number": v.text,
        }
    ),
    "hold": Grammar(
        {"until": v.day_or_instant, "reason": v.text, "words": v.words, "plan": plan_values.plan}
    ),
    "hold_lifted": Grammar({}),
}
"""`amount`, `reference`, `reason`, `words` and the like are our own keys beside the contract's; no rule reads
them."""

EVERYWHERE: dict[str, Reader] = {"id": v.text, "person": v.text, "accounts": v.list_of(v.text)}
"""Keys that an event of any type may have in its body."""


def grammar_of(type_: str) -> Grammar:
    """Return the grammar of a type; raises DataError for an unknown one."""
    if type_ not in GRAMMARS:
        known = ", ".join(sorted(GRAMMARS))
        raise DataError(f"type must be one of {known}", field="type")
    return GRAMMARS[type_]


def checked_body(type_: str, body: Mapping[str, Any], *, names_point: bool) -> dict[str, Any]:
    """Return the body as it is kept: every key known and every value read.

    names_point: whether the event names a contact point. Keys that begin with x_ or hold null are left out.
    Raises DataError naming the key that is unknown, wrong or missing.
    """
    grammar = grammar_of(type_)
    kept: dict[str, Any] = {}
    for key, value in body.items():
        if key.startswith("x_") or value is None:
            continue
        read = grammar.keys.get(key) or EVERYWHERE.get(key)
        if read is None:
            known = ", ".join(sorted({*grammar.keys, *EVERYWHERE}))
            raise DataError(f"{key} is not a key of {type_}; known: {known}", field=key)
        kept[key] = read(key, value)
    _complete(type_, grammar, {*kept, *(("contact_point",) if names_point else ())})
    _consistent(type_, kept)
    return kept


def _complete(type_: str, grammar: Grammar, given: set[str]) -> None:
    for key in grammar.required:
        if key not in given:
            raise DataError(f"{type_} needs {key}", field=key)
    if grammar.one_needed and given.isdisjoint(grammar.one_needed):
        raise DataError(f"{type_} needs {' or '.join(grammar.one_needed)}", field=grammar.one_needed[0])


def _consistent(type_: str, body: Mapping[str, Any]) -> None:
    if (
        type_ == "call"
        and body["direction"] == "inbound"
        and body.get("result") not in (None, "conversation")
    ):
        raise DataError("an inbound call has the result conversation", field="result")
    if type_ in ("inconvenient", "convenient_again"):
        if ("from" in body) != ("to" in body):
            raise DataError("give both from and to, or neither for the whole day", field="from")
        if "from" in body and body["from"] == body["to"]:
            raise DataError("to is the same as from; leave both out for the whole day", field="to")
    if type_ in ("payment", "promise_to_pay") and ("amount" in body) != ("currency" in body):
        raise DataError("give both amount and currency, or neither", field="amount")
    if type_ == "payment" and "amount" in body and "reference" not in body:
        raise DataError("a payment with an amount needs its reference: it counts once", field="reference")
    if type_ == "portal" and ("language" in body) != ("prefers" in body):
        raise DataError("give both language and prefers, or neither", field="language")
    if "amount" in body:
        v.money_of(body["amount"], body["currency"])
