"""A portfolio or payment file on disk."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

A_ROW: Mapping[str, str] = {
    "customer_number": "1001",
    "customer_name": "Northwind Traders",
    "invoice_number": "I-1",
    "due_on": "2027-01-15",
    "balance": "125.50",
    "currency": "USD",
}
A_PAYMENT: Mapping[str, str] = {
    "customer_number": "1001",
    "paid_on": "2027-02-27",
    "amount": "40.00",
    "currency": "USD",
    "reference": "BANK-1",
}


def a_file(
    folder: Path, *rows: Mapping[str, Any], name: str = "portfolio.csv", encoding: str = "utf-8"
) -> Path:
    """Write a CSV of native rows, each `A_ROW` with what is given; return its path."""
    return _write(folder / name, [{**A_ROW, **row} for row in rows], encoding)


def a_payment_file(folder: Path, *rows: Mapping[str, Any], name: str = "payments.csv") -> Path:
    """Write a CSV of payments, each `A_PAYMENT` with what is given; return its path."""
    return _write(folder / name, [{**A_PAYMENT, **row} for row in rows], "utf-8")


def a_text_file(folder: Path, text: str, *, name: str = "export.csv", encoding: str = "utf-8") -> Path:
    """Write a text as it is; return its path."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def _write(path: Path, rows: Sequence[Mapping[str, Any]], encoding: str) -> Path:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path
