"""By which rules and strategies does this installation work? Recorded when they are others than before."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gateway.domain.ids import EntryId
from gateway.ledger import Entry, EntryKind
from gateway.store import housekeeping

if TYPE_CHECKING:
    from gateway.bootstrap.app import App
    from gateway.store import Tx


def record_rules(app: App) -> None:
    """Write down the rules in force, for whoever works without being a daemon."""
    with app.store.begin() as tx:
        app.ledger.append(tx, rules_in_force(app, tx))


def rules_in_force(app: App, tx: Tx) -> list[Entry]:
    """Return entries for the rulebook and the strategies that have changed since they were last recorded.

    The packs are kept word for word: whoever asks about a ruling later asks the rules of then.
    """
    from compliance.rulebook import REASONING

    rulebook = app.rulebook
    packs = {"reasoning": REASONING, "packs": dict(rulebook.texts)}
    strategies = hashlib.sha256("".join(sorted(one.digest for one in app.strategies)).encode()).hexdigest()
    return [
        *_change(app, tx, EntryKind.RULEBOOK_CHANGED, "rulebook", rulebook.digest, packs),
        *_change(app, tx, EntryKind.STRATEGY_CHANGED, "strategies", strategies, {}),
    ]


def _change(
    app: App, tx: Tx, kind: EntryKind, name: str, digest: str, contents: Mapping[str, Any]
) -> list[Entry]:
    before, now = housekeeping.get_setting(tx, name), app.clock.now()
    if before == digest:
        return []
    housekeeping.put_setting(tx, name, digest, now)
    return [Entry(EntryId(app.ids.new()), None, kind, now, {"before": before, "now": digest}, contents)]
