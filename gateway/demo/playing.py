"""How does the demonstration come to have a past? Its last weeks are played through under a set clock."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from gateway.bootstrap import App
from gateway.bootstrap.rules_in_force import record_rules
from gateway.demo.happenings import happenings
from gateway.demo.people import Person, people
from gateway.domain.errors import ConfigError
from gateway.events import parse_event, record_events
from gateway.importer import import_rows
from gateway.planner import run_plan
from gateway.store.presence import presence_of

COUNT = 60
SEED = 7
DAYS = 24
PASSES = (
    3,
    14,
    19,
)  # hours UTC: first Asia, then Europe and the American east, then the west


class SetClock:
    """A clock that stands where it was set."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """Return the instant that it was set to."""
        return self.at


async def play(app: App, clock: SetClock, today: datetime, progress: Callable[[int], None]) -> list[Person]:
    """Load the portfolio as of some weeks ago and live through them; return who is in it."""
    cast = list(people(today.date(), count=COUNT, seed=SEED))
    presence = presence_of(app.store, app.worker_id)
    presence.enter(today)
    try:
        clock.at = _passes(today)[0]
        record_rules(app)
        _load(app, cast)
        await _live(app, clock, cast, today, progress)
        clock.at = today
        _load(app, cast)  # the creditors' files came again this morning: nothing in them is stale
        app.ledger.sequence(app.store, clock.at)
    finally:
        presence.leave()
    return cast


def _load(app: App, cast: Sequence[Person]) -> None:
    missing = {person.row["creditor"] for person in cast} - set(app.creditors)
    if missing:
        raise ConfigError(
            f"the settings lack the demonstration's creditors {', '.join(sorted(missing))}; "
            "set DUNWELL_CONFIG=config/demo.toml"
        )
    body = "\n".join(json.dumps(invoice) for person in cast for invoice in person.invoices)
    report = import_rows(
        app.store, app.ledger, app.creditors, body.encode(), creditor=None, now=app.clock.now(), ids=app.ids
    )
    assert not report.refused, report.refused
    assert not report.rows_rejected


async def _live(
    app: App, clock: SetClock, cast: Sequence[Person], today: datetime, progress: Callable[[int], None]
) -> None:
    deeds = sorted(happenings(cast, today), key=lambda deed: deed[0])
    for adapter in app.adapters.values():
        await adapter.open()
    for number, at in enumerate(_passes(today)):
        while deeds and deeds[0][0] <= at:
            clock.at, event = deeds.pop(0)
            _tell(app, event)
        clock.at = at
        run_plan(app.store, app.ledger, app.strategies, app.creditors, now=at, ids=app.ids)
        await app.dispatcher.run_once()
        progress(number)


def _passes(today: datetime) -> list[datetime]:
    days = [today - timedelta(days=back) for back in range(DAYS, -1, -1)]
    hours = [day.replace(hour=hour, minute=30, second=0, microsecond=0) for day in days for hour in PASSES]
    return [at for at in hours if at < today]


def _tell(app: App, event: dict[str, Any]) -> None:
    now = app.clock.now()
    with app.store.begin() as tx:
        record_events(
            tx, app.ledger, [parse_event(tx, event, now=now)], now=now, ids=app.ids, source="portal"
        )
