"""What does a refused request get?"""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa

from gateway.api import door
from tests.builders.office import Office


def refused(answer: Any, status: int) -> dict[str, Any]:
    """Check that an answer is a problem document and return it."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    found = answer.json()
    assert {"type", "title", "status", "detail"} <= found.keys()
    assert found["status"] == status
    return found


def test_an_unknown_address_is_a_problem_for_programs_and_a_page_for_people(office: Office) -> None:
    refused(office.client.get("/v1/nothing"), 404)
    page = office.client.get("/nothing")
    assert page.status_code == 404
    assert "<h1>There is nothing here</h1>" in page.text


def test_a_customer_never_sees_the_console(office: Office) -> None:
    page = office.client.put("/r/x")
    assert page.status_code == 405
    assert "Dunwell" not in page.text
    assert "Esto no ha funcionado" in page.text


def test_a_wrong_method_names_the_right_ones(office: Office) -> None:
    answer = office.client.delete("/v1/portfolio")
    refused(answer, 405)
    assert answer.headers["allow"] == "POST"


def test_a_body_that_is_not_utf_8_is_refused_with_the_byte(office: Office) -> None:
    answer = office.client.post("/v1/outreach", content=b'{"at": "\xff"}', headers=office.key())
    assert refused(answer, 400)["detail"] == "The body is not UTF-8 at byte 8."


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": NaN}', "a number that no amount"),
        ('{"a": "\\u0000"}', "a null character"),
        ('{"a": "\\ud800"}', "half a character"),
        ("1" * 5_000, "a number that no amount"),
        ("", "no JSON"),
    ],
)
def test_a_body_that_cannot_be_kept_is_refused(office: Office, body: str, says: str) -> None:
    answer = office.client.post("/v1/outreach", content=body, headers=office.key())
    assert says in refused(answer, 422)["detail"]


def test_a_large_body_is_refused_before_it_is_read(office: Office) -> None:
    read = 0

    def chunks() -> Any:
        nonlocal read
        for _ in range(1000):
            read += 1
            yield b"x" * 65_536

    headers = office.key() | {"Content-Length": str(65_536_000)}
    answer = office.client.post("/v1/decisions", content=chunks(), headers=headers)
    assert "256 KiB" in refused(answer, 413)["detail"]


def test_a_large_body_of_unknown_length_is_refused_too(office: Office) -> None:
    answer = office.client.post(
        "/v1/events", content=(b"x" * 65_536 for _ in range(100)), headers=office.key()
    )
    refused(answer, 413)


def test_nobody_without_a_key_has_a_body_read(office: Office) -> None:
    refused(office.client.post("/v1/decisions", content=b"x" * 300_000), 401)


def test_a_failure_says_nothing_of_itself(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    key = office.key()

    def fail(now: object) -> dict[str, Any]:
        raise RuntimeError("canary: alex@home.example")

    object.__setattr__(office.parts, "status", fail)
    found = refused(office.client.get("/v1/status", headers=key), 500)
    assert "canary" not in json.dumps(found)
    logged = "".join(capsys.readouterr())
    assert "canary" not in logged
    assert "RuntimeError" in logged


def test_a_database_that_is_away_is_not_our_failure(office: Office) -> None:
    key = office.key()

    def fail(now: object) -> dict[str, Any]:
        raise sa.exc.OperationalError("select", {}, Exception("server closed the connection"))

    object.__setattr__(office.parts, "status", fail)
    assert "ask again" in refused(office.client.get("/v1/status", headers=key), 503)["detail"]


def test_every_answer_carries_the_safe_headers(office: Office) -> None:
    for path in ("/health/live", "/v1/status", "/", "/sign-in", "/r/x", "/nothing", "/v1/nothing"):
        headers = office.client.get(path, follow_redirects=False).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] in ("no-referrer", "same-origin"), path
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert headers["cache-control"] == "no-store", path
        assert "server" not in headers


async def test_a_body_that_dribbles_in_is_let_go_of(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "BODY_WITHIN", 0.01)
    sent: list[Any] = []

    async def never() -> Any:
        import asyncio

        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    key = office.key()["Authorization"].encode()
    scope = {
        "type": "http", "method": "POST", "path": "/v1/decisions", "raw_path": b"/v1/decisions",
        "query_string": b"", "headers": [(b"authorization", key)], "http_version": "1.1", "scheme": "http",
    }  # fmt: skip
    await office.web(scope, never, send)
    assert sent[0]["status"] == 408
