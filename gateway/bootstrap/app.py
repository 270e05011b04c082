"""Which concrete objects make up this installation? Each is made when it is first asked for."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from gateway import __version__
from gateway.bootstrap.sources import RandomIds, StandingClock, StartedClock, SystemClock
from gateway.domain.clock import Clock
from gateway.domain.errors import ConfigError
from gateway.domain.ids import CreditorId, Ids, WorkerId
from gateway.domain.places import decoded
from gateway.domain.portfolio import Creditor
from gateway.domain.words import Channel
from gateway.settings import Settings
from gateway.settings_reading import load_settings

if TYPE_CHECKING:
    from channels.message import Adapter
    from channels.print_house import PrintHouse
    from compliance.rulebook import Rulebook
    from gateway.calls import CallDesk
    from gateway.dispatcher import Dispatcher
    from gateway.dispatcher.enclosures import Documents
    from gateway.dispatcher.judging import Judge
    from gateway.domain.limits import Limit
    from gateway.domain.prices import PriceList
    from gateway.domain.rates import Rates
    from gateway.keys import Keys
    from gateway.ledger import Ledger
    from gateway.links import Links
    from gateway.mailbox import Mailroom
    from gateway.oneoffs import Previewer, Proofs
    from gateway.render import Renderer
    from gateway.store import Store
    from gateway.strategies import Strategies
    from gateway.voice import Words
    from gateway.webhooks_out import Messenger, Office

LONGEST_AHEAD = 60.0  # seconds for which turns at a provider are given out, however rarely somebody looks


class App:
    """The parts of one installation, each made when it is first asked for."""

    def __init__(self, settings: Settings, clock: Clock, ids: Ids) -> None:
        self.settings, self.clock, self.ids = settings, clock, ids

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database, if it was opened."""
        if "store" in self.__dict__:
            self.store.close()

    @cached_property
    def store(self) -> Store:
        """The database, migrated. Raises RefusedToRun if a newer version made it."""
        from gateway.store import open_store
        from gateway.store.migrations import migrate

        self.settings.var_dir.mkdir(mode=0o700, parents=True, exist_ok=True)  # others have no business in it
        store = open_store(self.settings.database_url.get_secret_value())
        migrate(store)
        return store

    @cached_property
    def keys(self) -> Keys:
        """The master key; made on the first start, never once the database holds what an older one sealed."""
        from gateway.keys import Keys
        from gateway.store import ledger

        with self.store.read() as tx:
            is_first_start = not ledger.has_history(tx)
        return Keys.load_or_create(self.settings.key_file, self.ids, may_create=is_first_start)

    @cached_property
    def ledger(self) -> Ledger:
        """The contact ledger."""
        from gateway.ledger import Ledger
        from gateway.ledger.remembered import FILE_NAME

        settings = self.settings
        remembered = settings.var_dir / FILE_NAME
        return Ledger(self.ids, self.keys, __version__, origin=settings.ledger_origin, remembered=remembered)

    @cached_property
    def rulebook(self) -> Rulebook:
        """All packs in force together."""
        return rulebook_in(self.settings.packs)

    @cached_property
    def renderer(self) -> Renderer:
        """Every message, checked and compiled."""
        from gateway.render import Renderer

        return Renderer(self.settings.templates)

    @cached_property
    def call_words(self) -> Words:
        """What calls say beside their own message, checked."""
        from gateway.voice.words import Words

        return Words(self.settings.templates / "voice")

    @cached_property
    def strategies(self) -> Strategies:
        """Every strategy, checked against the templates, as are the creditors' certified letters."""
        from gateway.strategies import load_strategies

        renderer = self.renderer
        for creditor in self.creditors.values():
            for template in creditor.certified_letters:
                if template not in renderer.messages:
                    place = f"creditors.{creditor.creditor_id}.certified_letters"
                    raise ConfigError(f"{place}: there is no template {template}")
        texts = _texts(self.settings.strategies)
        return load_strategies(texts, renderer.messages, renderer.calls, renderer.only_left)

    @cached_property
    def links(self) -> Links:
        """The maker and reader of customer links."""
        from gateway.links import Links

        return Links(self.keys.link_key, self.settings.public_url, self.ids)

    @cached_property
    def callback_key(self) -> bytes:
        """32 bytes behind the paths that providers call."""
        return self.keys.derive("provider-callbacks")

    @cached_property
    def creditors(self) -> dict[CreditorId, Creditor]:
        """Whom it is owed to, by id."""
        return self.settings.creditors

    @cached_property
    def adapters(self) -> dict[Channel, Adapter]:
        """One adapter per channel that is not switched off; made, not opened.

        Raises ConfigError if real messages would carry links that no customer can open safely, or if the
        clock was set and real people could be reached.
        """
        from gateway.bootstrap.adapters import made_adapters

        adapters = made_adapters(
            self.settings, self.clock, lambda: self.callback_key, lambda: self.call_words
        )
        real = sorted(channel.value for channel, adapter in adapters.items() if not adapter.sandbox)
        if real and not self.settings.is_public:
            raise ConfigError(
                f"channels {', '.join(real)} reach real people, so DUNWELL_PUBLIC_URL must be an https "
                f"address that they can open; it is {self.settings.public_url}"
            )
        if real and not isinstance(self.clock, SystemClock):
            raise ConfigError(
                f"channels {', '.join(real)} reach real people, so the clock may not be set: take away --at "
                "and DUNWELL_CLOCK, or choose the sandbox"
            )
        return adapters

    @cached_property
    def judge(self) -> Judge:
        """The rulebook as the dispatcher and previews ask it."""
        from gateway.dispatcher.judging import Judge

        return Judge(self.rulebook, frozenset(self.adapters))

    @cached_property
    def previewer(self) -> Previewer:
        """What the rulebook, and who prints letters, would say of a contact."""
        from channels.message import PrintsAddresses
        from gateway.oneoffs import Previewer

        letters = self.adapters.get(Channel.LETTER)
        return Previewer(
            self.judge, self.creditors, letters if isinstance(letters, PrintsAddresses) else None
        )

    @cached_property
    def proofs(self) -> Proofs:
        """What a message would say, made without sending it."""
        from gateway.dispatcher.composing import Composer
        from gateway.oneoffs import Proofs

        return Proofs(
            previewer=self.previewer,
            composer=Composer(self.renderer, self.adapters, self.documents),
            links=self.links,
            words=self.call_words,
            prices=self.prices,
            letter_pdf=self.renderer.letter_pdf,
        )

    @property
    def documents(self) -> Documents:
        """Where copies of invoices are, and how much of them fits into an email beside its words."""
        from gateway.dispatcher.enclosures import Documents

        told = self.settings.documents
        return Documents(told.folder, min(told.most_bytes, self.settings.smtp.most_bytes // 2))

    @cached_property
    def call_desk(self) -> CallDesk:
        """Where collectors begin their calls."""
        from gateway.calls import CallDesk

        return CallDesk(
            store=self.store,
            ledger=self.ledger,
            judge=self.judge,
            renderer=self.renderer,
            creditors=self.creditors,
            clock=self.clock,
            ids=self.ids,
        )

    @cached_property
    def worker_id(self) -> WorkerId:
        """This process as a worker; what it takes in hand carries the id."""
        return WorkerId(self.ids.new())

    @cached_property
    def dispatcher(self) -> Dispatcher:
        """This process's dispatcher."""
        from gateway.dispatcher import Dispatcher

        return Dispatcher(
            store=self.store,
            ledger=self.ledger,
            rulebook=self.rulebook,
            renderer=self.renderer,
            links=self.links,
            adapters=self.adapters,
            creditors=self.creditors,
            clock=self.clock,
            ids=self.ids,
            worker_id=self.worker_id,
            breaker=self.settings.breaker.rules(),
            rates=self.rates,
            documents=self.documents,
            limits=self.limits,
            prices=self.prices,
            ahead=timedelta(seconds=min(self.settings.ticks.dispatch_seconds, LONGEST_AHEAD)),
        )

    @property
    def rates(self) -> Rates:
        """How fast each provider may be asked."""
        return self.settings.rates.rates(by_number=not self.settings.twilio.messaging_service_sid)

    @cached_property
    def webhook_office(self) -> Office:
        """Where webhook endpoints are changed."""
        from gateway.webhooks_out import Office, Vault

        return Office(self.ledger, Vault(self.keys.derive("webhook-secrets")), self.ids)

    @cached_property
    def messenger(self) -> Messenger:
        """This process's sender of webhooks. Under a clock that was set it reaches this machine alone."""
        from gateway.webhooks_out import Courier, Messenger

        told = self.settings.webhooks
        courier = Courier(
            deadline=told.deadline,
            ca_file=told.ca_file,
            only_loopback=not isinstance(self.clock, SystemClock),
        )
        return Messenger(self.store, self.webhook_office, courier, self.clock, self.ids, self.worker_id)

    @cached_property
    def mailroom(self) -> Mailroom:
        """Where mail that comes back is acted on."""
        from channels.callback_token import CallbackTokens
        from channels.email_inbound import OurAddresses
        from channels.return_path import RETURN_PATH_USE, STOP_USE
        from gateway.mailbox import FOLDER, Mailroom

        ours = OurAddresses(
            CallbackTokens(self.callback_key, RETURN_PATH_USE), CallbackTokens(self.callback_key, STOP_USE)
        )
        folder = self.settings.var_dir / FOLDER
        return Mailroom(self.store, self.ledger, clock=self.clock, ids=self.ids, ours=ours, folder=folder)

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """The volume limits. Raises ConfigError for one in money whose contacts have no known price."""
        from gateway.dispatcher.pricing import check_reckonable

        limits = tuple(one.limit() for one in self.settings.limit)
        check_reckonable(limits, self.prices, self.adapters)
        return limits

    @cached_property
    def prices(self) -> PriceList:
        """What contacts are expected to cost."""
        from gateway.dispatcher.pricing import read_prices

        return read_prices(self.settings.prices)

    @property
    def print_house(self) -> PrintHouse:
        """What is agreed with the print house."""
        from gateway.bootstrap.adapters import print_house

        return print_house(self.settings)

    @property
    def channels(self) -> dict[str, str]:
        """The name of each channel's adapter, or "off"."""
        return {channel.value: self.settings.channels.adapter_name(channel) for channel in Channel}


def open_app(at: datetime | None = None, settings: Settings | None = None, ids: Ids | None = None) -> App:
    """Return the installation that the settings describe.

    at: the instant that the clock shows throughout.
    Raises ConfigError for wrong settings, and for a set clock while real people could be reached.
    """
    settings = settings or load_settings()
    app = App(settings, _clock(at, settings), ids or RandomIds())
    if not isinstance(app.clock, SystemClock):
        _ = app.adapters  # refuses a set clock with real adapters, whatever the command would have used
    return app


def rulebook_in(folder: Path) -> Rulebook:
    """Return the rulebook of a folder's packs. Raises ConfigError that names file and line."""
    from compliance.rulebook import load_rulebook

    if not folder.is_dir():
        raise ConfigError(f"{folder}: there is no such folder of packs")
    return load_rulebook(_texts(folder))


def _clock(at: datetime | None, settings: Settings) -> Clock:
    if at is not None:
        return StandingClock(at)
    return StartedClock(settings.clock) if settings.clock else SystemClock()


def _texts(folder: Path) -> dict[str, str]:
    """The TOML files of a folder, by name."""
    return {path.name: decoded(path.name, path.read_bytes()) for path in sorted(folder.glob("*.toml"))}
