"""When a rule fails, is nobody contacted by it, is somebody told, and does the next customer go on?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from compliance.opinion import allow
from compliance.rulebook import Rulebook
from gateway.domain.portfolio import Customer
from gateway.store import Store, schema
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer
from tests.builders.dispatcher import Desk, a_desk, an_outreach, shipped_rulebook
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds


class FailsFor:
    """A rule that fails about some customers."""

    passes: frozenset[str] = frozenset()
    quiet = None

    def __init__(self) -> None:
        self.customers: set[str] = set()

    def ask(self, case: Any, at: Any) -> Any:
        if case.facts.person.id in self.customers:
            raise ZeroDivisionError("a name, perhaps")
        return allow("nothing against it")


@pytest.fixture
def failing() -> FailsFor:
    return FailsFor()


@pytest.fixture
def desk(store: Store, clock: FixedClock, ids: SeededIds, failing: FailsFor) -> Desk:
    core, *others = shipped_rulebook().packs
    broken = replace(core.entries[0], id="fails", rule=failing)
    packs = [replace(core, entries=(*core.entries, broken)), *others]
    return a_desk(store, clock, ids, rulebook=Rulebook(packs, "sha256:test"))


def due(desk: Desk) -> Customer:
    with desk.store.begin() as tx:
        customer = a_customer(tx, desk.ids)
        a_contact_point(tx, desk.ids, customer)
        an_account(tx, desk.ids, customer, days_past_due=12)
        an_outreach(tx, desk.ids, customer, desk.clock.now())
    return customer


def tasks(desk: Desk) -> list[tuple[str, str, str]]:
    columns = schema.task.c
    with desk.store.read() as tx:
        return [tuple(row) for row in tx.execute(sa.select(columns.kind, columns.reference, columns.text))]


async def test_the_next_customer_goes_on(desk: Desk, failing: FailsFor) -> None:
    failing.customers.add(str(due(desk).customer_id))
    due(desk)
    report = await desk.dispatcher.run_once()
    assert report.attempts == {"accepted": 1}
    assert sorted(desk.kinds()) == ["contact.allowed", "contact.outcome", "contact.refused"]


async def test_somebody_is_told_once_a_day_however_many_it_concerns(desk: Desk, failing: FailsFor) -> None:
    failing.customers |= {str(due(desk).customer_id) for _ in range(3)}
    with capture_logs() as logs:
        await desk.dispatcher.run_once()
    ((kind, reference, text),) = tasks(desk)
    assert (kind, reference) == ("broken-rule", f"core/fails:{desk.clock.now().date()}")
    assert "core/fails could not decide (ZeroDivisionError)" in text
    (alarm,) = [line for line in logs if line.get("action") == "rule:broken"]
    assert (alarm["log_level"], alarm["rule"], alarm["error"]) == ("error", "fails", "ZeroDivisionError")
    assert "perhaps" not in str(logs) + text


async def test_it_is_asked_again_an_hour_later(desk: Desk, failing: FailsFor) -> None:
    failing.customers.add(str(due(desk).customer_id))
    await desk.dispatcher.run_once()
    ((state, because),) = desk.outreach()
    assert (state, because) == ("deferred", "The rule fails could not decide.")
    failing.customers.clear()
    desk.clock.advance(timedelta(hours=1))
    report = await desk.dispatcher.run_once()
    assert report.attempts == {"accepted": 1}
