"""Is what happened told after all, when the daemon dies before it could tell?"""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from standardwebhooks import Webhook

from tests.databases import Database
from tests.story.daemon_process import dunwell, running, settings_for, until


class Ears:
    """A receiver in a thread of its own; while it is deaf it takes requests and does not answer."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.may_answer = threading.Event()
        ears = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # the library's name
                body = self.rfile.read(int(self.headers["content-length"]))
                ears.heard.append(({name.lower(): told for name, told in self.headers.items()}, body))
                ears.may_answer.wait()
                try:
                    self.send_response(204)
                    self.end_headers()
                except ConnectionError:
                    return

            def log_message(self, *words: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hooks"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def ears() -> Iterator[Ears]:
    made = Ears()
    yield made
    made.may_answer.set()
    made.server.shutdown()
    made.server.server_close()


def test_a_kill_before_the_answer_loses_nothing_and_changes_no_id(
    database: Database, tmp_path: Path, ears: Ears
) -> None:
    environment = settings_for(database, tmp_path)
    added = dunwell(environment, "webhook", "add", ears.url, "--private", "--type", "sending.*")
    assert added.returncode == 0, added.stderr
    secret = added.stdout.splitlines()[1]
    with running(environment) as daemon:
        assert dunwell(environment, "stop", "--reason", "wrong amounts").returncode == 0
        until(lambda: ears.heard)
        daemon.end(signal.SIGKILL)
    ears.may_answer.set()
    with running(environment) as daemon:
        until(lambda: len(ears.heard) == 2)
        until(lambda: _state(environment, added.stdout.split()[1]) == "delivered")
        assert daemon.end() == 0
    (first, body), (again, same) = ears.heard
    assert (first["webhook-id"], body) == (again["webhook-id"], same)
    assert Webhook(secret).verify(same, again)["type"] == "sending.stopped"


def test_an_operator_tries_an_endpoint_out(database: Database, tmp_path: Path, ears: Ears) -> None:
    environment = settings_for(database, tmp_path)
    ears.may_answer.set()
    assert "Nobody is told" in dunwell(environment, "webhook", "list").stdout
    endpoint = dunwell(environment, "webhook", "add", ears.url, "--private").stdout.split()[1]
    tried = dunwell(environment, "webhook", "test", endpoint)
    assert tried.returncode == 0, tried.stderr
    assert tried.stdout.startswith("delivered: status 204 after ")
    ears.server.shutdown()
    ears.server.server_close()
    tried = dunwell(environment, "webhook", "test", endpoint)
    assert (tried.returncode, tried.stdout[:14]) == (3, "no-connection:")
    assert "waiting 1" in dunwell(environment, "webhook", "list").stdout
    assert f"Webhook endpoint {endpoint} is not reached" in dunwell(environment, "status").stdout


def _state(environment: dict[str, str], endpoint: str) -> str:
    shown = dunwell(environment, "webhook", "deliveries", endpoint).stdout
    return json.loads(shown.splitlines()[-1])["state"]
