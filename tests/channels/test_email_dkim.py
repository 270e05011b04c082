"""Does another reading of the standard find our signatures good, and notice every change?"""

from __future__ import annotations

import os
from base64 import b64encode
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization as pem
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from channels.email_dkim import DkimKey, read_dkim_key, signed
from channels.email_mime import email_bytes
from channels.email_settings import DkimSettings, EmailSettings
from channels.message import Attachment, Message
from gateway.domain.errors import ConfigError
from tests.builders.message import a_message
from tests.builders.smtp_adapter import an_smtp_adapter
from tests.fakes.clock import FixedClock
from tests.fakes.dkim_verifier import verdicts
from tests.fakes.smtp_relay import a_relay

A_DAY = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)  # verifiers refuse what was signed in the future

UNSUBSCRIBE = (
    ("List-Unsubscribe", "<https://pay.northwind.example/u/" + "x" * 80 + ">"),
    ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
)
texts = st.text(st.characters(exclude_categories=["Cs"]))
one_line = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=120)


@lru_cache
def an_rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@lru_cache
def keys(domain: str | None = None) -> tuple[DkimKey, DkimKey]:
    ed25519 = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    return DkimKey(an_rsa_key(), "one", domain), DkimKey(ed25519, "two", domain)


def published(domain: str = "northwind.example") -> dict[str, str]:
    """Return what DNS would answer."""
    by_rsa, by_ed25519 = (key.private.public_key() for key in keys())
    der = by_rsa.public_bytes(pem.Encoding.DER, pem.PublicFormat.SubjectPublicKeyInfo)
    raw = by_ed25519.public_bytes(pem.Encoding.Raw, pem.PublicFormat.Raw)
    return {
        f"one._domainkey.{domain}": f"v=DKIM1; k=rsa; p={b64encode(der).decode()}",
        f"two._domainkey.{domain}": f"v=DKIM1; k=ed25519; p={b64encode(raw).decode()}",
    }


def as_sent(message: Message, *, domain: str | None = None) -> bytes:
    return signed(email_bytes(message, at=A_DAY), message.sender, keys(domain), at=A_DAY)


def found(content: bytes, domain: str = "northwind.example") -> list[bool]:
    return verdicts(content, published(domain))


@pytest.fixture(scope="module")
def by_dkimpy() -> tuple[bytes, dict[str, str]]:
    """An email that dkimpy 1.1.8 signed with both kinds of keys, full of folds and blanks."""
    folder = Path(__file__).parent / "emails"
    records = (folder / "signed-by-dkimpy.dns").read_text().splitlines()
    return (folder / "signed-by-dkimpy.eml").read_bytes(), dict(line.split(" ", 1) for line in records)


def test_the_verifier_reads_the_standard_as_dkimpy_does(by_dkimpy: tuple[bytes, dict[str, str]]) -> None:
    content, dns = by_dkimpy
    assert verdicts(content, dns) == [True, True]
    for old, new in ((b"call", b"write"), (b"Your", b"His"), (b"Lopez", b"Lopes")):
        assert verdicts(content.replace(old, new), dns) == [False, False]


@given(text=texts, html=st.none() | texts, subject=one_line, name=one_line)
def test_every_email_of_ours_is_found_good(text: str, html: str | None, subject: str, name: str) -> None:
    message = a_message(text=text, html=html, subject=subject, to_name=name, headers=UNSUBSCRIBE)
    assert found(as_sent(message)) == [True, True]


def test_an_email_with_a_statement_is_found_good() -> None:
    statement = Attachment("statement.pdf", "application/pdf", os.urandom(100_000))
    assert found(as_sent(a_message(attachments=(statement,), html="<p>.</p>"))) == [True, True]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"please call us", b"please call them"),
        (b"List-Unsubscribe=One-Click", b"List-Unsubscribe=No"),
        (b"https://pay.northwind", b"https://pay.northwynd"),
        (b"Subject: Your", b"Subject: His"),
        (b"From: ", b"From: eve@example.com\r\nFrom: "),
        (b"Subject: ", b"Reply-To: eve@example.com\r\nSubject: "),
        (b"MIME-Version: 1.0\r\n", b""),
    ],
)
def test_every_change_is_noticed(old: bytes, new: bytes) -> None:
    content = as_sent(a_message(headers=UNSUBSCRIBE))
    assert content.count(old) == 1
    assert found(content.replace(old, new)) == [False, False]


