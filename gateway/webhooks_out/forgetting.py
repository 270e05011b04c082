"""How long is what was told remembered? Long enough for a replay; deleted bit by bit."""

from __future__ import annotations

from datetime import datetime

from gateway.store import Store
from gateway.store.webhook_deliveries import DELETED_AT_ONCE, delete_old


def forget_old(store: Store, before: datetime) -> int:
    """Delete messages that are older and wait for nobody, in short transactions; return how many."""
    total = 0
    while True:
        with store.begin() as tx:
            gone = delete_old(tx, before)
        total += gone
        if gone < DELETED_AT_ONCE:
            return total
