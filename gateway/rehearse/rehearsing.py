"""How is a draft rehearsed? One copy of the portfolio, judged now, then played through twice."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from compliance.rulebook import Rulebook
from gateway.bootstrap import App
from gateway.domain.ids import CustomerId
from gateway.rehearse.answers import plain
from gateway.rehearse.changes import Change, changes
from gateway.rehearse.days import Days, compare
from gateway.rehearse.draft import Draft, Side
from gateway.rehearse.present import Present, present
from gateway.rehearse.windows import Fullest, Name, fullest
from gateway.simulate import Diary, Stage, copied, go_through
from gateway.store import rehearsal

SAMPLE = 5  # lines of each kind


@dataclass(frozen=True, slots=True)
class Example:
    """One customer to look at. by: how much later the first contact is; because: why there is none."""

    customer_number: str
    by: timedelta | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """One side's rehearsal: its diary, its fullest windows, and why some customers are not contacted."""

    diary: Diary
    windows: dict[Name, Fullest]


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """Everything that an officer decides by."""

    draft: Draft
    at: datetime
    length: int  # days
    seed: int | None
    changes: list[Change]
    present: Present
    days: Days
    before: Played
    after: Played
    newly: list[Example]
    no_longer: list[Example]
    delayed: list[Example]

    @property
    def changes_anything(self) -> bool:
        """Whether anybody fares otherwise under the draft."""
        return self.present.changes_anything or self.days.changes_anything


async def rehearse(
    app: App,
    draft: Draft,
    *,
    days: int,
    at: datetime | None = None,
    seed: int | None = None,
    sample: int = SAMPLE,
    progress: Callable[[str], None] = lambda _: None,
) -> Rehearsed:
    """Return what a draft would change, now and in the coming days. The installation is only read.

    at: the instant at which it begins; None: now. sample: how many of each kind are listed.
    progress: hears what is being done.
    """
    begins_at = at or app.clock.now()
    play = _Play(app, draft, days=days, at=begins_at, seed=seed, sample=sample, progress=progress)
    progress("copying the portfolio")
    with (
        rehearsal.open_to_read(app.settings.database_url.get_secret_value()) as source,
        copied(app.settings, source) as copy,
    ):
        return await play.through(copy)


class _Play:
    """Both rehearsals and what is compared between them."""

    def __init__(
        self,
        app: App,
        draft: Draft,
        *,
        days: int,
        at: datetime,
        seed: int | None,
        sample: int,
        progress: Callable[[str], None],
    ) -> None:
        self._app, self._draft, self._days, self._at, self._seed = app, draft, days, at, seed
        self._sample, self._progress = sample, progress

    async def through(self, copy: Path) -> Rehearsed:
        """Judge the present, then go through the days under both."""
        draft, second = self._draft, copy.with_name("second.db")
        self._progress("judging the present under both")
        with self._stage(copy, draft.in_force) as stage:
            now = self._present(stage)
        shutil.copyfile(copy, second)
        with self._stage(copy, draft.in_force) as in_force, self._stage(second, draft.tried) as tried:
            before = await self._play(in_force, "in force", other=draft.tried.rulebook)
            after = await self._play(tried, "draft", other=draft.in_force.rulebook)
            days = compare(before.diary, after.diary)
            return Rehearsed(
                draft=draft,
                at=self._at,
                length=self._days,
                seed=self._seed,
                changes=changes(draft, first=self._at.date(), last=days.before.ends_at.date()),
                present=now,
                days=days,
                before=before,
                after=after,
                newly=self._examples(in_force, days.newly),
                no_longer=self._examples(tried, days.no_longer),
                delayed=self._late(tried, days),
            )

    def _present(self, stage: Stage) -> Present:
        channels = frozenset(stage.adapters)
        return present(stage.store, self._draft, stage.creditors, channels, now=self._at, sample=self._sample)

    async def _play(self, stage: Stage, name: str, *, other: Rulebook) -> Played:
        def told(now: datetime) -> None:
            self._progress(f"{name}: {now:%Y-%m-%d %H:%M} UTC")

        diary = await go_through(stage, days=self._days, seed=self._seed, progress=told)
        self._progress(f"{name}: counting windows")
        windows = fullest(
            stage.store,
            sorted({made.customer_id for made in diary.made}),
            stage.creditors,
            own=stage.rulebook,
            other=other,
            began_at=self._at,
            ends_at=diary.ends_at,
        )
        stage.store.close()  # gives its memory back; whoever asks again opens it again
        return Played(diary, windows)

    def _stage(self, copy: Path, side: Side) -> Stage:
        return Stage(
            self._app,
            copy,
            at=self._at,
            seed=self._seed,
            rulebook=side.rulebook,
            strategies=side.strategies,
        )

    def _examples(self, stage: Stage, customer_ids: Iterable[CustomerId]) -> list[Example]:
        """Customers whom a stage did not contact, with what it last said about them."""
        chosen = list(customer_ids)[: self._sample]
        with stage.store.read() as tx:
            numbers = rehearsal.customer_numbers(tx, chosen)
            words = rehearsal.last_words(tx, chosen)
        return [Example(numbers[one], because=plain(words[one]) if one in words else None) for one in chosen]

    def _late(self, stage: Stage, days: Days) -> list[Example]:
        chosen = days.delayed[: self._sample]
        with stage.store.read() as tx:
            numbers = rehearsal.customer_numbers(tx, [customer_id for customer_id, _ in chosen])
        return [Example(numbers[customer_id], by=by) for customer_id, by in chosen]
