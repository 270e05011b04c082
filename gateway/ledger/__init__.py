"""The contact ledger: an append-only record of every contact made and not made, which anybody can check."""

from gateway.ledger.entries import Entry, OpenedEntry
from gateway.ledger.kinds import EntryKind
from gateway.ledger.ledger import Ledger

__all__ = ["Entry", "EntryKind", "Ledger", "OpenedEntry"]
