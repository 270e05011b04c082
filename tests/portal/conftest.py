"""The pages of one customer, over both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from gateway.store import Store
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.portal.site import Site, a_site

MakeSite = Callable[..., Site]


@pytest.fixture
def make_site(store: Store, clock: FixedClock, ids: SeededIds) -> Iterator[MakeSite]:
    """Make a site; its application runs until the test is over."""
    with ExitStack() as running:

        def make(**overrides: Any) -> Site:
            site = a_site(store, clock, ids, **overrides)
            running.enter_context(site.client)
            return site

        yield make


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    """One customer who owes one bill, and their pages."""
    return make_site()
