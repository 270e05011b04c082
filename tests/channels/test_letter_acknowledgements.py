"""What is taken from a print house's file, and what is not?"""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as some

from channels.letter_spool.acknowledgement import STATES, read_acknowledgements
from gateway.domain.errors import DataError

ONE = "018f3f6e-0000-7000-8000-000000000001"


def a_row(**changes: object) -> dict[str, object]:
    return {"attempt_id": ONE, "status": "mailed", "time": "2026-03-04T09:00:00Z", "code": "DE1"} | changes


@pytest.mark.parametrize("status", STATES)
def test_every_status_is_read_from_json_and_csv(status: str) -> None:
    from_json = read_acknowledgements("a.json", json.dumps([a_row(status=status)]).encode())
    line = f"attempt_id,status,time,code\r\n{ONE},{status},2026-03-04T09:00:00Z,DE1\r\n"
    assert from_json == read_acknowledgements("a.CSV", line.encode())
    ((number, event),) = from_json.events
    assert (number, str(event.attempt_id), event.state, event.code) == (1, ONE, STATES[status].value, "DE1")


def test_a_spreadsheet_s_csv_is_read() -> None:
    text = f'\ufeffTime;Status;Attempt_ID\r\n2026-03-04;"Returned";{ONE.upper()}\r\n'
    told = read_acknowledgements("a.csv", text.encode())
    assert [(event.state, event.code) for _, event in told.events] == [("bounced", "returned")]


def test_one_object_is_a_list_of_one() -> None:
    assert len(read_acknowledgements("a.json", json.dumps(a_row()).encode()).events) == 1


@pytest.mark.parametrize(
    "bad",
    [
        {"attempt_id": "1"}, {"attempt_id": None}, {"status": "lost"}, {"status": 3}, {"time": "yesterday"},
        {"time": ""},
    ],
)  # fmt: skip
def test_a_row_that_says_nothing_is_numbered_and_the_others_count(bad: dict[str, object]) -> None:
    told = read_acknowledgements("a.json", json.dumps([a_row(), a_row(**bad), 7]).encode())
    assert [number for number, _ in told.events] == [1]
    assert told.bad == (2, 3)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b"{"), ("a.json", b"\xff\xfe"), ("a.csv", b"id,status\n1,mailed\n"), ("a.csv", b""),
        ("a.json", b"[" * 100_000), ("a.csv", b'attempt_id,status,time\n"x'),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_whole(name: str, content: bytes) -> None:
    with pytest.raises(DataError):
        read_acknowledgements(name, content)


@given(some.sampled_from(["a.json", "a.csv"]), some.binary(max_size=200))
def test_whatever_a_file_holds_it_is_read_or_refused(name: str, content: bytes) -> None:
    with suppress(DataError):
        read_acknowledgements(name, content)
