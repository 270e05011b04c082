"""What does a database itself say that its tables look like? To compare two of them to the last index."""

from __future__ import annotations

import re

import sqlalchemy as sa

_SQLITE = """
SELECT type || ' ' || name || ': ' || coalesce(sql, '') FROM sqlite_master
WHERE name NOT LIKE 'alembic%' AND name NOT LIKE 'sqlite_autoindex_alembic%'
"""
_COLUMNS = """
SELECT table_name || '.' || column_name || ': ' || data_type || ' ' || is_nullable || ' '
       || coalesce(column_default, '')
FROM information_schema.columns WHERE table_schema = :schema AND table_name NOT LIKE 'alembic%'
"""
_INDEXES = """
SELECT indexname || ': ' || indexdef FROM pg_indexes
WHERE schemaname = :schema AND tablename NOT LIKE 'alembic%'
"""
_CONSTRAINTS = """
SELECT conrelid::regclass || ' ' || conname || ': ' || pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = to_regnamespace(:schema) AND conrelid::regclass::text NOT LIKE '%alembic%'
"""
_TRIGGERS = """
SELECT tgname || ': ' || pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT tgisinternal AND c.relnamespace = to_regnamespace(:schema)
"""


def description(tx: sa.Connection, schema: str = "public") -> list[str]:
    """Return one line per table or column, index, constraint and trigger, sorted.

    schema: of PostgreSQL's; its name does not show in the lines.
    """
    if tx.dialect.name == "sqlite":
        return sorted(_constraints_sorted(line) for line in tx.execute(sa.text(_SQLITE)).scalars())
    lines = []
    for query in (_COLUMNS, _INDEXES, _CONSTRAINTS, _TRIGGERS):
        lines += tx.execute(sa.text(query), {"schema": schema}).scalars().all()
    return sorted(line.replace(f"{schema}.", "") for line in lines)


def _constraints_sorted(line: str) -> str:
    """SQLite keeps a table's text; the order of its constraints means nothing."""
    columns, *constraints = re.split(r",\s+(?=CONSTRAINT )", line.removesuffix("\n)"))
    return " ".join(", ".join([columns, *sorted(constraints)]).split())
