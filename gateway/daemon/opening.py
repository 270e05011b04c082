"""What must be true before the daemon works, and what is written down when it begins and ends?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway import __version__
from gateway.bootstrap import App
from gateway.bootstrap.rules_in_force import rules_in_force
from gateway.domain.ids import EntryId
from gateway.ledger import Entry, EntryKind
from gateway.store import housekeeping


def open_for_work(app: App) -> None:
    """Check the ledger against what was remembered of it, and record that a daemon begins and by which rules.

    Raises RefusedToRun when the database is an older copy of itself.
    """
    app.ledger.refuse_if_set_back(app.store)
    started = _entry(app, EntryKind.DAEMON_STARTED, {"worker_id": str(app.worker_id), "version": __version__})
    with app.store.begin() as tx:
        app.ledger.append(tx, [*rules_in_force(app, tx), started])


def close_after_work(app: App) -> None:
    """Record that this daemon stopped in good order."""
    with app.store.begin() as tx:
        housekeeping.end_worker(tx, app.worker_id, app.clock.now())
        app.ledger.append(tx, [_entry(app, EntryKind.DAEMON_STOPPED, {"worker_id": str(app.worker_id)})])


def _entry(app: App, kind: EntryKind, public: Mapping[str, Any]) -> Entry:
    return Entry(EntryId(app.ids.new()), None, kind, app.clock.now(), public)
