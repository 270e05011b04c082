"""Does `dunwell decide` keep the contract as a program: in a file, in a pipe, and for a dialer that waits?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.question import a_call, a_question, answer_to

A_LINE = json.dumps(a_question(a_call("2026-03-04T15:00:00-05:00", "conversation")))
DECIDE = [sys.executable, "-c", "from gateway.cli import main; main()", "decide"]
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith("DUNWELL_")}
PATIENCE = 60  # seconds; only a broken program takes them


def decide(folder: Path, *files: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*DECIDE, *files], cwd=folder, env=ENVIRONMENT, input=given, capture_output=True, timeout=PATIENCE
    )


@pytest.fixture
def dialer(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [*DECIDE, "-"], cwd=tmp_path, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        yield process
        process.kill()


def ask(dialer: subprocess.Popen[bytes], text: str) -> dict:
    """Return the answer, which has to come although the pipe stays open."""
    assert dialer.stdin is not None
    assert dialer.stdout is not None
    dialer.stdin.write(text.encode() + b"\n")
    dialer.stdin.flush()
    return json.loads(dialer.stdout.readline())


def test_a_dialer_writes_a_question_and_waits_for_its_answer(dialer):
    expected = answer_to(a_call("2026-03-04T15:00:00-05:00", "conversation"))
    assert [ask(dialer, A_LINE) for _ in range(3)] == [expected] * 3
    assert ask(dialer, '{"at": 7}')["error"]["field"] == "at"
    assert ask(dialer, json.dumps(json.loads(A_LINE), indent=2)) == expected
    dialer.stdin.close()
    assert dialer.wait(PATIENCE) == 2  # one question was malformed


def test_a_file_of_lines_is_answered_in_order_and_what_is_malformed_in_its_place(tmp_path):
    lines = [A_LINE, "no JSON", json.dumps(a_question(channel="fax")), A_LINE]
    (tmp_path / "asked.jsonl").write_text("\n".join(lines), encoding="utf-8-sig")
    done = decide(tmp_path, "asked.jsonl")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer.get("error", {}).get("field", "none") for answer in answers] == [
        "none",
        None,
        "channel",
        "none",
    ]
    assert done.returncode == 2
    assert b"question 3: channel: must be one of email, sms, voice, letter" in done.stderr


def test_a_long_file_is_shared_out_and_answered_in_order_all_the_same(tmp_path):
    """In every piece of it somewhere stands a question over many lines, and one that is malformed."""
    several = [A_LINE, json.dumps(a_question(at="2026-03-06T22:00:00-05:00"))] * 700
    lines = [*several, json.dumps(json.loads(A_LINE), indent=2), "no JSON"] * 2
    (tmp_path / "asked.jsonl").write_text("\n".join(lines))
    done = decide(tmp_path, "asked.jsonl")
    piped = decide(tmp_path, "-", given="\n".join(lines).encode())
    assert done.stdout == piped.stdout
    assert done.stdout.count(b"\n") == 2 * 1402
    assert [line.split(":")[1] for line in done.stderr.decode().splitlines()] == [
        " question 1402",
        " question 2804",
    ]
    assert done.returncode == piped.returncode == 2


def test_one_object_over_many_lines_gets_one_answer_and_nothing_is_needed_for_it(tmp_path):
    done = decide(tmp_path, "-", given=json.dumps(json.loads(A_LINE), indent=4).encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["permitted_at"] == "2026-03-11T08:00:01-04:00"
    assert list(tmp_path.iterdir()) == []  # no database, no key, no log


@pytest.mark.parametrize("given", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_where_there_is_no_question_it_says_so(tmp_path, given):
    (tmp_path / "empty.json").write_bytes(given)
    done = decide(tmp_path, "empty.json")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"dunwell: empty.json: ")


def test_what_is_not_utf_8_is_answered_in_its_place(tmp_path):
    done = decide(tmp_path, "-", given=b'{"at": "\xff"}\n' + A_LINE.encode())
    first, second = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, first["error"]["message"]) == (2, "not UTF-8 at byte 8")
    assert second["verdict"] == "defer"


def test_a_folder_is_no_file_of_questions(tmp_path):
    done = decide(tmp_path, ".")
    assert (done.returncode, done.stderr) == (2, b"dunwell: .: cannot be read (Is a directory)\n")
