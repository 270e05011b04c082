"""A creditor as the settings would name it."""

from __future__ import annotations

from typing import Any

from gateway.domain.ids import CreditorId
from gateway.domain.portfolio import Creditor, HowToPay


def a_creditor(creditor_id: str = "acme", **overrides: Any) -> Creditor:
    """Return a creditor in the United States that can be paid by bank transfer."""
    values: dict[str, Any] = {
        "creditor_id": CreditorId(creditor_id),
        "name": "Acme Supply Co.",
        "neutral_name": "Acme",
        "default_country": "US",
        "address": "Acme Supply Co.\n1 Main Street\nAlbany, NY 12207",
        "telephone": "+15185550100",
        "email_from": "billing@acme.example",
        "sms_from": "+15185550101",
        "voice_from": "+15185550102",
        "how_to_pay": HowToPay(bank="Acme Supply Co.\nRouting 021000021\nAccount 1234567"),
    }
    return Creditor(**{**values, **overrides})
