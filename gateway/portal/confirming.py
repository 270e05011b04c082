"""Which page's words confirm an event?"""

from __future__ import annotations

from typing import Any

from gateway.responses.cases import Hardship

_BY_TYPE = {
    "promise_to_pay": "promise",
    "dispute": "dispute",
    "original_creditor_request": "creditor",
    "attorney_represents": "attorney",
    "bankruptcy": "bankruptcy",
    "deceased": "deceased",
    "wrong_party": "places",
    "employer_prohibits": "places",
    "convenient_again": "again",
    "opted_back_in": "again",
    "consent": "again",
    "cease_request": "cease",
}
_BY_REASON = {
    "verification": "request",
    "identity-theft": "theft",
    "payment-plan": "plan",
    **{kind.value: "hardship" for kind in Hardship},
}


def section_of(row: Any) -> str | None:
    """Return the section of the words that confirms an event's row; None for what no customer says here."""
    body = row.body
    if row.type == "inconvenient":
        return "places" if "place" in body else "times"
    if row.type == "opt_out":
        return "halt" if "channel" in body else "places"
    if row.type == "portal":
        return "ask" if "words" in body else "prefer"
    if row.type == "hold":
        return _BY_REASON.get(body.get("reason", ""))
    return _BY_REASON.get(body.get("reason", "")) or _BY_TYPE.get(row.type)
