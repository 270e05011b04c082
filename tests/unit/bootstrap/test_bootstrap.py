"""Are real people safe from a set clock and from links that they cannot open?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from gateway.bootstrap import RandomIds, StandingClock, StartedClock, open_app
from gateway.domain.errors import ConfigError
from gateway.domain.words import Channel
from gateway.settings import ChannelSettings, Settings, SmtpSettings

THEN = datetime(2027, 3, 1, 16, tzinfo=UTC)
REAL = {
    "channels": ChannelSettings(email="smtp"),
    "smtp": SmtpSettings(url=SecretStr("smtps://u:p@relay.example")),
}
LOOPBACK = {"channels": ChannelSettings(email="smtp")}


def test_a_real_adapter_is_refused_while_the_public_address_is_not_public() -> None:
    with pytest.raises(ConfigError, match="channels email reach real people, so DUNWELL_PUBLIC_URL must be"):
        _ = open_app(settings=Settings(**REAL)).adapters


def test_a_real_adapter_is_taken_with_a_public_address() -> None:
    app = open_app(settings=Settings(public_url="https://reminders.example.com", **REAL))
    assert not app.adapters[Channel.EMAIL].sandbox


@pytest.mark.parametrize("given", [{"at": THEN}, {}])
def test_a_set_clock_is_refused_while_real_people_could_be_reached(given: dict[str, datetime]) -> None:
    settings = Settings(public_url="https://reminders.example.com", clock=None if given else THEN, **REAL)
    with pytest.raises(ConfigError, match="the clock may not be set"):
        open_app(settings=settings, **given)


def test_a_loopback_relay_is_as_harmless_as_the_sandbox() -> None:
    app = open_app(at=THEN, settings=Settings(**LOOPBACK))
    assert app.adapters[Channel.EMAIL].sandbox
    assert app.clock.now() == THEN


def test_a_channel_that_is_off_has_no_adapter() -> None:
    app = open_app(settings=Settings(channels=ChannelSettings(sms="off")))
    assert set(app.adapters) == set(Channel) - {Channel.SMS}


def test_an_unknown_adapter_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ConfigError, match=r"channels\.email: there is no adapter 'pigeon'; choose one"):
        _ = open_app(settings=Settings(channels=ChannelSettings(email="pigeon"))).adapters


def test_a_daemons_set_clock_goes_on_from_its_start() -> None:
    clock = StartedClock(THEN)
    first = clock.now()
    assert THEN <= first <= clock.now() < THEN + timedelta(minutes=1)


def test_a_commands_set_clock_stands() -> None:
    clock = StandingClock(THEN.astimezone())
    assert clock.now() == clock.now() == THEN


def test_nobody_else_can_look_into_the_var_directory(tmp_path: Path) -> None:
    with open_app(settings=Settings(var_dir=tmp_path / "var")) as app:
        _ = app.store
    assert (tmp_path / "var").stat().st_mode & 0o077 == 0


def test_new_ids_are_time_ordered_standard_uuids() -> None:
    made = [RandomIds().new() for _ in range(100)]
    assert made == sorted(made)
    assert {one.version for one in made} == {7}
