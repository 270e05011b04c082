"""Mails that come back, as mail systems and people write them."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path
from typing import Any

from channels.callback_token import CallbackTokens
from channels.email_inbound import OurAddresses
from channels.return_path import RETURN_PATH_USE, STOP_USE, ReturnPaths
from gateway.domain.ids import AttemptId
from gateway.mailbox import Mailroom
from tests.builders.dispatcher import Desk

KEY = bytes(32)
OURS = OurAddresses(CallbackTokens(KEY, RETURN_PATH_USE), CallbackTokens(KEY, STOP_USE))
BOUNCES = "bounces@mail.acme.example"


def return_path(attempt_id: AttemptId) -> str:
    """Return the attempt's own envelope sender."""
    return ReturnPaths(BOUNCES, OURS.bounces).of(attempt_id)


def stop_address(attempt_id: AttemptId) -> str:
    """Return the address that stops emails by mail."""
    return ReturnPaths(BOUNCES, OURS.stops).of(attempt_id)


def a_mailroom(desk: Desk, folder: Path, **overrides: Any) -> Mailroom:
    """Return a mailroom over a desk's database."""
    values: dict[str, Any] = {
        "clock": desk.clock,
        "ids": desk.ids,
        "ours": OURS,
        "folder": folder,
    } | overrides
    return Mailroom(desk.store, desk.ledger, **values)


def a_report(
    to: str,
    *,
    about: str,
    status: str = "5.1.1",
    said: str = "550 5.1.1 no such user",
    action: str = "failed",
    message_id: str = "<m1@mx.example>",
    returned: str = "",
) -> bytes:
    """Return a delivery report in standard form (RFC 3464)."""
    return (
        "Return-Path: <>\nFrom: Mail Delivery System <mailer-daemon@mx.example>\n"
        f"To: {to}\nSubject: Undelivered Mail Returned to Sender\nMessage-ID: {message_id}\n"
        'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="x"\n\n'
        "--x\nContent-Type: text/plain\n\nSorry.\n"
        "--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        f"Final-Recipient: rfc822; {about}\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; {said}\n\n"
        f"--x\nContent-Type: text/rfc822-headers\n\n{returned}Subject: Your invoice\n\n--x--\n"
    ).encode()


def a_letter(text: str, *, sender: str = "Ann <ann@customer.example>", **headers: str) -> bytes:
    """Return a mail that somebody wrote. Headers are given with _ for -."""
    mail = EmailMessage()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in {
        "From": sender,
        "To": "answers@acme.example",
        "Subject": "Re: Your invoice",
        "Message-ID": "<l1@customer.example>",
        **named,
    }.items():
        mail[name] = value
    mail.set_content(text)
    return mail.as_bytes()


def a_complaint(kind: str, *, about: str, returned: str = "") -> bytes:
    """Return a feedback report (RFC 5965)."""
    return (
        "From: fbl@isp.example\nTo: abuse@acme.example\nSubject: complaint\nMIME-Version: 1.0\n"
        "Message-ID: <f1@isp.example>\n"
        "Content-Type: multipart/report; report-type=feedback-report; boundary=x\n\n"
        "--x\nContent-Type: text/plain\n\nThis is an email abuse report.\n"
        f"--x\nContent-Type: message/feedback-report\n\nFeedback-Type: {kind}\nVersion: 1\n"
        f"Original-Rcpt-To: <{about}>\n\n"
        f"--x\nContent-Type: message/rfc822\n\n{returned}Subject: Your invoice\n\nText\n--x--\n"
    ).encode()
