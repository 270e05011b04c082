"""Is a password refused that others may read?"""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from gateway.domain.errors import ConfigError
from gateway.mailbox_settings import MailboxSettings


@pytest.fixture
def settings(tmp_path: Path) -> MailboxSettings:
    """A mailbox with its password in a file."""
    file = tmp_path / "password"
    file.write_text("secret\n")
    return MailboxSettings(url=SecretStr("imaps://dunwell@mail.example.com"), password_file=file)


def _mode(settings: MailboxSettings, mode: int) -> None:
    assert settings.password_file is not None
    settings.password_file.chmod(mode)


def test_the_owner_alone_may_read_it(settings: MailboxSettings) -> None:
    _mode(settings, 0o600)
    account = settings.account()
    assert account is not None
    assert account.password == "secret"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_for_others_is_refused_without_its_content(settings: MailboxSettings, mode: int) -> None:
    _mode(settings, mode)
    with pytest.raises(ConfigError, match="others may read it; run: chmod 600") as refused:
        settings.account()
    assert "secret" not in str(refused.value)


def test_a_service_managers_own_file_is_taken(
    settings: MailboxSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    _mode(settings, 0o440)
    assert settings.password_file is not None
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(settings.password_file.parent))
    assert settings.account() is not None
