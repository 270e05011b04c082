"""What does the web server need? Handed over by bootstrap; nothing is looked up elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from compliance.rulebook import Rulebook
from gateway.calls import CallDesk
from gateway.domain.clock import Clock
from gateway.domain.ids import CreditorId, Ids
from gateway.domain.limits import Limit
from gateway.domain.portfolio import Creditor
from gateway.domain.words import Channel
from gateway.importer import ImportReport
from gateway.ledger import Ledger
from gateway.oneoffs import Previewer, Proofs, Template
from gateway.render import LetterDocument
from gateway.store import Store
from gateway.voice import Words
from gateway.webhooks_out import Office as WebhookOffice
from gateway.why import LookAhead


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether work can be done, and if not, why: one word and sentence per fault."""

    faults: Mapping[str, str]

    @property
    def is_ready(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class WebParts:
    """Everything that a request may use."""

    store: Store
    ledger: Ledger
    rulebook: Rulebook
    previewer: Previewer
    proofs: Proofs
    creditors: Mapping[CreditorId, Creditor]
    clock: Clock
    ids: Ids
    templates: Mapping[str, Template]  # the messages that a collector may ask for
    messages: frozenset[str]  # the names of all messages
    call_desk: CallDesk
    call_templates: Mapping[str, Template]  # what a collector can call about
    call_words: Words  # what our own calls say beside their message
    adapters_on: tuple[Channel, ...]
    limits: tuple[Limit, ...]
    strategy_titles: Mapping[str, str]
    public_url: str
    readiness: Callable[[], Readiness]
    letter_pdf: Callable[[LetterDocument], bytes]
    status: Callable[[datetime], dict[str, Any]]
    import_rows: Callable[[bytes, str | None], ImportReport]  # (JSON Lines, creditor)
    webhook_office: WebhookOffice
    look_ahead: LookAhead | None = None  # asks the planner which step of a customer is next
    routers: tuple[APIRouter, ...] = field(default=())  # customer pages and console
    show_problem: Callable[[Request, int, str], Response] | None = None  # where people look
    is_secure: bool = False  # whether cookies may only travel over TLS
