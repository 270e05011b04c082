"""Which law or policy stands behind a ruling? Read from the ledger, which kept every rule's answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from gateway.domain.ids import EntryId
from gateway.ledger import Ledger
from gateway.store import Tx
from gateway.store.contact_log import LogRow


def citations_of(tx: Tx, ledger: Ledger, rows: Sequence[LogRow]) -> dict[EntryId, str]:
    """Return the sources of rulings that put off or refused; an erased customer's cannot be read any more."""
    held_back = {row.entry_id: row for row in rows if row.attempt_id is None and row.rule}
    opened = ledger.open_many(tx, list(held_back))
    return {
        entry_id: next(_sources(entry["private"], held_back[entry_id]), "")
        for entry_id, entry in opened.items()
    }


def _sources(sealed: Any, row: LogRow) -> Iterator[str]:
    if not isinstance(sealed, dict):
        return
    for judgement in reversed(sealed["rulings"]):  # the last channel asked is the one that decided
        for account in judgement["accounts"]:
            for rule, _, verdict, _, source in account["verdicts"]:
                if (rule, verdict) == (row.rule, row.ruling):
                    yield source
