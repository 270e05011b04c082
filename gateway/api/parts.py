"""What does the web server need? Handed over by bootstrap; nothing is looked up elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fastapi import APIRouter

from compliance.rulebook import Rulebook
from gateway.dispatcher.judging import Judge
from gateway.domain.clock import Clock
from gateway.domain.ids import CreditorId, Ids
from gateway.domain.portfolio import Creditor
from gateway.domain.words import Channel
from gateway.ledger import Ledger
from gateway.store import Store


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
    judge: Judge
    creditors: Mapping[CreditorId, Creditor]
    clock: Clock
    ids: Ids
    templates: frozenset[str]
    adapters_on: tuple[Channel, ...]
    strategy_titles: Mapping[str, str]
    public_url: str
    readiness: Callable[[], Readiness]
    status: Callable[[datetime], dict[str, Any]]
    import_rows: Callable[[bytes, str | None], Any]  # (JSON Lines, creditor) -> the importer's report
    routers: tuple[APIRouter, ...] = field(default=())  # customer pages and console
    is_secure: bool = False  # whether cookies may only travel over TLS
