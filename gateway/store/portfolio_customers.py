"""How do customers, accounts and contact points get into the database? In bulk, for an import's chunk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from gateway.domain.ids import ContactPointId, CreditorId, CustomerId
from gateway.store.schema import account, contact_point, customer, event

_IN_LIST = 5_000  # ids in one statement; SQLite takes 32,766 parameters, PostgreSQL 65,535
REPLACED = "a newer file names another"
"""Why an import retired a contact point; only such a one comes back when a file names it again."""


def one_import_at_a_time(tx: sa.Connection, creditor: CreditorId) -> None:
    """Let no other import write this creditor's customers until the transaction ends; SQLite has one writer
    anyway."""
    if tx.dialect.name == "postgresql":
        tx.execute(
            sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(f"import:{creditor}", 0)))
        )


def lock_customers_named(tx: sa.Connection, creditor: CreditorId, numbers: Collection[str]) -> None:
    """Lock those customers that exist until the transaction ends; on SQLite, writing alone is a lock.

    Locked in the order of their ids, as everywhere, so that no two transactions wait for each other.
    """
    if tx.dialect.name == "sqlite":
        return
    query = sa.select(customer.c.customer_id).where(
        customer.c.creditor_id == creditor, customer.c.customer_number.in_(list(numbers))
    )
    tx.execute(query.order_by(customer.c.customer_id).with_for_update()).all()


def customer_rows(
    tx: sa.Connection, creditor: CreditorId, numbers: Collection[str]
) -> dict[str, sa.Row[Any]]:
    """Return the rows of those customers that exist, by number."""
    found: dict[str, sa.Row[Any]] = {}
    wanted = list(numbers)
    for start in range(0, len(wanted), _IN_LIST):
        query = sa.select(customer).where(
            customer.c.creditor_id == creditor,
            customer.c.customer_number.in_(wanted[start : start + _IN_LIST]),
        )
        found.update({row.customer_number: row for row in tx.execute(query).all()})
    return found


def insert_customers(tx: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write new customers."""
    if rows:
        tx.execute(sa.insert(customer), list(rows))


def update_customers(
    tx: sa.Connection, changes: Mapping[CustomerId, Mapping[str, Any]], now: datetime
) -> None:
    """Change customers, each in its own columns."""
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for customer_id, values in changes.items():
        by_columns[tuple(sorted(values))].append(
            {"key": customer_id, **{f"new_{k}": v for k, v in values.items()}}
        )
    for columns, rows in by_columns.items():
        statement = (
            sa.update(customer)
            .where(customer.c.customer_id == sa.bindparam("key", type_=customer.c.customer_id.type))
            .values({name: sa.bindparam(f"new_{name}") for name in columns} | {"changed_at": now})
        )
        tx.execute(statement, rows)


def account_rows(tx: sa.Connection, ids: Collection[CustomerId]) -> dict[tuple[UUID, str], sa.Row[Any]]:
    """Return the customers' accounts by customer and account number."""
    found: dict[tuple[UUID, str], sa.Row[Any]] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), _IN_LIST):
        query = sa.select(account).where(account.c.customer_id.in_(wanted[start : start + _IN_LIST]))
        found.update({(row.customer_id, row.account_number): row for row in tx.execute(query).all()})
    return found


def insert_accounts(tx: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write new accounts."""
    if rows:
        tx.execute(sa.insert(account), list(rows))


def update_accounts(tx: sa.Connection, changes: Mapping[UUID, Mapping[str, Any]]) -> None:
    """Change accounts, each in its own columns."""
    for account_id, values in changes.items():
        tx.execute(sa.update(account).where(account.c.account_id == account_id).values(**values))


def point_rows(tx: sa.Connection, ids: Collection[CustomerId]) -> dict[UUID, list[sa.Row[Any]]]:
    """Return every contact point of the customers, retired ones too."""
    found: dict[UUID, list[sa.Row[Any]]] = defaultdict(list)
    wanted = list(ids)
    for start in range(0, len(wanted), _IN_LIST):
        query = sa.select(contact_point).where(
            contact_point.c.customer_id.in_(wanted[start : start + _IN_LIST])
        )
        for row in tx.execute(query.order_by(contact_point.c.position)).all():
            found[row.customer_id].append(row)
    return found


def insert_points(tx: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write new contact points."""
    if rows:
        tx.execute(sa.insert(contact_point), list(rows))


def revive_points(tx: sa.Connection, ids: Collection[ContactPointId]) -> None:
    """Use contact points again that an earlier import had replaced."""
    if ids:
        tx.execute(
            sa.update(contact_point)
            .where(contact_point.c.contact_point_id.in_(list(ids)))
            .values(retired_at=None, retired_because=None)
        )


def replace_points(tx: sa.Connection, ids: Collection[ContactPointId], now: datetime) -> None:
    """Retire contact points in whose place a file named others."""
    wanted = list(ids)
    for start in range(0, len(wanted), _IN_LIST):
        tx.execute(
            sa.update(contact_point)
            .where(
                contact_point.c.contact_point_id.in_(wanted[start : start + _IN_LIST]),
                contact_point.c.retired_at.is_(None),
            )
            .values(retired_at=now, retired_because=REPLACED)
        )


def known_event_keys(tx: sa.Connection, keys: Collection[str]) -> set[str]:
    """Return those dedupe keys under which an event is recorded already."""
    found: set[str] = set()
    wanted = list(keys)
    for start in range(0, len(wanted), _IN_LIST):
        query = sa.select(event.c.dedupe_key).where(event.c.dedupe_key.in_(wanted[start : start + _IN_LIST]))
        found.update(row[0] for row in tx.execute(query))
    return found
