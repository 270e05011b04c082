"""What stands in for the world in a rehearsal? A clock to move, ids from a seed, adapters that say yes."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from channels.message import Adapter, Message, NotSent, Receipt, Scope
from gateway import __version__
from gateway.bootstrap import App
from gateway.domain.clock import Clock
from gateway.domain.ids import CreditorId
from gateway.domain.portfolio import Creditor
from gateway.domain.words import Channel
from gateway.keys import KEY_BYTES, Keys
from gateway.ledger import Entry, Ledger
from gateway.settings import OFF, Settings
from gateway.store import Store, Tx, rehearsal

if TYPE_CHECKING:
    from compliance.rulebook import Rulebook
    from gateway.render import Renderer
    from gateway.strategies import Strategies


class VirtualClock:
    """Stands still until it is moved, and never goes back."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """Return the instant it was moved to last."""
        return self._now

    def move_to(self, instant: datetime) -> None:
        """Go on to an instant, if it is later."""
        self._now = max(self._now, instant)


class SeededIds:
    """The same ids in every rehearsal with one seed, in the order of the virtual clock."""

    def __init__(self, seed: int, clock: Clock) -> None:
        self._random, self._clock = random.Random(seed), clock  # noqa: S311 - nothing here leaves the copy
        self._count = 0

    def new(self) -> UUID:
        """Return the next id: virtual milliseconds, a count, random bits."""
        self._count += 1
        milliseconds = int(self._clock.now().timestamp()) * 1000
        return UUID(int=milliseconds << 80 | (self._count % 2**32) << 48 | self._random.getrandbits(48))

    def random_bytes(self, count: int) -> bytes:
        """Return bytes from the seed."""
        return self._random.randbytes(count)


class YesAdapter:
    """Takes every message and does nothing with it."""

    name, sandbox = "rehearsal", True

    def __init__(self, channel: Channel, clock: Clock) -> None:
        self.channel, self._clock = channel, clock

    async def open(self) -> None:
        """Nothing to make ready."""

    async def send(self, message: Message) -> Receipt:
        """Say yes, as long as the contact is permitted."""
        if message.not_after is not None and self._clock.now() >= message.not_after:
            raise NotSent(scope=Scope.EXPIRED, retryable=False, code="expired")
        return Receipt(provider_reference=str(message.attempt_id))

    async def close(self) -> None:
        """Nothing is held open."""


class UnwrittenLedger(Ledger):
    """Takes every entry and keeps none: what it would record nobody will read."""

    def append(self, tx: Tx, entries: Sequence[Entry]) -> None:
        """Nothing is written."""


class Stage(App):
    """An installation with its own strategies, packs and templates, over a copy of its database.

    rulebook, strategies: others to be tried in place of the installation's own.
    """

    def __init__(
        self,
        installation: App,
        copy: Path,
        *,
        at: datetime,
        seed: int | None,
        rulebook: Rulebook | None = None,
        strategies: Strategies | None = None,
    ) -> None:
        self.virtual_clock = VirtualClock(at)
        super().__init__(installation.settings, self.virtual_clock, SeededIds(seed or 0, self.virtual_clock))
        self._installation, self._copy = installation, copy
        self._rulebook, self._strategies = rulebook, strategies

    @cached_property
    def store(self) -> Store:
        """The copy."""
        return rehearsal.open_copy(self._copy)

    @cached_property
    def rulebook(self) -> Rulebook:
        """The rulebook to be tried."""
        return self._rulebook or self._installation.rulebook

    @cached_property
    def strategies(self) -> Strategies:
        """The strategies to be tried."""
        return self._strategies or self._installation.strategies

    @cached_property
    def renderer(self) -> Renderer:
        """The installation's own, compiled once."""
        return self._installation.renderer

    @cached_property
    def keys(self) -> Keys:
        """A key for this rehearsal alone, for links that nobody will follow."""
        return Keys.from_secret(self.ids.random_bytes(KEY_BYTES))

    @cached_property
    def ledger(self) -> Ledger:
        """One that keeps nothing."""
        return UnwrittenLedger(self.ids, self.keys, __version__)

    @cached_property
    def creditors(self) -> dict[CreditorId, Creditor]:
        """Their files are taken to keep coming, else every feed would go stale in a long rehearsal."""
        found: Mapping[CreditorId, Creditor] = self.settings.creditors
        return {key: replace(creditor, max_feed_age_days=None) for key, creditor in found.items()}

    @cached_property
    def adapters(self) -> dict[Channel, Adapter]:
        """One that says yes for each channel that is on."""
        on = [Channel(name) for name, adapter in self.channels.items() if adapter != OFF]
        return {channel: YesAdapter(channel, self.clock) for channel in on}


@contextmanager
def copied(settings: Settings, source: Store) -> Iterator[Path]:
    """Yield a file with a copy of the portfolio and its history; its folder goes when the block ends."""
    settings.var_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="simulation-", dir=settings.var_dir) as folder:
        path = Path(folder).resolve() / "dunwell.db"
        target = rehearsal.open_copy(path)
        try:
            rehearsal.copy_portfolio(source, target)
        finally:
            target.close()
        yield path
