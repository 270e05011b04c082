"""Which rows may never change? The triggers that keep the contact ledger append-only.

They are a seat belt against mistakes; the Merkle root is the proof.
"""

from __future__ import annotations

APPEND_ONLY = ("ledger_entry", "ledger_leaf", "ledger_head")
_REFUSAL = "the contact ledger is append-only"

_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE integrity_constraint_violation
        USING MESSAGE = '{_REFUSAL}: ' || TG_OP || ' on ' || TG_TABLE_NAME;
END
$$
"""


def append_only_ddl(dialect: str) -> list[str]:
    """Return the statements that make the ledger's tables append-only; `dialect`: sqlite or postgresql.

    SQLite needs `PRAGMA recursive_triggers=ON` on every connection, or INSERT OR REPLACE slips past.
    """
    return _sqlite() if dialect == "sqlite" else _postgresql()


def drop_append_only_ddl(dialect: str) -> list[str]:
    """Return the statements that take the triggers away (a migration that rebuilds a table, tests)."""
    if dialect == "sqlite":
        names = [f"{table}_no_{verb}" for table in APPEND_ONLY for verb in ("update", "delete")]
        return [f"DROP TRIGGER {name}" for name in names]
    return [
        f"DROP TRIGGER {table}_no_{name} ON {table}"
        for table in APPEND_ONLY
        for name in ("change", "truncate")
    ]


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        for table in APPEND_ONLY
        for verb in ("update", "delete")
    ]


def _postgresql() -> list[str]:
    statements = [_POSTGRESQL_FUNCTION]
    for table in APPEND_ONLY:
        statements.append(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only()"
        )
        statements.append(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()"
        )
    return statements
