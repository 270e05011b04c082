"""What does an event change? One sentence for each, in words that name nobody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gateway.events.new_event import NewEvent

KNOWN_BEFORE = "Recorded before; nothing changed."
_MEDIUM = {"email": "emails", "sms": "text messages", "voice": "calls", "letter": "letters"}
_CONTACT = {"call": "call", "sms": "text message", "email": "email", "letter": "letter"}


def effect_of(event: NewEvent) -> str:
    """Return what the event changes, as a sentence."""
    told = _BY_TYPE[event.type]
    return told if isinstance(told, str) else told(event)


def _contact(event: NewEvent) -> str:
    if event.body.get("direction") == "inbound":
        return "Counts as something the customer sent us; one answer by the same medium is possible."
    return f"Counts as a {_CONTACT[event.type]} to this customer in every frequency limit."


def _stop(event: NewEvent) -> str:
    return f"Stops all {_medium(event.body)} to {_where(event)}."


def _start(event: NewEvent) -> str:
    return f"Allows {_medium(event.body)} to {_where(event)} again; no narrower stop is lifted."


def _cease(event: NewEvent) -> str:
    if event.body.get("written"):
        return "Stops every contact with this customer but the notices that the law still allows."
    medium = _MEDIUM[event.body.get("channel", "voice")]
    return f"Stops all {medium} to this customer; an oral request reaches no further."


def _dispute(event: NewEvent) -> str:
    part = "the disputed part of " if event.body.get("scope") == "part" else ""
    return f"Pauses reminders about {part}{_about(event)} until the dispute is answered."


def _consent(event: NewEvent) -> str:
    until = _ending(event.body)
    return f"Records consent ({event.body['to']}){until}."


def _consent_revoked(event: NewEvent) -> str:
    what = f" ({event.body['to']})" if "to" in event.body else " for this contact point"
    return f"Withdraws consent{what}."


def _inconvenient(event: NewEvent) -> str:
    if event.body.get("only_now"):
        return "Ends just this contact as inconvenient; nothing else changes."
    return f"Closes {_times(event.body)} to contacts{_ending(event.body)}."


def _convenient(event: NewEvent) -> str:
    return f"Opens {_times(event.body)} to contacts again."


def _number_checked(event: NewEvent) -> str:
    if event.body.get("reassigned"):
        return "The number belongs to somebody else now; it is not used for this customer."
    return "The number was checked and has not been reassigned."


def _wrong_party(event: NewEvent) -> str:
    if event.contact_point_id is None:
        return "Stops every contact: this is not the person who owes."
    return "Retires this contact point: it reaches somebody else."


def _promise(event: NewEvent) -> str:
    return f"Pauses reminders about {_about(event)} until the day after {event.body['due_on']}."


def _payment(event: NewEvent) -> str:
    if "amount" in event.body:
        return "Settles what it pays, oldest invoice first; reminders speak of the rest only."
    return "Records that a payment was made; no amount was told, so no balance changed."


def _hold(event: NewEvent) -> str:
    if "plan" in event.body:
        return f"Agrees a payment plan; reminders about {_about(event)} wait as long as it is kept."
    until = _ending(event.body) or " until the hold is lifted"
    return f"Pauses reminders about {_about(event)}{until}."


def _breathing_space(event: NewEvent) -> str:
    return f"Pauses every reminder to this customer{_ending(event.body) or ' until it ends'}."


def _about(event: NewEvent) -> str:
    if event.account_id is not None:
        return "this account"
    return "these accounts" if event.body.get("accounts") else "all accounts of this customer"


def _medium(body: Mapping[str, Any]) -> str:
    return _MEDIUM[body["channel"]] if "channel" in body else "contacts"


def _where(event: NewEvent) -> str:
    return "this contact point" if event.contact_point_id else "this customer"


def _times(body: Mapping[str, Any]) -> str:
    days = ", ".join(body.get("days", ())) or "every day"
    hours = f" from {body['from']} to {body['to']}" if "from" in body else ""
    place = f" at {body['place']}" if "place" in body else ""
    return f"{days}{hours}{place}"


def _ending(body: Mapping[str, Any]) -> str:
    return f" until {body['until']}" if "until" in body else ""


_BY_TYPE: dict[str, str | Callable[[NewEvent], str]] = {
    "call": _contact,
    "sms": _contact,
    "email": _contact,
    "letter": _contact,
    "portal": "Counts as something the customer told us on their page.",
    "opt_out": _stop,
    "opted_back_in": _start,
    "cease_request": _cease,
    "attorney_represents": "Stops every contact with this customer: an attorney speaks for them.",
    "attorney_unresponsive": "The attorney does not answer; the customer may be contacted again.",
    "attorney_consents": "The attorney agrees to direct contact; the customer may be contacted again.",
    "dispute": _dispute,
    "verification_sent": "Answers a dispute: verification was sent, so reminders may go on.",
    "original_creditor_request": "Pauses reminders until the original creditor is named.",
    "original_creditor_sent": "Answers the question for the original creditor, so reminders may go on.",
    "validation_notice": "Counts as the validation notice of these debts.",
    "consent": _consent,
    "consent_revoked": _consent_revoked,
    "inconvenient": _inconvenient,
    "convenient_again": _convenient,
    "employer_prohibits": "Stops contacts through this contact point: the employer forbids them.",
    "number_checked": _number_checked,
    "creditor_email_notice": "Counts as the creditor's notice that this address may be used.",
    "bankruptcy": "Stops every reminder to this customer: bankruptcy.",
    "bankruptcy_ended": "The bankruptcy has ended; what was discharged stays closed.",
    "deceased": "Stops every reminder to this customer: deceased.",
    "wrong_party": _wrong_party,
    "breathing_space": _breathing_space,
    "promise_to_pay": _promise,
    "payment": _payment,
    "hold": _hold,
    "hold_lifted": "Lifts the hold; reminders may go on.",
}
