"""What does Lob get of a letter, and what is made of its answer?"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import trustme
from aiohttp import web

from channels.message import Message, NotSent, Scope, Unknown
from gateway.domain.errors import ConfigError
from gateway.domain.words import Channel
from tests.builders.lob_adapter import a_lob_account, a_lob_adapter
from tests.builders.message import a_message
from tests.fakes.clock import FixedClock
from tests.fakes.lob_server import KEY, LobServer, a_lob

SOON = timedelta(milliseconds=250)


@pytest.fixture
async def lob() -> AsyncIterator[LobServer]:
    async with a_lob() as server:
        yield server


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("channels.letter_lob.requests.PAUSE", 0.0)


def a_letter(*, pages: int = 1, **changes: Any) -> Message:
    document = f"%PDF-1.7\n<</Type/Pages/Count {pages}>>\n%%EOF\n".encode()
    return a_message(Channel.LETTER, **{"pdf": document, **changes})


async def answer_to(lob: LobServer, letter: Message | None = None, **account: Any) -> Any:
    """Send a letter and return the receipt, or what was raised."""
    async with a_lob_adapter(lob.url, **account) as adapter:
        try:
            return await adapter.send(letter or a_letter())
        except (NotSent, Unknown) as failure:
            return failure


async def test_a_letter_goes_with_everything_that_lob_must_know(lob: LobServer) -> None:
    receipt = await answer_to(lob, a_letter(number=77), colour=True, duplex=False)
    ((method, path, form),) = lob.requests
    assert (method, path, receipt.provider_reference) == ("POST", "/v1/letters", "ltr_0000000000000001")
    assert lob.documents == [a_letter().pdf]
    assert {name: value for name, value in form.items() if "[" not in name} == {
        "file": "letter.pdf",
        "color": "true",
        "double_sided": "false",
        "address_placement": "top_first_page",
        "mail_type": "usps_first_class",
        "use_type": "operational",
    }
    assert form["metadata[attempt_id]"] == str(UUID(int=77))
    assert lob.headers[0]["Idempotency-Key"] == str(UUID(int=77))


async def test_the_envelope_shows_the_neutral_name_in_place_of_the_creditors(lob: LobServer) -> None:
    await answer_to(
        lob, a_letter(sender_name="NW", sender="Northwind Debt Recovery\n2 Oak St\nTroy NY 12180")
    )
    form = lob.requests[0][2]
    assert (form["from[name]"], form["from[address_line1]"]) == ("NW", "2 Oak St")
    assert "Recovery" not in str(form)


async def test_a_letter_abroad_goes_by_its_postal_code(lob: LobServer) -> None:
    receipt = await answer_to(lob, a_letter(to="Maria\nHauptstr. 1\n10115 Berlin\nGermany"))
    form = lob.requests[0][2]
    assert receipt.provider_reference
    assert (form["to[address_country]"], form["to[address_zip]"]) == ("DE", "10115")


async def test_a_certified_letter_is_first_class_whatever_others_are(lob: LobServer) -> None:
    await answer_to(lob, a_letter(post="certified"), mail_type="usps_standard")
    await answer_to(lob, a_letter(number=2), mail_type="usps_standard")
    first, second = (form for _, _, form in lob.requests)
    assert (first["extra_service"], first["mail_type"]) == ("certified", "usps_first_class")
    assert ("extra_service" in second, second["mail_type"]) == (False, "usps_standard")


@pytest.mark.parametrize(
    ("pages", "duplex", "placement"),
    [
        (12, True, "top_first_page"),
        (13, True, "insert_blank_page"),
        (6, False, "top_first_page"),
        (7, False, "insert_blank_page"),
    ],
)
async def test_what_goes_flat_has_a_page_of_lobs_own_before_it(
    lob: LobServer, pages: int, duplex: bool, placement: str
) -> None:
    await answer_to(lob, a_letter(pages=pages), duplex=duplex)
    assert lob.requests[0][2]["address_placement"] == placement


@pytest.mark.parametrize(
    ("changes", "scope", "code"),
    [
        ({"to": "Maria\n1 Main St\nAlbany"}, Scope.ADDRESS, "address-place"),
        ({"to": "M" * 50 + "\n1 Main St\nAlbany NY 12207"}, Scope.ADDRESS, "address-name-long"),
        ({"sender": "Northwind\nTroy NY 12180"}, Scope.SENDER, "sender-address-incomplete"),
        ({"sender": "Northwind\nHauptstr. 1\n10115 Berlin\nGermany"}, Scope.SENDER, "sender-abroad"),
        ({"pdf": None}, Scope.CONTENT, "letter-without-document"),
        ({"pdf": b"%PDF"}, Scope.CONTENT, "letter-without-pages"),
        ({"pages": 119}, Scope.CONTENT, "letter-too-long"),
        ({"pages": 13, "to": "Maria\nHauptstr. 1\n10115 Berlin\nGermany"}, Scope.CONTENT, "letter-too-long"),
        ({"pdf": b"<</Type/Pages/Count 1>>" + b" " * 5_000_000}, Scope.CONTENT, "letter-too-large"),
    ],
)
async def test_what_lob_would_not_print_is_not_offered(
    lob: LobServer, changes: dict[str, Any], scope: Scope, code: str
) -> None:
    refused = await answer_to(lob, a_letter(**changes))
    assert (refused.scope, refused.code, refused.retryable) == (scope, code, False)
    assert lob.requests == []


def error(status: int, code: str) -> tuple[int, dict[str, Any]]:
    return status, {"error": {"message": "No.", "status_code": status, "code": code}}


@pytest.mark.parametrize(
    ("answer", "scope", "retryable"),
    [
        (error(401, "invalid_api_key"), Scope.SENDER, False),
        (error(403, "unauthorized"), Scope.SENDER, False),
        ((401, "no"), Scope.SENDER, False),
        ((403, "no"), Scope.SENDER, False),
        (error(403, "feature_limit_reached"), Scope.SENDER, False),
        (error(404, "not_found"), Scope.SENDER, False),
        (error(422, "payment_method_unverified"), Scope.SENDER, False),
        (error(422, "failed_deliverability_strictness"), Scope.ADDRESS, False),
        (error(422, "address_length_exceeds_limit"), Scope.ADDRESS, False),
        (error(422, "invalid_file_dimensions"), Scope.CONTENT, False),
        (error(422, "a_new_code"), Scope.CONTENT, False),
        ((422, {"error": {"code": ["Maria Lopez"]}}), Scope.CONTENT, False),
        ((400, "[" * 100_000), Scope.CONTENT, False),
        ((413, "too large"), Scope.CONTENT, False),
    ],
)
async def test_a_refusal_is_definite(lob: LobServer, answer: Any, scope: Scope, retryable: bool) -> None:
    lob.answer_next(answer)
    refused = await answer_to(lob)
    assert isinstance(refused, NotSent)
    assert (refused.scope, refused.retryable) == (scope, retryable)
    assert len(lob.requests) == 1
    assert "Maria" not in str(refused)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [({}, 0), ({"Retry-After": "7"}, 7), ({"Retry-After": "soon"}, 0), ({"Retry-After": "999999"}, 3600)],
)
async def test_too_many_requests_are_told_to_come_again(
    lob: LobServer, headers: dict[str, str], wait: int
) -> None:
    lob.answer_next((*error(429, "rate_limit_exceeded"), headers))
    refused = await answer_to(lob)
    assert isinstance(refused, NotSent)
    assert refused.wait == timedelta(seconds=wait)
    assert (refused.retryable, len(lob.requests)) == (True, 1)


@pytest.mark.parametrize(
    "how", ["500", "502", "503", "504", "reset", "garbage", "charset", "huge", "409", "408"]
)
async def test_what_is_in_doubt_is_asked_once_more_and_makes_one_letter(lob: LobServer, how: str) -> None:
    lob.answer_next(f"taken {how}")
    receipt = await answer_to(lob)
    assert receipt.provider_reference == "ltr_0000000000000001"
    assert (len(lob.requests), len(lob.letters)) == (2, 1)


@pytest.mark.parametrize(
    "answers",
    [
        ("500", "500"),
        ("taken 500", "reset"),
        ("taken reset", "garbage"),
        ("500", error(429, "rate_limit_exceeded")),
        ("taken 500", error(422, "invalid")),
        ((200, {"object": "letter"}),),
        ((200, {"id": "ltr_ no"}),),
        ((200, "[]"), (200, "7")),
    ],
)
async def test_what_stays_in_doubt_is_unknown(lob: LobServer, answers: Any) -> None:
    lob.answer_next(*answers)
    assert isinstance(await answer_to(lob), Unknown)
    assert len(lob.letters) <= 1


@pytest.mark.parametrize("how", ["hang", "taken hang", "drip"])
async def test_a_silent_server_ends_at_the_deadline(lob: LobServer, how: str) -> None:
    lob.answer_next(how, how)
    assert (await answer_to(lob, deadline=SOON)).code == "deadline"


async def test_a_redirect_is_not_followed(lob: LobServer) -> None:
    lob.answer_next(*[(307, "", {"Location": f"{lob.url}/elsewhere"})] * 2)
    assert (await answer_to(lob)).code == "http 307"
    assert {path for _, path, _ in lob.requests} == {"/v1/letters"}


async def test_where_nobody_listens_nothing_left(unused_tcp_port: int, lob: LobServer) -> None:
    refused = await answer_to(lob, base_url=f"http://127.0.0.1:{unused_tcp_port}")
    assert (refused.scope, refused.retryable, refused.code) == (Scope.TRANSIENT, True, "connect refused")


async def test_a_certificate_of_nobody_known_is_refused(lob: LobServer) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(tls)
    runner = web.AppRunner(web.Application(), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
    refused = await answer_to(lob, base_url=f"https://localhost:{runner.addresses[0][1]}")
    await runner.cleanup()
    assert (refused.scope, refused.code) == (Scope.TRANSIENT, "connect tls")


async def test_a_hung_letter_does_not_hold_up_others(lob: LobServer) -> None:
    lob.answer_next("hang")
    async with a_lob_adapter(lob.url, deadline=timedelta(seconds=20)) as adapter:
        hung = asyncio.create_task(adapter.send(a_letter()))
        while not lob.requests:
            await asyncio.sleep(0)
        assert await adapter.send(a_letter(number=2))
        hung.cancel()
        (answer,) = await asyncio.gather(hung, return_exceptions=True)
    assert isinstance(answer, Unknown)


async def test_an_expired_permission_sends_nothing(lob: LobServer, clock: FixedClock) -> None:
    answer = await answer_to(lob, a_letter(not_after=clock.now()))
    assert answer.scope is Scope.EXPIRED
    assert lob.requests == []


async def test_neither_key_nor_address_reaches_a_log(
    lob: LobServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    lob.answer_next(error(422, "invalid"))
    await answer_to(lob)
    assert "Maria" not in caplog.text
    assert KEY not in caplog.text + repr(a_lob_account())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"api_key": None}, "lob.api_key: give the account's secret key"),
        ({"api_key": "test_" + "k" * 35}, "this is a test key, but lob.mode is live"),
        ({"mode": "test"}, "this is a live key, but lob.mode is test"),
        ({"mode": "real"}, "lob.mode: write live or test"),
        ({"mail_type": "pigeon"}, "lob.mail_type: choose one of"),
        ({"base_url": "http://api.lob.com"}, "lob.base_url: plain http"),
        ({"base_url": "lob"}, "lob.base_url: write an address"),
    ],
)
def test_a_wrong_setting_is_named(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words) as caught:
        a_lob_account(**changes).check()
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "reaches_nobody"),
    [
        ({"base_url": None}, False),
        ({"base_url": "https://lob.example"}, False),
        ({"base_url": "http://localhost:9"}, True),
        ({"base_url": None, "mode": "test", "api_key": "test_" + "k" * 35}, True),
    ],
)
def test_only_a_test_key_or_this_machine_reaches_nobody(
    changes: dict[str, Any], reaches_nobody: bool
) -> None:
    account = a_lob_account(**changes)
    account.check()
    assert account.reaches_nobody is reaches_nobody
