"""How is this installation set up? One TOML file, overruled by the environment, checked to the last key."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    PositiveFloat,
    PositiveInt,
    SecretStr,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from gateway.attachment_settings import AttachmentSettings
from gateway.creditor_settings import CreditorSettings
from gateway.document_settings import DocumentSettings
from gateway.domain.breaker import BreakerRules
from gateway.domain.ids import CreditorId
from gateway.domain.portfolio import Creditor
from gateway.domain.words import Channel
from gateway.limit_settings import LimitSettings
from gateway.lob_settings import LobSettings
from gateway.mailbox_settings import MailboxSettings
from gateway.rate_settings import RateSettings
from gateway.shipped import shipped
from gateway.webhook_settings import WebhookSettings

LOOPBACK = re.compile(r"^(localhost|127(\.\d+){3}|::1)$")
OFF = "off"  # a channel's setting: no contact is made through it


def _folder(value: Path) -> Path:
    if not value.is_dir():
        raise ValueError(f"there is no directory {value}")
    return value


def _file(value: Path) -> Path:
    if not value.is_file():
        raise ValueError(f"there is no file {value}")
    return value


Folder = Annotated[Path, AfterValidator(_folder)]
File = Annotated[Path, AfterValidator(_file)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HttpSettings(_Section):
    """Where the web server listens."""

    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(default=8025, description="Port to listen on.")


class ChannelSettings(_Section):
    """Which adapter sends on each channel; `off` switches a channel off."""

    email: str = Field(default="sandbox", description="Adapter for email: `smtp`, `sandbox` or `off`.")
    sms: str = Field(default="sandbox", description="Adapter for SMS: `twilio`, `sandbox` or `off`.")
    voice: str = Field(default="sandbox", description="Adapter for calls: `twilio`, `sandbox` or `off`.")
    letter: str = Field(
        default="sandbox", description="Adapter for letters: `lob`, `spool`, `sandbox` or `off`."
    )

    def adapter_name(self, channel: Channel) -> str:
        """Return the name of the adapter that a channel uses."""
        return str(getattr(self, channel.value))


class DkimKeySettings(_Section):
    """A key that signs email."""

    key_file: Path
    selector: str
    domain: str | None = None

    @property
    def id(self) -> str:
        """Where the public half is published, as `config check` shows it."""
        return f"{self.selector}._domainkey.{self.domain or '(sender)'}"


class SmtpSettings(_Section):
    """The mail relay."""

    url: SecretStr = Field(
        default=SecretStr("smtp://127.0.0.1:25"),
        description="The relay: `smtp://`, `smtp+starttls://user:password@host:587` or `smtps://…`.",
    )
    fallback_urls: tuple[SecretStr, ...] = Field(
        default=(), description="Relays that are asked in turn while the first one cannot be used."
    )
    ca_file: Path | None = Field(default=None, description="PEM file of a private certificate authority.")
    deadline_seconds: PositiveFloat = Field(
        default=120,
        description="Longest time for one message. Too short: attempts end as unknown and are not repeated.",
    )
    connections: PositiveInt = Field(default=10, description="Sessions open at once; relays cap them.")
    messages_per_connection: PositiveInt = Field(
        default=100, description="Messages per session; relays close sessions that carry too many."
    )
    most_bytes: PositiveInt = Field(
        default=20_000_000,
        description="Largest email, attachments included, which grow by a third on the way. "
        "What is larger is not sent, and a person is told.",
    )
    pace: File | None = Field(
        default=None,
        description="File that says how fast each mailbox provider is written to, such as "
        "`config/providers/mailbox-pace.toml`.",
    )
    bounce_address: str | None = Field(
        default=None,
        description="Mailbox for bounces, such as `bounces@mail.example.com`: each email names its attempt "
        "there. Without it, bounces go to the creditor's `email_from`.",
    )
    dkim: tuple[DkimKeySettings, ...] = Field(
        default=(),
        description="Keys that sign each email, where no relay does: tables with `key_file`, `selector` and, "
        "if it is not the sender's own, `domain`.",
    )


class TwilioSettings(_Section):
    """The account at Twilio."""

    account_sid: str | None = Field(default=None, description="Account SID: `AC…`.")
    auth_token: SecretStr | None = Field(default=None, description="Auth token; also checks callbacks.")
    previous_auth_tokens: tuple[SecretStr, ...] = Field(
        default=(), description="Tokens that callbacks may still be signed with while they are exchanged."
    )
    base_url: str | None = Field(default=None, description="Another server that speaks Twilio's API.")
    messaging_service_sid: str | None = Field(
        default=None,
        description="Messaging Service `MG…` that chooses the number; without it, the creditor's `sms_from`.",
    )
    deadline_seconds: PositiveFloat = Field(
        default=30,
        description="Longest time for one request. Too short: attempts end as unknown and are not repeated.",
    )
    connections: PositiveInt = Field(
        default=20, description="Requests at once; Twilio refuses with 429 what is too much for the account."
    )
    codes: File = Field(
        default=shipped("config/providers/twilio.toml"), description="What Twilio's error codes mean."
    )
    ring_seconds: Annotated[int, Field(ge=5, le=120)] = Field(
        default=25, description="How long a call rings. Longer mostly reaches voicemail."
    )
    longest_call_seconds: Annotated[int, Field(ge=60, le=3600)] = Field(
        default=600,
        description="When a call is ended, transfers included. No call begins that could last beyond its "
        "permission: longer leaves less of the day to begin in.",
    )
    record_calls: bool = Field(
        default=False,
        description="Record calls from the moment that the check is passed. It is announced wherever "
        "`recording_rules` does not say that one party's consent suffices.",
    )
    recording_rules: File = Field(
        default=shipped("config/providers/call-recording.toml"),
        description="Where a recorded call need not be announced.",
    )


class LetterSettings(_Section):
    """How letters are printed, and how a print house gets them."""

    folder: Path = Field(
        default=Path(),
        description="Folder that the print house sees too. Default: `letters` in the var directory.",
    )
    duplex: bool = Field(default=True, description="Print on both sides.")
    colour: bool = Field(default=False, description="Print in colour.")
    mail_class: Annotated[str, Field(min_length=1, max_length=50)] = Field(
        default="standard", description="The print house's word for the postage."
    )


class DeliverySettings(_Section):
    """What becomes of what nobody confirms, and how often both sides are compared."""

    unconfirmed_hours: PositiveFloat = Field(
        default=72, description="After so long without news, what was sent is closed as unconfirmed."
    )
    unconfirmed_letter_days: PositiveFloat = Field(
        default=21, description="The same for letters, which the post takes longer with."
    )
    reconcile_hours: PositiveFloat = Field(
        default=24, description="Between two comparisons of a provider's list with ours."
    )
    reconcile_days: PositiveFloat = Field(
        default=3, description="How far back each comparison looks; what went astray before stays unnoticed."
    )

    def unconfirmed_after(self) -> dict[Channel, timedelta]:
        """Return how long each channel waits for news."""
        usual = timedelta(hours=self.unconfirmed_hours)
        return dict.fromkeys(Channel, usual) | {Channel.LETTER: timedelta(days=self.unconfirmed_letter_days)}


class TickSettings(_Section):
    """How often the daemon does what, in seconds. Longer is later, never lost."""

    plan_seconds: PositiveFloat = Field(default=60, description="Between two dunning runs.")
    dispatch_seconds: PositiveFloat = Field(default=5, description="Between two looks for what is due.")
    sequence_seconds: PositiveFloat = Field(default=1, description="Until an entry is in the ledger's tree.")
    recover_seconds: PositiveFloat = Field(default=15, description="Between two looks for dead workers.")
    deliveries_seconds: PositiveFloat = Field(
        default=60, description="Between two looks for attempts whose outcome is unknown."
    )
    letters_seconds: PositiveFloat = Field(
        default=60, description="Between two looks for a print house's acknowledgements."
    )
    webhooks_seconds: PositiveFloat = Field(
        default=1, description="Between two looks for what other systems are to be told."
    )
    mailbox_seconds: PositiveFloat = Field(default=60, description="Between two looks into the mailbox.")
    closing_seconds: PositiveFloat = Field(
        default=300, description="Between two looks for what nobody has confirmed."
    )
    reconcile_seconds: PositiveFloat = Field(
        default=600, description="Between two looks whether a provider's list is to be compared with ours."
    )
    feeds_seconds: PositiveFloat = Field(default=300, description="Between two looks for stale feeds.")
    housekeeping_seconds: PositiveFloat = Field(default=3600, description="Between two clean-ups.")


class BreakerSettings(_Section):
    """When a channel stops itself."""

    failures: PositiveInt = Field(
        default=5, description="A channel stops itself after so many refusals of us as sender in a row."
    )
    unknown_share: Annotated[float, Field(gt=0, le=1)] = Field(
        default=0.5, description="Or when this share of a channel's attempts has an unknown outcome."
    )
    unknown_least: PositiveInt = Field(default=10, description="A share of fewer attempts says nothing.")
    window_seconds: PositiveFloat = Field(default=900, description="How far back attempts are looked at.")
    probe_seconds: PositiveFloat = Field(
        default=300, description="Until one message tries the channel out; doubles with each that fails."
    )
    probe_at_most_seconds: PositiveFloat = Field(default=3600, description="Longest time between probes.")

    def rules(self) -> BreakerRules:
        """Return what the breaker goes by."""
        return BreakerRules(
            failures=self.failures,
            unknown_share=self.unknown_share,
            unknown_least=self.unknown_least,
            window=timedelta(seconds=self.window_seconds),
            probe_after=timedelta(seconds=self.probe_seconds),
            probe_at_most=timedelta(seconds=self.probe_at_most_seconds),
        )


def _public_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("write an http or https address such as https://reminders.example.com")
    return value.rstrip("/")


def _database_url(value: SecretStr) -> SecretStr:
    if not re.match(r"(sqlite:///|postgres(ql)?://).", value.get_secret_value()):
        raise ValueError("write sqlite:///path/to/file.db or postgresql://user:password@host/name")
    return value


class Settings(BaseSettings):
    """Every setting with its default. Names in the environment: DUNWELL_ before, `__` between levels."""

    model_config = SettingsConfigDict(
        env_prefix="DUNWELL_", env_nested_delimiter="__", env_ignore_empty=True, extra="forbid", frozen=True
    )

    database_url: Annotated[SecretStr, AfterValidator(_database_url)] = Field(
        default=SecretStr(""),
        validate_default=False,
        description="`sqlite:///path` or `postgresql://…`. Default: `dunwell.db` in the var directory.",
    )
    var_dir: Path = Field(default=Path("var"), description="Directory for the database, key and outbox.")
    http: HttpSettings = HttpSettings()
    public_url: Annotated[str, AfterValidator(_public_url)] = Field(
        default="http://127.0.0.1:8025", description="Written into customer links and provider callbacks."
    )
    channels: ChannelSettings = ChannelSettings()
    smtp: SmtpSettings = SmtpSettings()
    twilio: TwilioSettings = TwilioSettings()
    letter: LetterSettings = LetterSettings()
    lob: LobSettings = LobSettings()
    mailbox: MailboxSettings = MailboxSettings()
    delivery: DeliverySettings = DeliverySettings()
    ticks: TickSettings = TickSettings()
    breaker: BreakerSettings = BreakerSettings()
    attachments: AttachmentSettings = AttachmentSettings()
    webhooks: WebhookSettings = WebhookSettings()
    rates: RateSettings = RateSettings()
    documents: DocumentSettings = DocumentSettings()
    strategies: Folder = Field(default=shipped("config/strategies"), description="Directory of strategies.")
    packs: Folder = Field(default=shipped("config/compliance"), description="Directory of rule packs.")
    profiles: Folder = Field(default=shipped("config/profiles"), description="Directory of file profiles.")
    templates: Folder = Field(default=shipped("templates"), description="Directory of templates.")
    key_file: Path = Field(
        default=Path(), description="The master key. Default: `master.key` in the var directory."
    )
    ledger_origin: str = Field(
        default="dunwell.local/contact-ledger",
        description="The ledger's name in every checkpoint, like `example.com/ledger`; never change it.",
    )
    clock: AwareDatetime | None = Field(
        default=None, description="Instant at which the clock starts; sandbox and loopback only."
    )
    prices: File = Field(
        default=shipped("config/providers/prices.toml"), description="What a contact is expected to cost."
    )
    limit: tuple[LimitSettings, ...] = Field(default=(), description="How much may leave, before two agree.")
    creditor: tuple[CreditorSettings, ...] = Field(default=(), description="Whom it is owed to.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return where values come from, strongest first."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @model_validator(mode="before")
    @classmethod
    def _below_var(cls, values: dict[str, Any]) -> dict[str, Any]:
        var = Path(str(values.get("var_dir", "var")))
        return {"database_url": f"sqlite:///{var / 'dunwell.db'}", "key_file": var / "master.key"} | values

    @model_validator(mode="after")
    def _limits_once(self) -> Settings:
        names = [one.name for one in self.limit]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"limit: the name {name} is given twice")
        for one in self.limit:
            if one.creditor and one.creditor not in {creditor.id for creditor in self.creditor}:
                raise ValueError(f"limit: {one.name}: there is no creditor {one.creditor}")
        return self

    @model_validator(mode="after")
    def _creditors_once(self) -> Settings:
        names = [one.id for one in self.creditor]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"creditor: the id {name} is given twice")
        return self

    @property
    def creditors(self) -> dict[CreditorId, Creditor]:
        """The creditors by id."""
        return {CreditorId(one.id): one.creditor() for one in self.creditor}

    @property
    def is_public(self) -> bool:
        """Whether customers elsewhere can reach the public address, and nobody on the way can read along."""
        parts = urlsplit(self.public_url)
        return parts.scheme == "https" and not LOOPBACK.match(parts.hostname or "")

    @property
    def letter_folder(self) -> Path:
        """The folder that is shared with the print house."""
        return self.var_dir / "letters" if self.letter.folder == Path() else self.letter.folder

    @property
    def outbox(self) -> Path:
        """Where the sandbox writes."""
        return self.var_dir / "outbox"
