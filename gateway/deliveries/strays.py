"""What becomes of news about attempts that nobody knows? Kept for a day, then told once."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from gateway.deliveries.reconciling import NOT_OURS
from gateway.domain.ids import EntryId, Ids
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.store import Tx, deliveries, task_rows

WAIT = timedelta(days=1)  # a callback overtakes the attempt's commit by seconds; a restored backup by hours
AT_ONCE = 500


def tell_strays(tx: Tx, ledger: Ledger, *, now: datetime, ids: Ids) -> int:
    """Put news that found no attempt within a day into the ledger and before a person; return how many.

    They name nobody: the ledger keeps how many came from whom, and, sealed, the providers' references.
    """
    strays = deliveries.stray_news(tx, now - WAIT, AT_ONCE)
    for provider, count in sorted(Counter(one.provider for one in strays).items()):
        mine = [one for one in strays if one.provider == provider]
        entry_id = EntryId(ids.new())
        public = {"adapter": provider, "unknown_news": count}
        private = {"not_ours": sorted({one.provider_reference or str(one.attempt_id) for one in mine})}
        ledger.append(tx, [Entry(entry_id, None, EntryKind.PROVIDER_RECONCILED, now, public, private)])
        text = (
            f"{provider} told {count:,} times what became of attempts that are not in the ledger, such as "
            f"{mine[0].provider_reference or mine[0].attempt_id}: "
            "a restored backup, or another user of the account."
        )
        task = {"task_id": ids.new(), "customer_id": None, "kind": NOT_OURS, "text": text, "opened_at": now}
        task_rows.insert_tasks(tx, [{**task, "reference": f"{provider}:news:{now.date()}"}])
    deliveries.mark_applied(tx, {(one.provider, one.provider_event_id) for one in strays}, now)
    return len(strays)
