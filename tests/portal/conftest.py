"""The pages of one customer, over both databases."""

from __future__ import annotations

import pytest

from gateway.store import Store
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.portal.site import Site, a_site


@pytest.fixture
def site(store: Store, clock: FixedClock, ids: SeededIds) -> Site:
    """One customer who owes one bill, and their pages."""
    return a_site(store, clock, ids)
