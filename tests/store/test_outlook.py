"""Which step comes next, or why is there none?"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from gateway.planner import outlook
from gateway.store import Store, schema
from gateway.strategies import Strategies, load_strategies
from tests.builders.account import an_account
from tests.builders.creditor import a_creditor
from tests.builders.customer import a_customer
from tests.fakes.clock import A_MONDAY
from tests.fakes.ids import SeededIds

FOLDER = Path(__file__).resolve().parents[2] / "config/strategies"


@pytest.fixture(scope="module")
def strategies() -> Strategies:
    return load_strategies({path.name: path.read_text("utf-8") for path in FOLDER.glob("*.toml")})


@pytest.mark.parametrize(
    ("days_past_due", "balance", "step", "in_days", "because"),
    [
        (4, 125_050, "reminder-1", 0, ""),  # due already: the next run plans it
        (1, 125_050, "reminder-1", 2, ""),  # three days past due
        (-10, 125_050, "upcoming", 7, ""),  # three days before it is due
        (4, 500, None, None, "What is overdue is less than the playbook's minimum, so it is left alone."),
        (4, 0, None, None, "Nothing that may be asked for is open."),
    ],
)
def test_the_next_step_is_named_or_the_reason_why_there_is_none(
    store: Store, ids: SeededIds, strategies: Strategies,
    days_past_due: int, balance: int, step: str | None, in_days: int | None, because: str,
) -> None:  # fmt: skip
    creditor = a_creditor()
    with store.begin() as tx:
        customer = a_customer(tx, ids)
        an_account(tx, ids, customer, days_past_due=days_past_due)
        tx.execute(sa.update(schema.invoice).values(balance_minor=balance))
        seen = outlook(tx, customer, strategies, {creditor.creditor_id: creditor}, now=A_MONDAY)
    assert (seen.step.id if seen.step else None) == step
    assert seen.on == (A_MONDAY.date() + timedelta(days=in_days) if in_days is not None else None)
    assert seen.because == because
