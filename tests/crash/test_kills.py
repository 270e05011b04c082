"""Does a kill -9 send anything twice, or lose sight of anything? The long run: `python -m bench.kills`."""

from __future__ import annotations

from pathlib import Path

from bench.kills import campaign
from tests.databases import Database


def test_no_kill_sends_twice_or_loses_sight_of_a_message(database: Database, tmp_path: Path) -> None:
    daemons = 1 if database.is_sqlite else 2
    result = campaign(tmp_path / "site", database.url, kills=3, seed=1, daemons=daemons, backlog=150)
    assert result["exceptions"] == {}
    assert result["kills"] == 3
    assert result["hit"]["died with sending"] >= 1
    assert result["outreach"] == {"done": result["customers"]}
