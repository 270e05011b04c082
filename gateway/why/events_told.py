"""How does an event read as a sentence? What the customer or somebody else told us, without codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gateway.store.history import EventRow
from gateway.why.plain_words import as_words, dates_in_words

_STOPPED = {"email": "emails", "sms": "text messages", "voice": "calls", "letter": "letters"}
_CONTACTS = {
    "call": "called",
    "sms": "sent a text message",
    "email": "sent an email",
    "letter": "sent a letter",
}
_SOURCES = {
    "portal": "on the customer page",
    "record": "by an event file",
    "api": "by another system",
    "import": "by an imported file",
    "provider": "by the provider",
    "collector": "to a collector on the telephone",
    "system": "by Dunwell itself",
}


def sentence_of(event: EventRow) -> str:
    """Return what was told, and by which way it came."""
    text = what_was_told(event.type, event.body)
    return dates_in_words(f"{text} (told {_SOURCES.get(event.source, 'by ' + event.source)}).")


def what_was_told(type_: str, body: Mapping[str, Any]) -> str:
    """Return an event as a clause. body: its keys in the words of the decision contract."""
    told = _SENTENCES.get(type_, as_words(type_).capitalize())
    return told if isinstance(told, str) else told(body)


def _contact(type_: str) -> Callable[[Mapping[str, Any]], str]:
    def told(body: Mapping[str, Any]) -> str:
        if body.get("direction") == "inbound":
            return f"The customer {_CONTACTS[type_]}"
        result = f", result: {as_words(str(body['result']))}" if "result" in body else ""
        return f"Somebody outside Dunwell {_CONTACTS[type_]}{_to(type_)} the customer{result}"

    return told


def _to(type_: str) -> str:
    return "" if type_ == "call" else " to"


def _stop(body: Mapping[str, Any]) -> str:
    return f"The customer stopped {_STOPPED.get(str(body.get('channel')), 'messages to this address')}"


def _start(body: Mapping[str, Any]) -> str:
    return f"The customer allows {_STOPPED.get(str(body.get('channel')), 'messages to this address')} again"


def _cease(body: Mapping[str, Any]) -> str:
    if body.get("written"):
        return "The customer asked in writing that all contact stop"
    return f"The customer asked that {_STOPPED.get(str(body.get('channel')), 'calls')} stop"


def _promise(body: Mapping[str, Any]) -> str:
    amount = f" {body.get('currency', '')} {body['amount']}".replace("  ", " ") if "amount" in body else ""
    return f"The customer promised to pay{amount} on {body['due_on']}"


def _payment(body: Mapping[str, Any]) -> str:
    amount = f" of {body.get('currency', '')} {body['amount']}".replace("  ", " ") if "amount" in body else ""
    paid_on = f" on {body['paid_on']}" if "paid_on" in body else ""
    return f"A payment{amount} was made{paid_on}"


def _dispute(body: Mapping[str, Any]) -> str:
    what = "part of the debt" if body.get("scope") == "part" else "the debt"
    return f"The customer disputed {what}{' in writing' if body.get('written') else ''}"


def _hold(body: Mapping[str, Any]) -> str:
    if "plan" in body:
        parts = body["plan"]["instalments"]
        days = f"from {parts[0]['due_on']} to {parts[-1]['due_on']}"
        return f"A payment plan was agreed: {len(parts)} instalments {days}"
    return f"Reminders were put on hold{_until(body)}"


def _consent(body: Mapping[str, Any]) -> str:
    return f"The customer agreed to {_agreed(body)}{_until(body)}"


def _revoked(body: Mapping[str, Any]) -> str:
    return f"The customer no longer agrees to {_agreed(body)}"


def _agreed(body: Mapping[str, Any]) -> str:
    return as_words(str(body.get("to", "this")).removeprefix("channel:"))


def _inconvenient(body: Mapping[str, Any]) -> str:
    return f"The customer named {_times(body)} as inconvenient{_until(body)}"


def _convenient(body: Mapping[str, Any]) -> str:
    return f"The customer named {_times(body)} as convenient again"


def _times(body: Mapping[str, Any]) -> str:
    if body.get("only_now"):
        return "this moment"
    days = ", ".join(str(day).capitalize() for day in body.get("days", ())) or "every day"
    hours = f" from {body['from']} to {body['to']}" if "from" in body and "to" in body else ""
    return f"{days}{hours}{' at ' + str(body['place']) if 'place' in body else ''}"


def _until(body: Mapping[str, Any]) -> str:
    return f" until {str(body['until'])[:10]}" if "until" in body else ""


_SENTENCES: Mapping[str, str | Callable[[Mapping[str, Any]], str]] = {
    **{type_: _contact(type_) for type_ in _CONTACTS},
    "portal": "The customer answered on their page",
    "opt_out": _stop,
    "opted_back_in": _start,
    "cease_request": _cease,
    "attorney_represents": "An attorney represents the customer",
    "attorney_unresponsive": "The attorney does not answer",
    "attorney_consents": "The attorney agrees to direct contact",
    "dispute": _dispute,
    "verification_sent": "Verification of the debt was sent",
    "original_creditor_request": "The customer asked for the original creditor",
    "original_creditor_sent": "The customer was told the original creditor",
    "validation_notice": "The validation notice was given",
    "consent": _consent,
    "consent_revoked": _revoked,
    "inconvenient": _inconvenient,
    "convenient_again": _convenient,
    "employer_prohibits": "The customer's employer forbids contact there",
    "number_checked": "The number was checked for reassignment",
    "creditor_email_notice": "The creditor announced the use of this email address",
    "bankruptcy": "The customer is in bankruptcy",
    "bankruptcy_ended": "The bankruptcy has ended",
    "deceased": "The customer has died",
    "wrong_party": "A message reached somebody else, not the customer",
    "breathing_space": _hold,
    "promise_to_pay": _promise,
    "payment": _payment,
    "hold": _hold,
    "hold_lifted": "The hold was lifted",
}
