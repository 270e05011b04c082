"""Does what the README shows happen? Its commands are run as a reader would run them, in one shell."""

from __future__ import annotations

import ast
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.databases import missing
from tests.docs.pages import README, ROOT, Command, blocks, commands, fits, section

PORT_SHOWN = "8025"
# `make run` sets up .venv/ and then does what follows here; the daemon goes on beside the next commands.
MAKE = """
make() {
  DUNWELL_CONFIG=config/demo.toml dunwell demo
  DUNWELL_CONFIG=config/demo.toml dunwell run >said 2>log &
  echo $! >daemon.pid
  for _ in $(seq 300); do grep -q "^Messages of" said && break; sleep 0.1; done
  cat said
}
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A directory that looks like a checkout after `make`, and what was started in it is ended."""
    if shutil.which("curl") is None or shutil.which("bash") is None:
        missing("bash and curl")
    (tmp_path / "config").symlink_to(ROOT / "config")
    yield tmp_path
    with suppress(OSError, ValueError):
        os.kill(int((tmp_path / "daemon.pid").read_text()), signal.SIGKILL)


@pytest.mark.timeout(300)
def test_the_first_minute_and_the_commands_of_the_day_are_as_shown(place: Path) -> None:
    text = section(README, "See it in one minute") + section(README, "Operate it")
    _check(_commands(text), place)


@pytest.mark.timeout(300)
def test_the_way_to_a_real_installation_is_as_shown(place: Path) -> None:
    text = section(README, "Run it for real")
    for block in blocks(text):
        if block.name:
            (place / block.name).write_text(block.text, encoding="utf-8")
    _check(_commands(text), place)


@pytest.mark.parametrize(
    ("shown", "printed", "does_fit"),
    [
        ("sent 3", "sent 3\n", True),
        ("sent …, put off …", "sent 3, put off 4", True),
        ("first\n…\nlast", "first\nlast", True),
        ("first\n…\nlast", "first\nsecond\nthird\nlast", True),
        ("sent 3", "sent 30", False),
        ("first\n…", "second\nfirst", False),
        ("first", "first\nsecond", False),
    ],
)
def test_what_is_shown_is_held_against_what_is_printed(shown: str, printed: str, does_fit: bool) -> None:
    assert fits(shown, printed) is does_fit


def test_every_command_of_the_readme_is_run() -> None:
    """A console block under another heading would show what nobody tried."""
    tried = ("See it in one minute", "Operate it", "Run it for real")
    of_tried = [one for title in tried for one in _commands(section(README, title))]
    assert _commands(README.read_text(encoding="utf-8")) == of_tried


def test_every_promise_names_tests_that_exist() -> None:
    promises = re.findall(r"^\| P\d+ .*$", section(README, "What it promises"), re.MULTILINE)
    assert len(promises) == 10
    there = {name for file in (ROOT / "tests").rglob("test_*.py") for name in _tests_in(file)}
    for promise in promises:
        named = set(re.findall(r"`(test_\w+)`", promise))
        assert named, promise
        assert named <= there, f"no such test: {named - there}"


def _commands(text: str) -> list[Command]:
    return [one for block in blocks(text) if block.language == "console" for one in commands(block.text)]


def _tests_in(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node.name


def _check(shown: list[Command], place: Path) -> None:
    port = _free_port()
    outputs = _run([one.line.replace(PORT_SHOWN, port) for one in shown], place, port)
    for one, (printed, status) in zip(shown, outputs, strict=True):
        said = printed.replace(port, PORT_SHOWN)
        assert fits(one.shown, said), f"$ {one.line}\n--- shown\n{one.shown}\n--- printed\n{said}"
        following = shown[shown.index(one) + 1 :][:1]
        if not (following and following[0].line == "echo $?"):  # the page shows that status itself
            assert status == 0, f"$ {one.line} ended with {status}"


def _run(lines: list[str], place: Path, port: str) -> list[tuple[str, int]]:
    """Return what each line printed, and its exit status; all in one shell, so that exports last."""
    mark = "<<<-mark->>>"
    body = "".join(f"{line}\nstatus=$?; echo; echo '{mark}'$status; (exit $status)\n" for line in lines)
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DUNWELL_")}
    ours = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONUNBUFFERED": "1",
        "DUNWELL_HTTP__PORT": port,
        "DUNWELL_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    result = subprocess.run(
        ["bash", "-c", MAKE + body],
        cwd=place,
        env=kept | ours,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    parts = re.split(rf"\n{mark}(\d+)\n", result.stdout)
    return [(parts[i], int(parts[i + 1])) for i in range(0, len(parts) - 1, 2)]


def _free_port() -> str:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return str(listener.getsockname()[1])
