"""Does the daemon outlive its database's absence, without a restart and without a person?"""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from tests.databases import SERVER_VARIABLE, Database
from tests.story.cuttable import cuttable
from tests.story.daemon_process import running, settings_for, until

pytestmark = pytest.mark.skipif(
    SERVER_VARIABLE in os.environ, reason="cuts the connection to the suite's own server only"
)


def test_a_daemon_whose_database_goes_away_says_so_and_goes_on_when_it_is_back(
    empty_postgres: Database, tmp_path: Path
) -> None:
    with (
        cuttable(empty_postgres.url) as (relay, url),
        running(settings_for(Database(url), tmp_path)) as daemon,
    ):
        assert daemon.get("/health/ready")[0] == 200
        relay.cut()
        until(lambda: "database" in daemon.get("/health/ready")[1]["faults"])
        assert daemon.get("/health/ready")[0] == 503
        assert daemon.get("/health/live")[0] == 200
        relay.mend()
        until(lambda: daemon.get("/health/ready")[1]["faults"] == {})
        assert daemon.end() == 0


def test_a_daemon_that_starts_before_its_database_waits_for_it(
    empty_postgres: Database, tmp_path: Path
) -> None:
    with cuttable(empty_postgres.url) as (relay, url):
        relay.cut()
        threading.Timer(3, relay.mend).start()
        with running(settings_for(Database(url), tmp_path)) as daemon:
            assert daemon.get("/health/ready")[0] == 200
