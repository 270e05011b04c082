"""What must the settings say of the mailbox that answers and bounces come to? One `[mailbox]` table."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt, SecretStr

from channels.imap_account import ImapAccount, parse_imap_url
from channels.secret_file import others_may_read
from gateway.domain.errors import ConfigError

_LISTEN = re.compile(r"(lmtp|smtp)://(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):([0-9]{1,5})")


def _listen(value: str) -> str:
    found = _LISTEN.fullmatch(value)
    if not found or int(found[3]) > 65535:
        raise ValueError("write lmtp://127.0.0.1:8024 or smtp://127.0.0.1:8024")
    return value


class MailboxSettings(BaseModel):
    """Where mail that comes back is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: SecretStr | None = Field(
        default=None,
        description="IMAP mailbox for bounces and answers: `imaps://user:password@host:993` or "
        "`imap+starttls://…`. Without it and `listen`, no mail is read.",
    )
    password_file: Path | None = Field(
        default=None, description="File that holds the mailbox's password, where the URL does not."
    )
    ca_file: Path | None = Field(default=None, description="PEM file of a private certificate authority.")
    folder: Annotated[str, Field(min_length=1)] = Field(default="INBOX", description="Folder that is read.")
    handled_folder: str = Field(
        default="Dunwell handled",
        description="Folder that mails go to when they were acted on. Empty: they stay, marked as read.",
    )
    set_aside_folder: str = Field(
        default="Dunwell set aside", description="Folder for mails that a person has to look at."
    )
    deadline_seconds: PositiveFloat = Field(default=30, description="Longest wait for the mailbox's server.")
    listen: Annotated[str, AfterValidator(_listen)] | None = Field(
        default=None,
        description="Where a mail server hands mail over: `lmtp://127.0.0.1:8024`, or `smtp://…`. There is "
        "no login: nobody else may reach it.",
    )
    most_bytes: PositiveInt = Field(
        default=50_000_000, description="Largest mail that is taken there; larger ones are refused."
    )

    def account(self) -> ImapAccount | None:
        """Return the mailbox; None where there is none.

        Raises ConfigError for a URL, a password file or folders that cannot be used.
        """
        if self.url is None:
            return None
        if self.handled_folder and self.folder in (self.handled_folder, self.set_aside_folder):
            raise ConfigError("mailbox.folder: mails are read there, so that they cannot be moved there")
        scheme, host, port, username, password = parse_imap_url(self.url.get_secret_value(), self._password())
        return ImapAccount(
            scheme=scheme,
            host=host,
            port=port,
            username=username,
            password=password,
            folder=self.folder,
            handled=self.handled_folder,
            set_aside=self.set_aside_folder if self.handled_folder else "",
            ca_file=self.ca_file,
            deadline=timedelta(seconds=self.deadline_seconds),
        )

    @property
    def listens_at(self) -> tuple[str, str, int] | None:
        """The protocol, host and port to listen on; None where nothing listens."""
        found = _LISTEN.fullmatch(self.listen or "")
        return (found[1], found[2].strip("[]"), int(found[3])) if found else None

    @property
    def is_read(self) -> bool:
        """Whether any mail that comes back is read."""
        return self.url is not None or self.listen is not None

    def _password(self) -> str | None:
        if self.password_file is None:
            return None
        place = f"mailbox.password_file {self.password_file}"
        try:
            is_open, password = others_may_read(self.password_file), self.password_file.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            raise ConfigError(f"{place}: cannot be read") from None
        if is_open:
            raise ConfigError(f"{place}: others may read it; run: chmod 600 {self.password_file}")
        return password.strip()
