"""A request as Twilio sends and signs it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from channels.callback_token import CallbackTokens
from channels.sms_twilio.adapter import STATUS_USE
from channels.twilio_signature import HEADER, Fields
from gateway.domain.ids import AttemptId
from tests.builders.office import ADDRESS, Office
from tests.builders.twilio_adapter import CALLBACK_KEY
from tests.fakes.twilio_server import ACCOUNT, TOKEN

SID = "SM" + "a" * 32


def status_path(attempt_id: AttemptId) -> str:
    """Return where news of an attempt go."""
    return f"/webhooks/twilio/status/{CallbackTokens(CALLBACK_KEY, STATUS_USE).token(attempt_id)}"


def signature(url: str, pairs: list[tuple[str, str]], token: str = TOKEN) -> str:
    """Return what Twilio signs with."""
    return RequestValidator(token).compute_signature(url, Fields(pairs))


def call(
    office: Office,
    path: str,
    pairs: list[tuple[str, str]],
    *,
    token: str = TOKEN,
    base: str = ADDRESS,
    **headers: str,
) -> Any:
    """Post a signed form and return the answer."""
    told = {
        "Content-Type": "application/x-www-form-urlencoded",
        HEADER: signature(base + path, pairs, token),
    }
    return office.client.post(path, content=urlencode(pairs), headers=told | headers)


def tell(office: Office, attempt_id: AttemptId, status: str, code: str | None = None, sid: str = SID) -> Any:
    """Tell the status of a text."""
    pairs = [
        ("MessageSid", sid),
        ("SmsSid", sid),
        ("MessageStatus", status),
        ("SmsStatus", status),
        ("AccountSid", ACCOUNT),
        ("From", "+15185550101"),
        ("To", "+12125550123"),
        ("ApiVersion", "2010-04-01"),
    ]
    return call(office, status_path(attempt_id), pairs + ([("ErrorCode", code)] if code else []))
