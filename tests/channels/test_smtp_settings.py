"""Does the installation's email leave as its settings say, and are wrong ones refused by name?"""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from gateway.bootstrap.app import App
from gateway.bootstrap.sources import RandomIds, SystemClock
from gateway.domain.errors import ConfigError
from gateway.domain.words import Channel
from gateway.settings import ChannelSettings, DkimKeySettings, Settings, SmtpSettings
from gateway.settings_reading import shown
from tests.builders.message import a_message
from tests.fakes.smtp_relay import a_relay

ALL_BY_EMAIL = ChannelSettings(email="smtp")


def an_app(folder: Path, **smtp: object) -> App:
    settings = Settings(var_dir=folder, channels=ALL_BY_EMAIL, smtp=SmtpSettings.model_validate(smtp))
    return App(settings, SystemClock(), RandomIds())


async def test_a_second_relay_and_the_return_path_come_from_the_settings(tmp_path: Path) -> None:
    async with a_relay() as relay:
        urls = {"url": "smtp://127.0.0.1:1", "fallback_urls": (f"smtp://127.0.0.1:{relay.port}",)}
        with an_app(tmp_path, bounce_address="bounces@in.example.com", **urls) as app:
            adapter = app.adapters[Channel.EMAIL]
            await adapter.open()
            receipt = await adapter.send(a_message())
            await adapter.close()
    assert receipt.detail == f"250 127.0.0.1:{relay.port}"
    assert str(relay.envelopes[0].mail_from).startswith("bounces+")


@pytest.mark.parametrize(
    ("told", "complaint"),
    [
        ({"fallback_urls": ("smtp://relay.example",)}, r"smtp\.fallback_urls: would send"),
        ({"bounce_address": "bounces"}, r"smtp\.bounce_address: write"),
        ({"dkim": ({"key_file": "none.pem", "selector": "one"},)}, r"smtp\.dkim: none\.pem cannot be read"),
    ],
)
def test_what_is_wrong_is_refused_by_name(tmp_path: Path, told: dict[str, object], complaint: str) -> None:
    with an_app(tmp_path, **told) as app, pytest.raises(ConfigError, match=complaint):
        _ = app.adapters


def test_what_is_in_force_can_be_shown_without_passwords() -> None:
    smtp = SmtpSettings(
        fallback_urls=(SecretStr("smtps://user:hush@relay.example"),),
        dkim=(DkimKeySettings(key_file=Path("key.pem"), selector="one"),),
    )
    values = dict(shown(Settings(smtp=smtp)))
    assert "hush" not in str(values)
    assert values["smtp.dkim"] == "one._domainkey.(sender)"
