"""Which adapter does a setting choose?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from channels.adapter_settings import AdapterSettings
from channels.registry import FACTORIES, adapter_names, make_adapter
from gateway.domain.errors import ConfigError
from gateway.domain.words import Channel
from tests.builders.lob_adapter import a_lob_account
from tests.builders.twilio_adapter import a_twilio_account
from tests.fakes.clock import FixedClock


def settings(**changes: object) -> AdapterSettings:
    values = {
        "now": FixedClock().now,
        "outbox": Path("outbox"),
        "twilio": a_twilio_account(),
        "lob": a_lob_account(),
    }
    return AdapterSettings(**values | changes)


@pytest.mark.parametrize(("channel", "name"), FACTORIES)
def test_every_name_in_the_table_makes_an_adapter_of_its_channel(channel: Channel, name: str) -> None:
    adapter = make_adapter(channel, name, settings())
    assert (adapter.channel, adapter.name) == (channel, name)


@pytest.mark.parametrize("channel", Channel)
def test_every_channel_has_a_sandbox(channel: Channel) -> None:
    assert make_adapter(channel, "sandbox", settings()).sandbox is True


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match=r"channels\.email: .* 'pigeon'; .*: sandbox, smtp"):
        make_adapter(Channel.EMAIL, "pigeon", settings())
    assert "smtp" not in adapter_names(Channel.SMS)


@pytest.mark.parametrize(
    ("url", "sandbox"),
    [("smtp://127.0.0.1:2525", True), ("smtp://localhost", True), ("smtps://relay.example.org", False)],
)
def test_mail_over_a_relay_is_a_sandbox_only_on_this_machine(url: str, sandbox: bool) -> None:
    assert make_adapter(Channel.EMAIL, "smtp", settings(smtp_url=url)).sandbox is sandbox


@pytest.mark.parametrize(
    ("url", "sandbox"),
    [("http://127.0.0.1:4010", True), ("http://localhost:1", True), ("https://127.0.0.1.example.com", False),
     (None, False)],
)  # fmt: skip
def test_texts_over_twilio_are_a_sandbox_only_on_this_machine(url: str | None, sandbox: bool) -> None:
    twilio = a_twilio_account(base_url=url)
    assert make_adapter(Channel.SMS, "twilio", settings(twilio=twilio)).sandbox is sandbox


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("account_sid", None),
        ("account_sid", "AC123"),
        ("auth_token", None),
        ("auth_token", ""),
        ("messaging_service_sid", "AC" + "1" * 32),
        ("base_url", "http://api.twilio.com"),
        ("base_url", "ftp://127.0.0.1"),
        ("public_url", "https://our_host.example.com"),
    ],
)
def test_a_wrong_setting_of_twilio_is_named(setting: str, value: str | None) -> None:
    with pytest.raises(ConfigError, match=setting):
        make_adapter(Channel.SMS, "twilio", settings(twilio=a_twilio_account(**{setting: value})))


def test_the_password_in_the_settings_is_not_printed() -> None:
    twilio = a_twilio_account(auth_token="s3cret")
    assert "s3cret" not in repr(settings(smtp_url="smtps://u:s3cret@relay.example.org", twilio=twilio))


def test_no_provider_library_is_imported_before_an_adapter_is_asked_for() -> None:
    code = "import sys, channels.registry; print({'twilio', 'aiohttp', 'aiosmtplib'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
