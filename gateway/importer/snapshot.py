"""What is settled because a complete file does not name it? Never what a quarantined row may have named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway.domain.ids import CreditorId, CustomerId, ImportId
from gateway.importer.chunk import Run
from gateway.importer.limits import MAX_NOTED
from gateway.store import Tx
from gateway.store import portfolio_imports as imports


@dataclass(slots=True)
class Absence:
    """The keys of quarantined rows, as far as they could be read. In doubt, more is held back."""

    _invoices: dict[str, set[str]] = field(default_factory=dict)  # by customer number
    _customers: set[str] = field(default_factory=set)
    _everything: bool = False
    _count: int = 0

    def hold_back(self, creditor: CreditorId | None, customer: str | None, invoice: str | None) -> None:
        """Note a quarantined row. A customer number counts at every creditor that the file names."""
        self._count += 1
        if creditor is None or customer is None or self._count > MAX_NOTED:
            self._everything = True
        elif invoice is None:
            self._customers.add(customer)
        else:
            self._invoices.setdefault(customer, set()).add(invoice)

    def settle(self, tx: Tx, run: Run, import_ids: Mapping[CreditorId, ImportId]) -> set[CustomerId]:
        """Settle what is absent; returns the customers concerned."""
        if self._everything:
            run.report.snapshot_held_back = (
                "a quarantined row does not say which customer it is about, so nothing was settled by "
                "absence; mend the rows and import the whole file again"
            )
            return set()
        concerned: set[CustomerId] = set()
        for creditor_id, import_id in import_ids.items():
            self._keep(tx, creditor_id, import_id)
            count, whose = imports.settle_absent(tx, creditor_id, import_id, run.as_of)
            run.report.settled_by_absence += count
            concerned |= whose | imports.release_unapplied(tx, creditor_id, run.as_of)
        return concerned

    def _keep(self, tx: Tx, creditor_id: CreditorId, import_id: ImportId) -> None:
        whole = imports.customers_named(tx, creditor_id, self._customers)
        imports.hold_back(tx, import_id, whole)
        for number, invoices in self._invoices.items():
            for customer_id in imports.customers_named(tx, creditor_id, [number]):
                for invoice in invoices:
                    imports.hold_back(tx, import_id, [customer_id], invoice)
