"""Does one request end in time and go nowhere else, whatever answers it and whatever its name leads to?"""

from __future__ import annotations

import asyncio
import datetime
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
import trustme
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from gateway.webhooks_out.courier import Answer, Courier
from tests.fakes.webhook_receiver import a_receiver

SHORT = datetime.timedelta(seconds=1)
LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
Writes = Callable[[asyncio.StreamWriter], Awaitable[None]]


class Names(AbstractResolver):
    """A name server that says what it is told to, another thing each time."""

    def __init__(self, *answers: str) -> None:
        self._answers, self.asked = list(answers), 0

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked += 1
        said = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if said == "nothing":
            raise OSError("no such name")
        return [_found(host, port, one) for one in said.split()]

    async def close(self) -> None:
        return


def _found(host: str, port: int, address: str) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)


async def carried(url: str, *, is_private: bool = True, **courier: object) -> Answer:
    """Return what a courier brings back."""
    carrier = Courier(**{"deadline": datetime.timedelta(seconds=10)} | courier)
    await carrier.open()
    try:
        return await carrier.carry(url, {"webhook-id": "msg_1"}, b"{}", is_private=is_private)
    finally:
        await carrier.close()


@asynccontextmanager
async def a_socket(write: Writes) -> AsyncIterator[str]:
    """Yield the address of a server that answers with raw bytes."""

    serving: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.add(asyncio.current_task())
        with suppress(ConnectionError, asyncio.CancelledError):
            await reader.readuntil(b"\r\n\r\n")
            await write(writer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    finally:
        server.close()
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving)
        await server.wait_closed()


async def test_a_server_that_says_nothing_is_left_in_time() -> None:
    async with a_receiver() as receiver:
        receiver.answer_next(receiver.hang)
        answer = await carried(receiver.url, deadline=SHORT)
    assert (answer.status, answer.code) == (None, "time-out")
    assert 900 <= answer.milliseconds < 5000


async def test_a_server_that_drips_is_left_in_time() -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        for byte in b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.05)

    async with a_socket(drip) as url:
        assert (await carried(url, deadline=SHORT)).code == "time-out"


async def test_an_endless_answer_is_not_read() -> None:
    sent = 0

    async def flood(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n")
        for _ in range(1024):
            writer.write(bytes(1024 * 1024))
            sent += 1
            await writer.drain()

    async with a_socket(flood) as url:
        answer = await carried(url)
    assert (answer.status, answer.code) == (200, "delivered")
    assert sent < 64  # mebibytes; what lies in the sockets' buffers


async def test_an_endless_head_is_not_read() -> None:
    async def flood(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1_000_000)
        await writer.drain()

    async with a_socket(flood) as url:
        assert (await carried(url, deadline=SHORT)).status is None


@pytest.mark.parametrize("said", [b"", b"hello\r\n\r\n", b"HTTP/1.1 999999 \r\n\r\n", b"\x16\x03\x01\x00"])
async def test_what_is_no_answer_is_a_failure(said: bytes) -> None:
    async def speak(writer: asyncio.StreamWriter) -> None:
        writer.write(said)
        await writer.drain()

    async with a_socket(speak) as url:
        answer = await carried(url)
    assert answer.status is None
    assert answer.code in {"broken-off", "unreadable-answer"}


async def test_a_redirect_is_not_followed() -> None:
    async with a_receiver() as receiver:
        receiver.answer_next(*[web.Response(status=307, headers={"Location": receiver.url})] * 3)
        answer = await carried(receiver.url)
    assert (answer.status, answer.code, len(receiver.heard)) == (307, "redirect", 1)


async def test_where_nobody_listens_there_is_no_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert (await carried(f"http://127.0.0.1:{port}/")).code == "no-connection"


async def test_a_name_that_leads_nowhere() -> None:
    answer = await carried("https://example.com/", resolvers=lambda: Names("nothing"))
    assert answer.code == "no-such-name"


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "93.184.216.34 127.0.0.1"],
)
async def test_a_name_that_leads_inside_is_not_called(address: str) -> None:
    async with a_receiver() as receiver:
        url = f"http://example.com:{receiver.port}/"
        answer = await carried(url, is_private=False, resolvers=lambda: Names(address))
    assert (answer.code, receiver.heard) == ("forbidden-address", [])


@pytest.mark.parametrize("host", ["169.254.169.254", "[fe80::1]", "0.0.0.0", "2130706433", "127.1"])
async def test_a_number_that_leads_where_nobody_may_is_not_called(host: str) -> None:
    assert (await carried(f"http://{host}:1/", is_private=True)).code == "forbidden-address"


async def test_a_name_that_changes_after_it_was_looked_at_changes_nothing() -> None:
    names = Names("127.0.0.1", "169.254.169.254")
    async with a_receiver() as receiver:
        url = f"http://example.com:{receiver.port}/"
        answer = await carried(url, resolvers=lambda: names)
        assert (answer.status, names.asked) == (204, 1)
        again = await carried(url, resolvers=lambda: names)
    assert (again.code, len(receiver.heard)) == ("forbidden-address", 1)


async def test_under_a_clock_that_was_set_only_this_machine_is_told() -> None:
    async with a_receiver() as receiver:
        assert (await carried(receiver.url, only_loopback=True, is_private=False)).status == 204
    assert (await carried("http://10.0.0.1/", only_loopback=True)).code == "forbidden-address"


async def test_connections_are_kept_for_the_next_message() -> None:
    carrier = Courier(deadline=SHORT)
    await carrier.open()
    async with a_receiver() as receiver:
        for _ in range(3):
            await carrier.carry(receiver.url, {"webhook-id": "msg_1"}, b"{}", is_private=True)
        await carrier.close()
    assert len(receiver.connections) == 1


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


def serving(issuer: trustme.CA, name: str, **options: object) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    issuer.issue_cert(name, **options).configure_cert(context)
    return context


async def test_a_good_certificate_of_a_private_authority(authority: trustme.CA, ca_file: Path) -> None:
    async with a_receiver(serving(authority, "127.0.0.1")) as receiver:
        assert (await carried(receiver.url, ca_file=ca_file)).status == 204


@pytest.mark.parametrize("wrong", ["host", "expired", "authority"])
async def test_a_wrong_certificate_ends_it(wrong: str, authority: trustme.CA, ca_file: Path) -> None:
    context = {
        "host": lambda: serving(authority, "other.example"),
        "expired": lambda: serving(authority, "127.0.0.1", not_after=LONG_AGO),
        "authority": lambda: serving(trustme.CA(), "127.0.0.1"),
    }[wrong]()
    async with a_receiver(context) as receiver:
        answer = await carried(receiver.url, ca_file=ca_file)
    assert (answer.status, answer.code, receiver.heard) == (None, "tls", [])
