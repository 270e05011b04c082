"""What do Lob's refusals mean for us? By its own closed list of codes, and by the status where it names none.

Source: the error codes of Lob's OpenAPI description, version 1.22.0; https://docs.lob.com/#tag/Errors.
A code that is not here has the safe meaning: no repetition, and a person looks.
"""

from __future__ import annotations

from datetime import timedelta

from channels.message import NotSent, Scope, Unknown

_SENDER = frozenset(
    {
        "billing_address_required",
        "custom_envelope_inventory_depleted",
        "email_required",
        "feature_limit_reached",
        "foreign_return_address",
        "invalid_api_key",
        "invalid_international_feature",
        "mail_use_type_can_not_be_null",
        "payment_method_unverified",
        "publishable_key_not_allowed",
        "unauthorized",
        "unauthorized_token",
        "unrecognized_endpoint",
        "unsupported_lob_version",
    }
)
_ADDRESS = frozenset(
    {"address_length_exceeds_limit", "failed_deliverability_strictness", "invalid_country_covid"}
)
_IN_DOUBT = frozenset({"conflict", "request_timeout", "internal_server_error", "service_unavailable"})
_NO_SUCH_PLACE, _CONFLICT, _TOO_MANY = 404, 409, 429
_NOT_LET_IN = (401, 403)
LONGEST_WAIT = timedelta(hours=1)


def refusal(status: int, code: str, wait: timedelta) -> NotSent | Unknown:
    """Return what it means that a request was refused with an HTTP status of the four hundreds.

    code: Lob's, or "" where none was told. wait: what Lob asks for before another try.
    """
    what = f"{status} {code}".rstrip()
    if status == _CONFLICT or code in _IN_DOUBT:
        return Unknown(what)  # another request with the same key is under way, or a proxy gave up
    if status == _TOO_MANY or code == "rate_limit_exceeded":
        return NotSent(scope=Scope.BUSY, retryable=True, code=what, wait=min(wait, LONGEST_WAIT))
    if status in (*_NOT_LET_IN, _NO_SUCH_PLACE) or code in _SENDER:
        return NotSent(scope=Scope.SENDER, retryable=False, code=what)
    if code in _ADDRESS:
        return NotSent(scope=Scope.ADDRESS, retryable=False, code=what)
    return NotSent(scope=Scope.CONTENT, retryable=False, code=what)
