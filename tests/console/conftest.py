"""The web application over both databases."""

from __future__ import annotations

import pytest

from gateway.store import Store
from tests.builders.office import Office, an_office
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds


@pytest.fixture
def office(store: Store, clock: FixedClock, ids: SeededIds) -> Office:
    """A creditor's web application, and a client in front of it."""
    return an_office(store, clock, ids)
