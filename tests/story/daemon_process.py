"""How does a test run the daemon? As a process of its own, on a free port, with the sandbox."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.databases import Database

PATIENCE = 30  # seconds until something that must happen counts as not happening


class DaemonProcess:
    """A running `dunwell run`."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process, self.address = process, address

    def get(self, path: str) -> tuple[int, Any]:
        """Return the status and the JSON that an address answers."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and return the exit status."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def settings_for(database: Database, folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of a daemon in a test's own folder."""
    others = {key: value for key, value in os.environ.items() if not key.startswith("DUNWELL_")}
    return others | {
        "DUNWELL_DATABASE_URL": database.url,
        "DUNWELL_VAR_DIR": str(folder / "var"),
        "DUNWELL_HTTP__PORT": "0",
        **more,
    }


def dunwell(environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "gateway", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


@contextmanager
def running(environment: Mapping[str, str], *arguments: str) -> Iterator[DaemonProcess]:
    """Yield a daemon that answers; kills it at the end if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "gateway", "run", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield DaemonProcess(process, _address(process))
    finally:
        process.kill()
        process.communicate()


def until(question: Any, patience: float = PATIENCE) -> Any:
    """Ask again and again until the answer is true; return it."""
    deadline = time.monotonic() + patience
    while not (answer := question()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return answer


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line.startswith("Dunwell answers on "):
        raise AssertionError(line + process.communicate()[1])
    return line.split()[3].rstrip(";")
