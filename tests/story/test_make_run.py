"""Does a newcomer with Python and make alone get a running demonstration?"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.story.daemon_process import DaemonProcess, until

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def clean_copy(tmp_path: Path) -> Path:
    """The files that a clone would hold, and nothing else."""
    folder = tmp_path / "dunwell"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


@pytest.fixture
def run(clean_copy: Path) -> Iterator[subprocess.Popen[str]]:
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("DUNWELL_", "MAKE"))
    }
    process = subprocess.Popen(
        ["make", "run"],
        cwd=clean_copy,
        env=environment | {"DUNWELL_HTTP__PORT": "0", "DUNWELL_PYTHON": sys.executable},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    yield process
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_make_run_shows_a_demonstration_at_work(run: subprocess.Popen[str], clean_copy: Path) -> None:
    assert run.stdout is not None
    said = []
    for line in run.stdout:
        said.append(line)
        if line.startswith("Dunwell answers on "):
            break
    shown = "".join(said)
    assert "/sign-in/" in shown, shown
    daemon = DaemonProcess(run, said[-1].split()[3].rstrip(";"))
    assert until(lambda: daemon.get("/health/ready"))[0] == 200
    assert list((clean_copy / "var" / "outbox" / "email").iterdir())
    os.killpg(run.pid, signal.SIGINT)
    run.wait(60)
    status = subprocess.run(
        [".venv/bin/dunwell", "status", "--json"], cwd=clean_copy, capture_output=True, text=True, check=True
    )
    assert json.loads(status.stdout)["daemons"] == []
