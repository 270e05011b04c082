"""Can anybody in between read the mail or take the password? Then nothing is sent."""

from __future__ import annotations

import datetime
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
import trustme

from channels.message import NotSent, Scope
from tests.builders.message import a_message
from tests.builders.smtp_adapter import an_smtp_adapter
from tests.fakes.smtp_relay import a_relay, only_login
from tests.fakes.smtp_script import Script, a_scripted_relay

LOGIN_IN_URL = "mailer%40northwind:p%3Ass%2Fw%40rd@"
LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)

Serving = Callable[..., ssl.SSLContext]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


@pytest.fixture
def serving(authority: trustme.CA) -> Serving:
    def make(name: str = "127.0.0.1", issuer: trustme.CA = authority, **options: object) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        issuer.issue_cert(name, **options).configure_cert(context)
        return context

    return make


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # aiosmtpd's view of smtps
@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
async def test_mail_and_login_go_over_tls(scheme: str, serving: Serving, ca_file: Path) -> None:
    if scheme == "smtps":
        options = {"implicit_tls": serving(), "auth_require_tls": False}
    else:
        options = {"tls_context": serving(), "require_starttls": True}
    secure = {"scheme": scheme, "login": LOGIN_IN_URL, "smtp_ca_file": ca_file}
    options |= {"authenticator": only_login, "auth_required": True}
    async with a_relay(**options) as relay, an_smtp_adapter(relay.port, **secure) as adapter:
        await adapter.send(a_message())
        await adapter.send(a_message(number=2))
    assert relay.encrypted == [True, True]
    assert relay.sessions_opened == 1


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
@pytest.mark.parametrize("fault", ["other name", "other authority", "expired"])
async def test_a_bad_certificate_means_not_sent(
    scheme: str, fault: str, serving: Serving, ca_file: Path
) -> None:
    bad = {
        "other name": lambda: serving("relay.example.org"),
        "other authority": lambda: serving(issuer=trustme.CA()),
        "expired": lambda: serving(not_after=LONG_AGO),
    }[fault]()
    options = {"implicit_tls": bad} if scheme == "smtps" else {"tls_context": bad}
    async with a_relay(**options) as relay:
        found = await failure(relay.port, scheme=scheme, smtp_ca_file=ca_file)
    assert (found.scope, found.retryable) == (Scope.TRANSIENT, True)
    assert found.code.endswith("certificate")
    assert relay.envelopes == []


async def test_a_private_authority_is_not_trusted_unless_told(serving: Serving) -> None:
    async with a_relay(implicit_tls=serving()) as relay:
        found = await failure(relay.port, scheme="smtps")
    assert found.code == "connect certificate"


@pytest.mark.parametrize("ehlo", ["250 relay.test", "250-relay.test\r\n250 STARTTLS"])
async def test_mail_never_goes_in_clear_where_starttls_was_asked_for(ehlo: str) -> None:
    script = Script(ehlo=f"{ehlo}\r\n250 AUTH PLAIN" if "-" not in ehlo else ehlo)
    async with a_scripted_relay(script) as relay:
        found = await failure(relay.port, scheme="smtp+starttls", login=LOGIN_IN_URL)
    assert found.retryable
    assert set(relay.sessions[0]) <= {"ehlo", "starttls"}


async def test_a_relay_that_speaks_no_tls_gets_nothing() -> None:
    async with a_scripted_relay(Script(greeting="220 hello")) as relay:
        found = await failure(relay.port, scheme="smtps", login=LOGIN_IN_URL)
    assert (found.scope, found.code) == (Scope.TRANSIENT, "connect tls")


async def test_a_wrong_password_stops_the_channel_and_not_the_message() -> None:
    async with a_relay(authenticator=only_login, auth_required=True, tls_context=None) as relay:
        found = await failure(relay.port, login="mailer:wrong@")
    assert (found.scope, found.retryable) == (Scope.SENDER, True)
    assert "wrong" not in str(found)


async def test_a_login_that_the_relay_does_not_offer_stops_the_channel() -> None:
    async with a_scripted_relay() as relay:
        found = await failure(relay.port, login="mailer:secret@")
    assert (found.scope, found.retryable, found.code) == (Scope.SENDER, True, "login not offered")


async def failure(port: int, **settings: object) -> NotSent:
    async with an_smtp_adapter(port, **settings) as adapter:
        with pytest.raises(NotSent) as caught:
            await adapter.send(a_message())
    return caught.value
