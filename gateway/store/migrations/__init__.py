"""Does the database have the tables that this version needs? Brings it there, forward only.

All steps run in one transaction on both databases: an upgrade that is cut off leaves the old schema.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from gateway.domain.errors import RefusedToRun
from gateway.store.engine import Store

_MIGRATING = 0x64756E77  # "dunw": PostgreSQL's advisory lock that lets one process at a time migrate


def migrate(store: Store) -> str:
    """Bring the schema to this version's revision and return that; does nothing where it is there already.

    Raises RefusedToRun if a newer version made the schema.
    """
    script = _script()
    head = script.get_current_head()
    assert head is not None
    if _current(store) != head:
        with store.begin() as tx:
            if not store.is_sqlite:
                tx.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATING)))
            _upgrade(tx, script)
    return head


def is_current(store: Store) -> bool:
    """Return whether the database has the tables that this version needs; changes nothing."""
    return _current(store) == _script().get_current_head()


def _current(store: Store) -> str | None:
    with store.read() as tx:
        return MigrationContext.configure(tx).get_current_revision()


def _upgrade(tx: sa.Connection, script: ScriptDirectory) -> None:
    def steps(current: Any, context: Any) -> Iterable[Any]:
        _refuse_newer(script, current)
        return script._upgrade_revs("head", current)

    context = MigrationContext.configure(tx, opts={"fn": steps, "script": script})
    with Operations.context(context):
        context.run_migrations()


def _refuse_newer(script: ScriptDirectory, current: Iterable[str]) -> None:
    known = {revision.revision for revision in script.walk_revisions()}
    for revision in current:
        if revision not in known:
            raise RefusedToRun(
                f"The database has schema {revision}, which this version of Dunwell does not know "
                f"(it knows up to {script.get_current_head()}). A newer version made it: run that one, "
                "or restore a backup from before the upgrade."
            )


def _script() -> ScriptDirectory:
    return ScriptDirectory(str(Path(__file__).parent))
