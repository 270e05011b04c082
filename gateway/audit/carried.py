"""Did a message carry what its ruling required, and did it leave while it was permitted?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from compliance.rules.disclosure import NAMES
from gateway.audit.permission import Ruled
from gateway.audit.tally import Tally
from gateway.audit.violation import Violation, ViolationKind

DISCLOSURES = frozenset(NAMES)


def check_disclosures(one: Ruled, required: frozenset[str], tally: Tally) -> Iterator[Violation]:
    """Yield the message if a disclosure is missing. required: what the ruling asked for, asked again where it
    could be."""
    contact = one.contact
    wanted = (required | frozenset().union(*(each.requires for each in one.permissions))) & DISCLOSURES
    missing = wanted - contact.disclosures
    counts = tally.disclosures.setdefault(contact.template, Counter())
    counts["contacts"] += 1
    counts["required"] += len(wanted)
    counts["carried"] += len(wanted) - len(missing)
    counts.update({f"missing:{name}": 1 for name in missing})
    if missing:
        names = ", ".join(sorted(missing)).replace("_", " ")
        what = f"The message of the template {contact.template} lacks: {names}."
        yield Violation(
            ViolationKind.MISSING_DISCLOSURE, contact.allowed_at, what, contact.entry_id, one.creditor
        )


def check_permission(one: Ruled, not_after: datetime | None) -> Iterator[Violation]:
    """Yield the contact if it was handed over when its permission had ended. not_after: when asked again."""
    ends = [end for end in (not_after, *(each.not_after for each in one.permissions)) if end is not None]
    sent_at = one.contact.sent_at
    if ends and sent_at is not None and sent_at >= min(ends):
        late = sent_at - min(ends)
        what = f"{one.contact.name.capitalize()} was handed over {late} after its permission ended."
        yield Violation(ViolationKind.AFTER_PERMISSION, sent_at, what, one.contact.entry_id, one.creditor)
