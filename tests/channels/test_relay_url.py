"""Which relay does a URL name, and which URLs are refused because they would leak?"""

from __future__ import annotations

import pytest

from channels.email_smtp.relay import Protection, parse_relay
from gateway.domain.errors import ConfigError

PASSWORD = "s3cr%40t"


@pytest.mark.parametrize(
    ("url", "host", "port", "protection"),
    [
        ("smtp://127.0.0.1", "127.0.0.1", 25, Protection.NONE),
        ("smtp://localhost:2525", "localhost", 2525, Protection.NONE),
        ("smtp://[::1]:2525/", "::1", 2525, Protection.NONE),
        ("smtp+starttls://relay.example.org", "relay.example.org", 587, Protection.STARTTLS),
        ("smtps://relay.example.org", "relay.example.org", 465, Protection.TLS),
        ("smtp+cleartext://relay.internal:26", "relay.internal", 26, Protection.NONE),
    ],
)
def test_a_url_names_host_port_and_protection(url: str, host: str, port: int, protection: Protection) -> None:
    relay = parse_relay(url)
    assert (relay.host, relay.port, relay.protection, relay.username) == (host, port, protection, None)


def test_a_login_is_read_in_percent_notation_and_never_printed() -> None:
    relay = parse_relay(f"smtps://mail%3Aer:{PASSWORD}@relay.example.org")
    assert (relay.username, relay.password) == ("mail:er", "s3cr@t")
    assert "s3cr" not in repr(relay)
    assert "mail" not in repr(relay)


@pytest.mark.parametrize(
    "url",
    [
        f"smtp://u:{PASSWORD}@relay.example.org",  # password in clear
        f"smtp+cleartext://u:{PASSWORD}@relay.example.org",
        f"http://u:{PASSWORD}@relay.example.org",
        f"smtps://u:{PASSWORD}@relay.example.org:port",
        f"smtps://u:{PASSWORD}@",
        f"smtps://u:{PASSWORD}@relay.example.org/inbox",
        f"smtps://u:{PASSWORD}@relay.example.org?tls=no",
        f"smtps://:{PASSWORD}@relay.example.org",
        "smtps://u@relay.example.org",
        "smtp://relay.example.org",  # customers' debts in clear
        "",
    ],
)
def test_a_url_that_is_wrong_or_would_leak_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(ConfigError, match=r"^smtp\.url: ") as caught:
        parse_relay(url)
    assert "s3cr" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.8.9.1", True), ("[::1]", True), ("localhost", True), ("10.0.0.1", False),
     ("relay.example.org", False), ("localhost.example.org", False)],
)  # fmt: skip
def test_only_this_machine_is_loopback(host: str, loopback: bool) -> None:
    assert parse_relay(f"smtps://{host}").is_loopback is loopback
