"""What are a rule's limits, and what counts against them, as an officer would say it?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from compliance.hours_in_words import DAYS, hours_in_words
from compliance.plain_words import either, listed, spaced

_Table = Mapping[str, Any]
_COUNTED = {
    "call": "every call, even a busy or dead line",
    "call:placed": "every call that was connected, even if it only rang (one whose result is unknown too)",
    "call:conversation": "conversations by telephone",
    "call:no_answer": "calls that nobody answered",
    "call:voicemail": "voicemails",
    "call:limited_content_voicemail": "limited-content voicemails",
    "call:no_message_possible": "calls after which no message could be left",
    "call:dropped": "calls that were answered and dropped",
    "call:busy": "busy lines",
    "call:out_of_service": "dead lines",
    "call:ringless_voicemail": "ringless voicemails",
    "sms": "text messages",
    "email": "emails",
    "letter": "letters",
}
_UNITS = {
    "debt": "about one debt (accounts under one number are one)",
    "account": "about one account",
    "customer": "with one person, whatever they are about",
    "creditor": "on behalf of one creditor",
    "number": "to one number or address",
}
_STEP = {"require": "otherwise the check comes first", "refuse": "otherwise not at all"}
_DAY_ONE = ", the date of the first one being day 1"


def limits_in_words(kind: str, limits: _Table) -> str:
    """Return the limits of a rule; nothing where its sentence says all."""
    say = _SAY.get(kind)
    return say(limits) if say else ""


def counts_in_words(kind: str, limits: _Table) -> str:
    """Return what counts as a call or contact; nothing where the rule does not count."""
    if kind == "call_frequency":
        every = _COUNTED["call:placed"]
        return f"{every}, to any number of the person; not those within consent to more calls"
    if kind == "cool_down":
        return "conversations by telephone, and whatever the customer sent"
    if kind != "contact_cap":
        return ""
    parts = [listed([_COUNTED[word] for word in limits["counts"]])]
    parts += _at(limits)
    parts += [f"{listed(limits['forms'])} only"] if limits.get("forms") else []
    parts += [f"only {either(limits['purposes'])}"] if limits.get("purposes") else []
    parts += ["whoever made them" if limits.get("actors") == "any" else "only those of the same actor"]
    parts += ["also those with anybody else on the account"] if limits.get("persons") == "all" else []
    parts += [] if limits.get("replies_count", True) else ["not the answer to what the customer sent"]
    parts += ["not those to which the customer agreed"] if limits.get("consent_lifts") else []
    return "; ".join(parts)


def _at(limits: _Table) -> list[str]:
    places = set(limits.get("places", ()))
    return [] if not places else ["not at work" if "work" not in places else f"at {' or '.join(places)}"]


def _hours(limits: _Table) -> str:
    parts = [hours_in_words(limits["hours"]), *_at(limits)]
    parts += ["or when the person consented to another time"] if limits.get("consent_lifts") else []
    return "; ".join(parts)


def _frequency(limits: _Table) -> str:
    return (
        f"at most {limits['max_calls']} calls in {limits['days']} consecutive days about one debt{_DAY_ONE}; "
        f"none within {limits['days_after_conversation']} consecutive days of a conversation, whose own date "
        "is day 1"
    )


def _cap(limits: _Table) -> str:
    most = limits["max"]
    noun = _noun(limits["counts"])
    many = f"{most} {noun}s" if most > 1 else f"one {noun}"
    parts = [f"at most {many} in {_window(limits)} {_UNITS[limits['per']]}"]
    parts += [f"to {either(limits['point_kinds'])}"] if limits.get("point_kinds") else []
    parts += ["from the first conversation on"] if limits.get("begins_with_conversation") else []
    lifting = limits.get("without_consent_to")
    parts += [f"where there is no consent to {spaced(lifting)} contact"] if lifting else []
    return "; ".join(parts)


def _noun(counts: list[str]) -> str:
    return "call" if all(word.startswith("call") for word in counts) else "contact"


def _window(limits: _Table) -> str:
    if "rolling_hours" in limits:
        return f"any {limits['rolling_hours']} hours"
    if "business_days" in limits:
        return f"{limits['business_days']} business days{_DAY_ONE},"
    if "calendar" not in limits:
        days = limits["days"]
        return f"{days} consecutive days{_DAY_ONE}," if days > 1 else "one day"
    if limits["calendar"] == "week":
        return f"one calendar week (from {DAYS[limits.get('week_starts', 'sun')]})"
    return f"one calendar {limits['calendar']}"


def _cool_down(limits: _Table) -> str:
    return f"nothing in {_window(limits)} after an exchange"


def _consent(limits: _Table) -> str:
    to = {"text": "text messages", "email": "emails", "prerecorded": "prerecorded calls"}[limits["to"]]
    parts = [f"{'written ' if limits.get('written') else ''}consent to {to}"]
    parts += [f"to {either(limits['point_kinds'])}"] if limits.get("point_kinds") else []
    parts += ["one given to the creditor is good"] if limits.get("transfers") else []
    parts += ["a message may ask for it"] if limits.get("may_be_asked_for") else []
    return "; ".join(parts)


def _notice(limits: _Table) -> str:
    days = limits["days"]
    wait = f", then {days} whole days" if days else ""
    return f"a written notice by {' or '.join(limits['by'])} that did not come back{wait}"


def _dispute(limits: _Table) -> str:
    form = "in writing" if limits["written_only"] else "in any form"
    return f"a dispute {form}, {_when(limits) if limits['in_period_only'] else 'at any time'}"


def _original_creditor(limits: _Table) -> str:
    return f"a request in writing, {_when(limits)}"


def _when(limits: _Table) -> str:
    skipped = f" and the holidays of {limits['holidays']}" if "holidays" in limits else ""
    return (
        "within thirty days of receipt, which is assumed on the fifth day after the notice, leaving out "
        f"Saturdays, Sundays{skipped}"
    )


def _disclosure(limits: _Table) -> str:
    parts = [f"must say: {listed(map(spaced, limits['disclosures']))}"]
    for key, words in (("kinds", "in"), ("not_kinds", "not in"), ("point_kinds", "to"), ("relations", "to")):
        parts += [f"{words} {either(limits[key])}"] if limits.get(key) else []
    for key, words in (("forms", "where it is"), ("not_forms", "not where it is")):
        parts += [f"{words} {' or '.join(map(spaced, limits[key]))}"] if limits.get(key) else []
    parts += ["where the debt is time-barred"] if limits.get("if_time_barred") else []
    first = limits.get("source_of_first")
    return "; ".join([*parts, *([f"the first communication by {first}"] if first else [])])


def _text_harbour(limits: _Table) -> str:
    span = f"within {limits['days']} days of a text message from the number, a consent or a clean check"
    return f"{span}; {_STEP[limits.get('otherwise', 'require')]}"


def _email_harbour(limits: _Table) -> str:
    return _STEP[limits.get("otherwise", "require")]


def _work_request(limits: _Table) -> str:
    return (
        f"{limits['oral_days']} whole days after an oral request; for good once it is confirmed in writing "
        f"within {limits['confirm_within_days']} days"
    )


def _revoked(limits: _Table) -> str:
    return "of every medium and number" if limits["spreads"] else "of the medium or number that it names"


def _attorney(limits: _Table) -> str:
    known = limits.get("contact_must_be_known", True)
    return "once the attorney's name and address are known or easily found" if known else ""


def _guidance(limits: _Table) -> str:
    parts = []
    parts += [f"after {either(limits['after'])}"] if limits.get("after") else []
    parts += ["while the validation period runs"] if limits.get("in_validation_period") else []
    parts += ["where the debt is time-barred"] if limits.get("if_time_barred") else []
    parts += [f"to {either(limits['relations'])}"] if limits.get("relations") else []
    parts += [f"where it is {' or '.join(map(spaced, limits['forms']))}"] if limits.get("forms") else []
    noted = f"; noted {', '.join(parts)}" if parts else ""
    return f"never holds a contact back; says: {limits['advice']}{noted}"


_SAY: dict[str, Callable[[_Table], str]] = {
    "attorney": _attorney,
    "call_frequency": _frequency,
    "consent_required": _consent,
    "contact_cap": _cap,
    "contact_hours": _hours,
    "cool_down": _cool_down,
    "disclosure": _disclosure,
    "dispute": _dispute,
    "email_procedure": _email_harbour,
    "guidance": _guidance,
    "notice_first": _notice,
    "original_creditor_request": _original_creditor,
    "revoked_consent": _revoked,
    "text_safe_harbour": _text_harbour,
    "work_request": _work_request,
}
