"""A collector's desk over the shipped rulebook and templates, and a customer who is to be called."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gateway.calls import CallDesk
from gateway.dispatcher.judging import Judge
from gateway.domain.ids import CreditorId, OutreachId
from gateway.domain.portfolio import Account, Customer
from gateway.domain.words import Channel, MadeBy, PointKind
from gateway.ledger import Ledger
from gateway.store import Store
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.creditor import a_creditor
from tests.builders.customer import a_customer
from tests.builders.dispatcher import an_outreach, shipped_renderer, shipped_rulebook
from tests.builders.ledger import KEYS
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds


def a_call_desk(store: Store, clock: FixedClock, ids: SeededIds, **creditor: Any) -> CallDesk:
    """Return the desk of the creditor `acme`."""
    acme = a_creditor(**{"contact_person": "Maria Lopez", **creditor})
    return CallDesk(
        store=store,
        ledger=Ledger(ids, KEYS, "test"),
        judge=Judge(shipped_rulebook(), frozenset(Channel)),
        renderer=shipped_renderer(),
        creditors={CreditorId(acme.creditor_id): acme},
        clock=clock,
        ids=ids,
    )


def a_call(desk: CallDesk, ids: SeededIds, **who: Any) -> tuple[Customer, Account, OutreachId]:
    """Return a person who owes and has a telephone, and a call to them that is due."""
    now = desk.clock.now()
    number, overrides = who.pop("number", "A-1"), who.pop("outreach", {})
    with desk.store.begin() as tx:
        customer = a_customer(tx, ids, **{"is_company": False, "birth_year": 1980, **who})
        a_contact_point(tx, ids, customer, PointKind.LANDLINE)
        account = an_account(tx, ids, customer, account_number=number, days_past_due=12)
        values = {
            "channels": ["voice"],
            "template": "call",
            "made_by": MadeBy.COLLECTOR.value,
            "not_after": now + timedelta(days=7),
            **overrides,
        }
        outreach_id = an_outreach(tx, ids, customer, now, **values)
    return customer, account, outreach_id