def test_what_relays_add_on_the_way_does_no_harm() -> None:
    content = as_sent(a_message(headers=UNSUBSCRIBE))
    added = b"Received: from a by b;\r\n\tMon, 5 Jan 2026\r\nX-Spam: no\r\n"
    assert found(added + content) == [True, True]


def test_both_unsubscribe_headers_are_signed() -> None:
    head = (
        as_sent(a_message(headers=UNSUBSCRIBE)).split(b"Date:")[0].replace(b"\r\n ", b"").replace(b" ", b"")
    )
    assert head.count(b":list-unsubscribe:list-unsubscribe-post:") == 2


def test_a_signature_is_folded() -> None:
    added = as_sent(a_message(headers=UNSUBSCRIBE)).split(b"Date:")[0]
    assert max(map(len, added.split(b"\r\n"))) <= 78


@pytest.mark.parametrize(
    ("domain", "signs"),
    [(None, "northwind.example"), ("northwind.example", "northwind.example"), ("Example", "example"),
     ("wind.example", None), ("other.example", None), ("mail.northwind.example", None)],
)  # fmt: skip
def test_a_domain_signs_for_itself_and_those_below_it(domain: str | None, signs: str | None) -> None:
    content = as_sent(a_message(), domain=domain.lower() if domain else None)
    assert found(content, signs or "") == ([True, True] if signs else [])
    assert signs is None or f" d={signs};".encode() in content


def written(path: Path, key: object, *, mode: int = 0o600) -> DkimSettings:
    private = key.private_bytes(pem.Encoding.PEM, pem.PrivateFormat.PKCS8, pem.NoEncryption())  # type: ignore
    path.write_bytes(private)
    path.chmod(mode)
    return DkimSettings(path, "one", "Northwind.example")


def test_a_key_file_is_read(tmp_path: Path) -> None:
    assert read_dkim_key(written(tmp_path / "key.pem", an_rsa_key())).algorithm == "rsa-sha256"
    ed25519 = read_dkim_key(written(tmp_path / "key2.pem", keys()[1].private))
    assert (ed25519.algorithm, ed25519.domain) == ("ed25519-sha256", "northwind.example")


async def test_the_adapter_signs_what_the_relay_gets(tmp_path: Path) -> None:
    email = EmailSettings(dkim=(written(tmp_path / "key.pem", an_rsa_key()),))
    at, message = FixedClock(A_DAY), a_message(headers=UNSUBSCRIBE, html="<p>.</p>", text=".\n..\n")
    async with a_relay() as relay, an_smtp_adapter(relay.port, email=email, now=at.now) as adapter:
        await adapter.send(message)
    content = relay.envelopes[0].content
    assert isinstance(content, bytes)
    assert found(content) == [True]


def test_what_systemd_hands_over_may_show_another_mode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    read_dkim_key(written(tmp_path / "key.pem", an_rsa_key(), mode=0o440))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
def test_a_key_file_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(ConfigError, match="chmod 600"):
        read_dkim_key(written(tmp_path / "key.pem", an_rsa_key(), mode=mode))


def test_weak_and_other_keys_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="has 1024 bits"):
        read_dkim_key(written(tmp_path / "weak.pem", an_rsa_key(1024)))
    with pytest.raises(ConfigError, match="must be an RSA or Ed25519 key"):
        read_dkim_key(written(tmp_path / "curve.pem", ec.generate_private_key(ec.SECP256R1())))


def test_what_is_no_key_is_refused_without_repeating_it(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_text("hush")
    file.chmod(0o600)
    with pytest.raises(ConfigError, match="not a private key") as caught:
        read_dkim_key(DkimSettings(file, "one"))
    assert "hush" not in str(caught.value)
    with pytest.raises(ConfigError, match="cannot be read"):
        read_dkim_key(DkimSettings(tmp_path / "none.pem", "one"))


@pytest.mark.parametrize(
    ("selector", "domain"), [("", None), ("a b", None), ("a;b", None), ("one", "exa mple")]
)
def test_a_name_that_dns_has_not_is_refused(selector: str, domain: str | None) -> None:
    with pytest.raises(ConfigError, match="as it stands in DNS"):
        read_dkim_key(DkimSettings(Path("unread"), selector, domain))
