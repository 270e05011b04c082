"""What becomes of a promise whose day has passed?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from gateway.store import Store, promises, schema
from tests.builders.account import an_account
from tests.builders.customer import a_customer
from tests.fakes.clock import A_MONDAY
from tests.fakes.ids import SeededIds


@pytest.mark.parametrize(
    ("days_ago", "balance", "state"),
    [
        (0, 100, "open"),  # its day may not be over everywhere
        (1, 100, "open"),  # nor here
        (2, 100, "broken"),
        (2, 0, "kept"),  # a newer file says that nothing is owed any more
    ],
)
def test_a_promise_is_settled_when_its_day_is_over_everywhere(
    store: Store, ids: SeededIds, days_ago: int, balance: int, state: str
) -> None:
    today = A_MONDAY.date()
    with store.begin() as tx:
        customer = a_customer(tx, ids)
        account = an_account(tx, ids, customer, days_past_due=20)
        tx.execute(sa.update(schema.invoice).values(balance_minor=balance))
        promises.insert_promises(tx, [_promise(ids, account, today - timedelta(days=days_ago))])
        promises.settle_overdue(tx, A_MONDAY)
        assert tx.execute(sa.select(schema.promise.c.state)).scalar_one() == state


def _promise(ids: SeededIds, account: object, due_on: date) -> dict[str, object]:
    return {
        "promise_id": ids.new(), "customer_id": account.customer_id, "account_id": account.account_id,
        "due_on": due_on, "currency": "USD", "amount_minor": 100, "state": "open", "made_at": A_MONDAY,
        "event_id": ids.new(),
    }  # fmt: skip
