"""Are links kept and found as they were issued?"""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from gateway.links import LinkOrder, Links, Purpose
from gateway.store import Store, schema
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer
from tests.builders.ledger import KEYS
from tests.fakes.clock import A_MONDAY
from tests.fakes.ids import SeededIds
from tests.fakes.statements import statements_of

ADDRESS = "https://pay.acme.example"


def _issue(store: Store, ids: SeededIds, *purposes: str) -> tuple[Links, list[str]]:
    links = Links(KEYS.link_key, ADDRESS + "/", ids)
    with store.begin() as tx:
        customer = a_customer(tx, ids)
        point = a_contact_point(tx, ids, customer)
        orders = [LinkOrder(customer.customer_id, point.contact_point_id, None, p) for p in purposes]
        return links, links.issue_many(tx, orders, now=A_MONDAY)


def _token(address: str) -> str:
    return address.rsplit("/", 1)[1]


def test_addresses_come_back_in_the_order_of_the_orders(store: Store, ids: SeededIds) -> None:
    _, addresses = _issue(store, ids, "respond", "stop", "respond")
    assert [address.rsplit("/", 1)[0] for address in addresses] == [
        f"{ADDRESS}/r", f"{ADDRESS}/u", f"{ADDRESS}/r",
    ]  # fmt: skip


def test_the_database_never_holds_what_a_link_holds(store: Store, ids: SeededIds) -> None:
    _, [address] = _issue(store, ids, "respond")
    with store.read() as tx:
        row = tx.execute(sa.select(schema.customer_link)).one()
    assert _token(address)[3:20] not in repr(row)


def test_two_hundred_links_take_one_insert(store: Store, ids: SeededIds) -> None:
    with statements_of(store) as said:
        _issue(store, ids, *["respond", "stop"] * 100)
    assert len([statement for statement in said if "customer_link" in statement]) == 1


def test_a_respond_link_ends_after_fourteen_days_and_a_stop_link_does_not(
    store: Store, ids: SeededIds
) -> None:
    links, [respond, stop] = _issue(store, ids, "respond", "stop")
    before, after = A_MONDAY + timedelta(days=14, seconds=-1), A_MONDAY + timedelta(days=14)
    with store.read() as tx:
        assert links.read(tx, _token(respond), Purpose.RESPOND, before)
        assert links.read(tx, _token(respond), Purpose.RESPOND, after) is None
        assert links.read(tx, _token(stop), Purpose.STOP, A_MONDAY + timedelta(days=60))


def test_a_new_link_leaves_the_earlier_one_good(store: Store, ids: SeededIds) -> None:
    links, [first] = _issue(store, ids, "respond")
    with store.begin() as tx:
        found = links.read(tx, _token(first), Purpose.RESPOND, A_MONDAY)
        assert found is not None
        order = LinkOrder(found.customer_id, found.contact_point_id, None, "respond")
        links.issue_many(tx, [order], now=A_MONDAY)
        assert links.read(tx, _token(first), Purpose.RESPOND, A_MONDAY)


def test_revoking_ends_what_went_to_a_contact_point_but_not_its_stop_links(
    store: Store, ids: SeededIds
) -> None:
    links, [respond, stop] = _issue(store, ids, "respond", "stop")
    with store.begin() as tx:
        found = links.read(tx, _token(respond), Purpose.RESPOND, A_MONDAY)
        assert found is not None
        assert found.contact_point_id is not None
        assert links.revoke_at(tx, found.contact_point_id, A_MONDAY) == 1
        assert links.read(tx, _token(respond), Purpose.RESPOND, A_MONDAY) is None
        assert links.read(tx, _token(stop), Purpose.STOP, A_MONDAY)
