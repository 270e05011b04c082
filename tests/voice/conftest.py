"""A creditor whose calls leave messages, over both databases."""

from __future__ import annotations

import pytest

from gateway.store import Store
from tests.builders.creditor import a_creditor
from tests.builders.office import Office, an_office
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds


@pytest.fixture
def office(store: Store, clock: FixedClock, ids: SeededIds) -> Office:
    """A creditor's web application, with somebody to ask for and nobody to put callers through to."""
    return an_office(store, clock, ids, creditor=a_creditor(contact_person="Pat Kim"))
