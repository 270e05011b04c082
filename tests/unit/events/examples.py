"""One event of every type and shape, in the words of the decision contract."""

from __future__ import annotations

from typing import Any

POINT = "+12125550123"
_AT = "2027-02-20T10:00:00-05:00"


def _event(type_: str, **keys: Any) -> dict[str, Any]:
    return {"type": type_, "at": _AT, **keys}


EXAMPLES: list[dict[str, Any]] = [
    _event(
        "call", direction="outbound", result="no_answer", contact_point=POINT, form="live", actor="dialer"
    ),
    _event("call", direction="outbound", result="limited_content_voicemail", kind="dunning"),
    _event("call", direction="inbound"),
    _event("sms", direction="outbound", form="text", person="spouse-7"),
    _event("sms", direction="inbound", id="in-1"),
    _event("email", direction="outbound", kind="reply", in_reply_to="in-1"),
    _event("letter", direction="outbound"),
    _event("portal", direction="inbound"),
    _event("opt_out", channel="sms", revokes_consent=True),
    _event("opt_out", contact_point=POINT),
    _event("opted_back_in", channel="sms", contact_point=POINT),
    _event("cease_request", written=True),
    _event("cease_request", channel="voice"),
    _event("attorney_represents", contact_known=True),
    _event("attorney_unresponsive"),
    _event("attorney_consents"),
    _event("dispute", written=True, scope="part", duplicative=False),
    _event("verification_sent"),
    _event("original_creditor_request", written=True),
    _event("original_creditor_sent"),
    _event("validation_notice", delivered_by="letter", undeliverable_at="2027-02-25T09:00:00Z"),
    _event("consent", to="text", written=True, given_to="acme", contact_point=POINT, until="2028-01-01"),
    _event("consent", to="channel:email", until="2028-01-01T12:00:00Z"),
    _event("consent_revoked", to="text"),
    _event("inconvenient", days=["sat", "sun"]),
    _event("inconvenient", **{"from": "21:00", "to": "10:00"}, until="2027-06-30"),
    _event("inconvenient", place="work", written=True),
    _event("inconvenient", only_now=True),
    _event("convenient_again", days=["sat", "sun"]),
    _event("employer_prohibits", contact_point=POINT),
    _event("number_checked", contact_point=POINT, reassigned=False, complete_database=True),
    _event("creditor_email_notice", contact_point=POINT, opt_out_by="2027-03-20"),
    _event("bankruptcy"),
    _event("bankruptcy_ended", how="discharged"),
    _event("deceased"),
    _event("wrong_party", contact_point=POINT),
    _event("wrong_party"),
    _event("breathing_space", until="2027-04-30"),
    _event("promise_to_pay", due_on="2027-03-15"),
    _event("payment"),
    _event("hold", until="2027-03-10"),
    _event("hold_lifted"),
]
