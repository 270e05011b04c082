"""Which files were imported, what of them was quarantined, and what does a snapshot settle?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa

from gateway.domain.ids import CreditorId, CustomerId, ImportId
from gateway.store.schema import customer, invoice, payment, portfolio_import, quarantined_row

_ROWS = 2_000  # written by one statement
_IN_LIST = 5_000


def imports_of(tx: sa.Connection, sha256: str, profile: str) -> list[sa.Row[Any]]:
    """Return every import of a file with that digest by that profile, newest first."""
    query = sa.select(portfolio_import).where(
        portfolio_import.c.sha256 == sha256, portfolio_import.c.profile == profile
    )
    return list(tx.execute(query.order_by(portfolio_import.c.imported_at.desc())))


def insert_import(tx: sa.Connection, row: Mapping[str, Any]) -> None:
    """Write down that a file was imported; the same file read again to the end takes its own place."""
    same = sa.and_(
        *(
            portfolio_import.c[name] == row[name]
            for name in ("creditor_id", "sha256", "profile", "as_of", "snapshot")
        )
    )
    ids = sa.select(portfolio_import.c.import_id).where(same).scalar_subquery()
    tx.execute(sa.delete(quarantined_row).where(quarantined_row.c.import_id.in_(ids)))
    tx.execute(sa.delete(portfolio_import).where(same))
    tx.execute(sa.insert(portfolio_import).values(**row))


def quarantine(tx: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep rows that could not be read, for a person to mend."""
    for start in range(0, len(rows), _ROWS):
        tx.execute(sa.insert(quarantined_row), list(rows[start : start + _ROWS]))


def quarantined(tx: sa.Connection, import_id: ImportId) -> list[sa.Row[Any]]:
    """Return the rows of an import that wait for a person, in the order of the file."""
    query = sa.select(quarantined_row).where(quarantined_row.c.import_id == import_id)
    return list(tx.execute(query.order_by(quarantined_row.c.row)))


def customers_named(tx: sa.Connection, creditor: CreditorId, numbers: Collection[str]) -> list[CustomerId]:
    """Return the ids of the creditor's customers of those numbers."""
    wanted, found = list(numbers), list[CustomerId]()
    for start in range(0, len(wanted), _IN_LIST):
        query = sa.select(customer.c.customer_id).where(
            customer.c.creditor_id == creditor,
            customer.c.customer_number.in_(wanted[start : start + _IN_LIST]),
        )
        found += [CustomerId(row[0]) for row in tx.execute(query)]
    return found


def hold_back(
    tx: sa.Connection,
    import_id: ImportId,
    customers: Collection[CustomerId],
    invoice_number: str | None = None,
) -> None:
    """Count the customers' open invoices, or those of one number, as named by the file: their rows were
    quarantined, and a quarantined row is not absent."""
    wanted = list(customers)
    for start in range(0, len(wanted), _IN_LIST):
        change = sa.update(invoice).where(
            invoice.c.customer_id.in_(wanted[start : start + _IN_LIST]), invoice.c.balance_minor != 0
        )
        if invoice_number is not None:
            change = change.where(invoice.c.invoice_number == invoice_number)
        tx.execute(change.values(import_id=import_id))


def settle_absent(
    tx: sa.Connection, creditor: CreditorId, import_id: ImportId, as_of: date
) -> tuple[int, set[CustomerId]]:
    """Settle the creditor's open invoices that a complete file does not name; returns how many, and whose.

    Import ids grow with time: what a file that began later has named is not touched, nor what one of a later
    day knows.
    """
    c = invoice.c
    absent = sa.and_(
        c.creditor_id == creditor, c.balance_minor != 0, c.import_id < import_id, c.reported_as_of <= as_of
    )
    whose = {CustomerId(row[0]) for row in tx.execute(sa.select(c.customer_id).where(absent).distinct())}
    change = sa.update(invoice).where(absent)
    count = tx.execute(
        change.values(
            balance_minor=0, reported_minor=0, reported_as_of=as_of, settled_on=as_of, import_id=import_id
        )
    ).rowcount
    return count, whose


def release_unapplied(tx: sa.Connection, creditor: CreditorId, as_of: date) -> set[CustomerId]:
    """Let go of cash that no invoice took up, once a complete file of a later day has it in its balances;
    returns whose it was. Cash that was told on the file's own day may not be in it yet."""
    old = sa.and_(
        payment.c.creditor_id == creditor,
        payment.c.unapplied_minor != 0,
        payment.c.paid_on < as_of,
        payment.c.recorded_at < datetime.combine(as_of, time(), UTC),
    )
    whose = {CustomerId(row[0]) for row in tx.execute(sa.select(payment.c.customer_id).where(old).distinct())}
    if whose:
        tx.execute(sa.update(payment).where(old).values(unapplied_minor=0))
    return whose
