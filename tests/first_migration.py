"""What does the first migration say? Written from the schema, until a release rests on it.

    python -m tests.first_migration

Afterwards the schema changes by further migrations only.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.runtime.migration import MigrationContext

from gateway.store.schema import Instant, metadata

FILE = Path(__file__).parents[1] / "gateway" / "store" / "migrations" / "versions" / "0001_initial.py"
_HEAD = '''"""The first schema."""

import sqlalchemy as sa
from alembic import op

from gateway.store.triggers import append_only_ddl

revision = "0001"
down_revision = None


def upgrade() -> None:
'''
_TAIL = """    for statement in append_only_ddl(op.get_bind().dialect.name):
        op.execute(sa.text(statement))
"""


def text() -> str:
    """Return the migration's text."""
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        wanted = produce_migrations(context, metadata).upgrade_ops
    engine.dispose()
    assert wanted is not None
    body = render_python_code(wanted, render_item=_instant_as_number)
    body = body.replace(
        "sa.Boolean(), server_default=sa.text('0')", "sa.Boolean(), server_default=sa.false()"
    )
    lines = [line for line in body.splitlines() if not line.strip().startswith("#")]
    return _HEAD + re.sub(r" +$", "", "\n".join(lines), flags=re.MULTILINE) + "\n" + _TAIL


def _instant_as_number(kind: str, item: Any, context: Any) -> str | bool:
    return "sa.BigInteger()" if kind == "type" and isinstance(item, Instant) else False


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
