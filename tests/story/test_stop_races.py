"""Can a text overtake a STOP? A short form of `python -m bench.stop_races`."""

from __future__ import annotations

from bench.stop_races import run_races
from gateway.store import Store


def test_no_text_leaves_after_a_stop_was_committed(store: Store) -> None:
    found = run_races(store, 60, seed=7)
    assert found.late == []
    assert (found.races, found.confirmations) == (60, 60)
    assert sum(found.moments.values()) == 60
