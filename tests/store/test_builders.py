"""Do the builders put what they return into the database?"""

from __future__ import annotations

import sqlalchemy as sa

from gateway.domain.words import PointKind
from gateway.store import Store, schema
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer, a_person
from tests.fakes.ids import SeededIds


def test_an_account_comes_with_an_invoice_that_is_so_many_days_past_due(store: Store, ids: SeededIds) -> None:
    with store.begin() as tx:
        account = an_account(tx, ids, a_customer(tx, ids), days_past_due=31)
        invoices = tx.execute(sa.select(schema.invoice)).mappings().all()
    assert [row["account_id"] for row in invoices] == [account.account_id]
    assert (invoices[0]["reported_as_of"] - invoices[0]["due_on"]).days == 31


def test_each_test_begins_with_an_empty_database(store: Store) -> None:
    with store.read() as tx:
        assert tx.execute(sa.select(sa.func.count()).select_from(schema.customer)).scalar() == 0


def test_a_person_can_have_every_kind_of_contact_point(store: Store, ids: SeededIds) -> None:
    with store.begin() as tx:
        person = a_person(tx, ids)
        for kind in PointKind:
            a_contact_point(tx, ids, person, kind)
        kinds = tx.execute(sa.select(schema.contact_point.c.kind)).scalars().all()
    assert sorted(kinds) == sorted(PointKind)
