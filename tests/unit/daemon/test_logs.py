"""What may an operator read of what libraries have to say?"""

from __future__ import annotations

import json
import logging
import sys

from gateway.daemon.logs import of_libraries


def logged(message: str, *values: object) -> dict[str, str]:
    """Return a record of a library about an error that quotes somebody, as it is logged."""
    try:
        raise ValueError("ana@example.com")
    except ValueError:
        told = sys.exc_info()
    record = logging.LogRecord("asyncio", logging.ERROR, "", 1, message, values, told)
    return json.loads(of_libraries([]).format(record))


def test_a_librarys_error_is_named_with_its_place_but_not_quoted() -> None:
    line = logged("Task exception was never retrieved\nfuture: ValueError('ana@example.com')")
    assert line["event"] == "Task exception was never retrieved"
    assert line["logger"] == "asyncio"
    assert line["error"].startswith("ValueError at test_logs.py:")
    assert "ana@" not in json.dumps(line)


def test_what_a_library_fills_in_is_left_out() -> None:
    assert "ana@" not in json.dumps(logged("Cannot read %s", "ana@example.com"))
