"""Can somebody make us ask our own network, whatever they write for it?"""

from __future__ import annotations

import pytest

from gateway.domain.errors import DataError
from gateway.webhooks_out.addresses import Reach, checked_url, is_allowed

PUBLIC = ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"]
OWN_NETWORK = [
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "::1",
    "fd00::1",
    "::ffff:10.0.0.1",
    "64:ff9b::10.0.0.1",
]
NEVER = [
    "169.254.169.254",  # metadata of AWS, Azure, Google
    "::ffff:169.254.169.254",
    "64:ff9b::169.254.169.254",
    "2002:a9fe:a9fe::1",
    "168.63.129.16",  # Azure's own
    "fe80::1",
    "fe80::1%eth0",
    "0.0.0.0",
    "::",
    "224.0.0.1",
    "ff02::1",
    "255.255.255.255",
    "240.0.0.1",
    "2130706433",  # 127.0.0.1 as one number
    "127.1",
    "0177.0.0.1",
    "",
    "not-an-address",
]


@pytest.mark.parametrize("host", PUBLIC)
def test_the_open_internet_may_be_called(host: str) -> None:
    assert is_allowed(host, Reach.PUBLIC)
    assert not is_allowed(host, Reach.LOOPBACK)


@pytest.mark.parametrize("host", OWN_NETWORK)
def test_the_own_network_only_where_the_operator_says_so(host: str) -> None:
    assert not is_allowed(host, Reach.PUBLIC)
    assert is_allowed(host, Reach.PRIVATE)


@pytest.mark.parametrize("host", NEVER)
@pytest.mark.parametrize("reach", Reach)
def test_some_addresses_never(host: str, reach: Reach) -> None:
    assert not is_allowed(host, reach)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",  # clear text
        "ftp://example.com/",
        "https://",
        "https:///path",
        "https://user@example.com/",
        "https://user:secret@example.com/",
        "https://example.com/#part",
        "https://example.com:0/",
        "https://example.com:99999/",
        "https://exa mple.com/",
        "https://example.com/\n",
        "https://bücher.example/",
        "https://example.com\\@127.0.0.1/",
        "https://%31%32%37.0.0.1/",
        "https://[::1",
        "https://[::1]/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://2130706433/",
        "https://127.1/",
        "https://0x7f.0.0.1\\.example.com/",
        "http://localhost/",
        "https://example.com/" + "x" * 2000,
        "",
    ],
)
def test_an_address_that_would_never_be_called_is_refused_at_once(url: str) -> None:
    with pytest.raises(DataError) as refused:
        checked_url(url, Reach.PUBLIC)
    assert refused.value.field == "url"


@pytest.mark.parametrize("url", ["https://example.com/hooks?key=1", "https://xn--bcher-kva.example:8443/"])
def test_an_https_address_is_taken(url: str) -> None:
    assert checked_url(url, Reach.PUBLIC) == url


def test_clear_text_is_for_this_machine_alone() -> None:
    for url in ("http://localhost:8080/", "http://127.0.0.1/x", "http://[::1]/"):
        assert checked_url(url, Reach.PRIVATE) == url
    for url in ("http://10.0.0.1/", "http://intranet/", "http://169.254.169.254/"):
        with pytest.raises(DataError):
            checked_url(url, Reach.PRIVATE)
