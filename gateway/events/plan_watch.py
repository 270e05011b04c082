"""Are payment plans kept? A payment puts reminders off to the next instalment; without one the plan ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from itertools import accumulate
from typing import Any

from gateway.domain.ids import EntryId, Ids
from gateway.events.new_event import NewEvent
from gateway.events.plan_values import REASON, quiet_until
from gateway.events.recording import record_events
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.store import Store, Tx, payment_plans, task_rows
from gateway.store import events as rows
from gateway.store.outreach import reconsider
from gateway.store.payment_plans import AgreedPlan

PLAN_BROKEN = "plan-broken"  # the kind of a task
_TEXT = "A payment plan was not kept: reminders go on. See what happened before somebody else does."


def watch_plans(store: Store, ledger: Ledger, *, now: datetime, ids: Ids) -> dict[str, int]:
    """Look at every plan that stands; return how many were kept, were broken, or went on."""
    done: Counter[str] = Counter()
    after = None
    while True:
        with store.begin() as tx:
            plans = payment_plans.open_plans(tx, after)
            if not plans:
                return {name: done[name] for name in ("plans_kept", "plans_broken", "plans_gone_on")}
            # In the order of customers, as everybody locks who waits for several of them.
            rows.lock_customers(tx, {one.customer_id for one in plans})
            paid, owed = payment_plans.paid_since(tx, plans), payment_plans.owed_on(tx, plans)
            for one in plans:
                covered = max(paid.get(one.plan_id, 0), one.plan.total.minor - owed.get(one.plan_id, 0))
                done[_look(tx, ledger, one, covered, now, ids)] += 1
            after = plans[-1].plan_id


def arrived(agreed: AgreedPlan, covered: int) -> int:
    """Return how many instalments an amount in minor units covers, the first ones first."""
    sums = accumulate(part.money.minor for part in agreed.plan.instalments)
    return sum(1 for whole in sums if whole <= covered)


def _look(tx: Tx, ledger: Ledger, agreed: AgreedPlan, covered: int, now: datetime, ids: Ids) -> str:
    """Return which count goes up."""
    parts, count = agreed.plan.instalments, max(arrived(agreed, covered), agreed.paid_count)
    if count == len(parts):
        return _end(tx, ledger, agreed, "kept", now, ids)
    last_day = quiet_until(parts[count].due_on, agreed.grace_days)
    # One day of slack, one until the day is over everywhere: reminders wait until the first of them is.
    if (now.date() - last_day).days > 0:
        return _end(tx, ledger, agreed, "broken", now, ids)
    if count > agreed.paid_count and payment_plans.note_paid(tx, agreed, count):
        record_events(tx, ledger, [_on(agreed, count, now)], now=now, ids=ids, source="system")
        return "plans_gone_on"
    return "unchanged"


def _on(agreed: AgreedPlan, count: int, now: datetime) -> NewEvent:
    until = quiet_until(agreed.plan.instalments[count].due_on, agreed.grace_days)
    return NewEvent(
        type="hold",
        at=now,
        customer_id=agreed.customer_id,
        account_id=agreed.account_id,
        body={"reason": REASON, "until": until.isoformat()},
        dedupe_key=f"plan:{agreed.plan_id}:{count}",
    )


def _end(tx: Tx, ledger: Ledger, agreed: AgreedPlan, state: str, now: datetime, ids: Ids) -> str:
    if not payment_plans.end_plan(tx, agreed, state):
        return "unchanged"
    kind = EntryKind.PLAN_KEPT if state == "kept" else EntryKind.PLAN_BROKEN
    public = {"event_id": str(agreed.event_id), "plan_id": str(agreed.plan_id)}
    ledger.append(tx, [Entry(EntryId(ids.new()), agreed.customer_id, kind, now, public)])
    if state == "broken":
        task_rows.insert_tasks(tx, [_task(agreed, now, ids)])
    rows.bump_facts(tx, {agreed.customer_id})
    reconsider(tx, {agreed.customer_id}, now)
    return f"plans_{state}"


def _task(agreed: AgreedPlan, now: datetime, ids: Ids) -> Mapping[str, Any]:
    return {
        "task_id": ids.new(),
        "customer_id": agreed.customer_id,
        "kind": PLAN_BROKEN,
        "reference": str(agreed.plan_id),
        "text": _TEXT,
        "opened_at": now,
    }
