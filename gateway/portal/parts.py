"""What do the customer pages need? Handed over by bootstrap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gateway.domain.clock import Clock
from gateway.domain.ids import CreditorId, Ids
from gateway.domain.portfolio import Creditor
from gateway.ledger import Ledger
from gateway.links import Links
from gateway.responses.attachments import Limits
from gateway.store import Store


@dataclass(frozen=True, slots=True)
class PortalParts:
    """Everything that a customer page may use.

    form_key: 32 bytes that sign forms and session cookies.
    public_url: what customers type or click; https makes cookies secure.
    templates: the folder that holds `pages/`.
    """

    store: Store
    ledger: Ledger
    links: Links
    creditors: Mapping[CreditorId, Creditor]
    clock: Clock
    ids: Ids
    form_key: bytes = field(repr=False)
    public_url: str
    templates: Path
    attachments: Limits = field(default_factory=Limits)
