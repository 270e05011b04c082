"""Is what becomes of a promise told, once?"""

from __future__ import annotations

from datetime import timedelta

from gateway.store import Store, promises
from tests.builders.account import an_account
from tests.builders.customer import a_customer
from tests.builders.webhooks import a_telling
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds


def test_a_broken_promise_is_told_once(store: Store, clock: FixedClock, ids: SeededIds) -> None:
    telling = a_telling(store, clock, ids)
    with store.begin() as tx:
        customer = a_customer(tx, ids)
        account = an_account(tx, ids, customer, days_past_due=20)
    endpoint, _ = telling.add("https://example.com/hooks", "promise.*")
    body = {"due_on": "2027-03-10", "amount": "10.00", "currency": "USD"}
    for _ in range(2):  # the second one takes the first one's place
        telling.happens(customer.customer_id, "promise_to_pay", account_id=account.account_id, body=body)
    for days in (10, 11, 12):
        with store.begin() as tx:
            promises.settle_overdue(tx, clock.now() + timedelta(days=days))
    told = telling.deliveries(endpoint)
    assert [one.type for one in told] == ["promise.withdrawn", "promise.broken"]
