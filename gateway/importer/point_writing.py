"""Which contact points does a file bring, which does it bring back, and which does it replace?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.domain.ids import ContactPointId, CustomerId
from gateway.domain.words import PointKind
from gateway.importer.chunk import Chunk
from gateway.importer.items import Item
from gateway.store import portfolio_customers as rows


@dataclass(slots=True)
class PointWriter:
    """Writes the contact points of one file.

    _replaced: customer -> points of theirs that the file has not named so far, though it names others.
    """

    _replaced: dict[CustomerId, set[ContactPointId]] = field(default_factory=dict)

    def replaced(self) -> dict[CustomerId, set[ContactPointId]]:
        """Return, at the end of the file, the contact points in whose place it names others."""
        return {customer_id: points for customer_id, points in self._replaced.items() if points}

    def write(self, chunk: Chunk, by_number: Mapping[str, list[Item]], first_ids: set[CustomerId]) -> None:
        """Write new contact points and use replaced ones again that the file names. first_ids: customers whom
        the file names for the first time."""
        wanted = {
            chunk.customers[number]: points
            for number, items in by_number.items()
            if (points := _points(items))
        }
        known = rows.point_rows(chunk.tx, [each for each in wanted if each not in chunk.fresh])
        new, revived = [], []
        for customer_id, points in wanted.items():
            stored = {(row.kind, row.value): row for row in known.get(customer_id, ())}
            added = [
                _point(chunk, customer_id, *p, position)
                for position, p in enumerate(points)
                if p not in stored
            ]
            back = [
                row.contact_point_id for key, row in stored.items() if key in points and _was_replaced(row)
            ]
            if added or back:
                chunk.changed.add(customer_id)
            new += added
            revived += back
        rows.insert_points(chunk.tx, new)
        rows.revive_points(chunk.tx, revived)
        self._note_replaced(wanted, known, first_ids)

    def _note_replaced(
        self,
        wanted: Mapping[CustomerId, Mapping[tuple[str, str], None]],
        known: Mapping[Any, list[Any]],
        first_ids: set[CustomerId],
    ) -> None:
        for customer_id, stored in known.items():
            points = wanted[customer_id]
            if customer_id in first_ids:
                kinds = {kind for kind, _ in points}
                self._replaced[customer_id] = {
                    ContactPointId(row.contact_point_id)
                    for row in stored
                    if row.kind in kinds and row.retired_at is None and (row.kind, row.value) not in points
                }
            elif left := self._replaced.get(customer_id):
                left.difference_update(
                    row.contact_point_id for row in stored if (row.kind, row.value) in points
                )
            if not self._replaced.get(customer_id):
                self._replaced.pop(customer_id, None)


def _points(items: Iterable[Item]) -> dict[tuple[str, str], None]:
    return {(kind.value, value): None for item in items for kind, value in item.customer.points}


def _point(chunk: Chunk, customer_id: CustomerId, kind: str, value: str, position: int) -> dict[str, Any]:
    return {
        "contact_point_id": chunk.run.ids.new(),
        "customer_id": customer_id,
        "kind": PointKind(kind).value,
        "value": value,
        "position": position,
    }


def _was_replaced(row: Any) -> bool:
    """What bounced or reached somebody else stays retired, whatever a file says."""
    return row.retired_at is not None and row.retired_because == rows.REPLACED
