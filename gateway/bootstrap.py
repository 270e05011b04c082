"""Which concrete objects make up this installation? Picked here, once, and handed to whoever needs them."""

from __future__ import annotations

import secrets
import sys
import time
from collections.abc import Callable, Coroutine, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from gateway import __version__
from gateway.domain.clock import Clock
from gateway.domain.errors import ConfigError
from gateway.domain.ids import CreditorId, Ids, WorkerId
from gateway.domain.portfolio import Creditor
from gateway.domain.words import Channel
from gateway.settings import OFF, Settings
from gateway.settings_reading import load_settings

if TYPE_CHECKING:
    from fastapi import APIRouter, FastAPI

    from channels.message import Adapter
    from compliance.rulebook import Rulebook
    from gateway.dispatcher import Dispatcher
    from gateway.dispatcher.judging import Judge
    from gateway.keys import Keys
    from gateway.ledger import Ledger
    from gateway.links import Links
    from gateway.render import Renderer
    from gateway.store import Store
    from gateway.strategies import Strategies

Result = TypeVar("Result")


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present instant."""
        return datetime.now(UTC)


class StartedClock:
    """A clock that was set when the process began and goes on at the usual pace."""

    def __init__(self, start: datetime) -> None:
        self._start = start.astimezone(UTC)
        self._began = time.monotonic()

    def now(self) -> datetime:
        """Return the start and what has passed since."""
        return self._start + timedelta(seconds=time.monotonic() - self._began)


class StandingClock:
    """A clock that shows one instant, for a command that acts as if it were then."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        """Return that instant."""
        return self._at


class RandomIds:
    """Time-ordered ids and bytes from the operating system's source."""

    def new(self) -> UUID:
        """Return a new UUID of version 7."""
        from uuid_utils import uuid7

        return UUID(int=uuid7().int)

    def random_bytes(self, count: int) -> bytes:
        """Return unpredictable bytes."""
        return secrets.token_bytes(count)


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
        from compliance.rulebook import load_rulebook

        return load_rulebook(_texts(self.settings.packs))

    @cached_property
    def renderer(self) -> Renderer:
        """Every message, checked and compiled."""
        from gateway.render import Renderer

        return Renderer(self.settings.templates)

    @cached_property
    def strategies(self) -> Strategies:
        """Every strategy, checked against the templates."""
        from gateway.strategies import load_strategies

        return load_strategies(_texts(self.settings.strategies), self.renderer.messages)

    @cached_property
    def links(self) -> Links:
        """The maker and reader of customer links."""
        from gateway.links import Links

        return Links(self.keys.link_key, self.settings.public_url, self.ids)

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
        adapters = self._made_adapters()
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
        )

    @property
    def channels(self) -> dict[str, str]:
        """The name of each channel's adapter, or "off"."""
        return {channel.value: self.settings.channels.adapter_name(channel) for channel in Channel}

    def web(self, faults: Callable[[], Mapping[str, str]]) -> FastAPI:
        """Return the web application: health, API, customer pages, console.

        faults: what is wrong at the moment, one word and sentence each.
        """
        from gateway import console
        from gateway.api import Readiness, WebParts, make_web
        from gateway.status import status_of

        def status(now: datetime) -> dict[str, Any]:
            return status_of(self.store, self.channels, faults(), now)

        return make_web(
            WebParts(
                store=self.store,
                ledger=self.ledger,
                rulebook=self.rulebook,
                judge=self.judge,
                creditors=self.creditors,
                clock=self.clock,
                ids=self.ids,
                templates=frozenset(self.renderer.messages),
                adapters_on=tuple(self.adapters),
                strategy_titles={one.id: one.title for one in self.strategies},
                public_url=self.settings.public_url,
                readiness=lambda: Readiness(faults()),
                status=status,
                import_rows=self._import_rows,
                routers=(console.router, self._customer_pages()),
                is_secure=self.settings.is_public,
            )
        )

    def _customer_pages(self) -> APIRouter:
        from gateway.portal import PortalParts, portal_router

        return portal_router(
            PortalParts(
                store=self.store,
                ledger=self.ledger,
                links=self.links,
                creditors=self.creditors,
                clock=self.clock,
                ids=self.ids,
                form_key=self.keys.derive("customer-forms"),
                public_url=self.settings.public_url,
                templates=self.settings.templates,
            )
        )

    def _import_rows(self, body: bytes, creditor: str | None) -> Any:
        from gateway.importer import import_rows

        return import_rows(
            self.store,
            self.ledger,
            self.creditors,
            body,
            creditor=CreditorId(creditor) if creditor else None,
            now=self.clock.now(),
            ids=self.ids,
        )

    def _made_adapters(self) -> dict[Channel, Adapter]:
        from channels.adapter_settings import AdapterSettings
        from channels.registry import make_adapter

        smtp = self.settings.smtp
        told = AdapterSettings(
            now=self.clock.now,
            outbox=self.settings.outbox,
            smtp_url=smtp.url.get_secret_value(),
            smtp_ca_file=smtp.ca_file,
            smtp_deadline=timedelta(seconds=smtp.deadline_seconds),
            smtp_connections=smtp.connections,
            smtp_messages_per_connection=smtp.messages_per_connection,
        )
        names = {channel: self.settings.channels.adapter_name(channel) for channel in Channel}
        return {channel: make_adapter(channel, name, told) for channel, name in names.items() if name != OFF}


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


def steady_seconds() -> float:
    """Return the seconds of a clock that nobody can set and that goes on while the machine sleeps."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def run_in_loop(work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Return what asynchronous work returns, run in the quickest event loop there is."""
    import asyncio

    if sys.platform == "win32":
        return asyncio.run(work())
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work())


def _clock(at: datetime | None, settings: Settings) -> Clock:
    if at is not None:
        return StandingClock(at)
    return StartedClock(settings.clock) if settings.clock else SystemClock()


def _texts(folder: Path) -> dict[str, str]:
    """The TOML files of a folder, by name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml"))}
