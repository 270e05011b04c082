"""How many texts leave after a STOP? Customers text it while a dispatcher prepares and sends to them.

    python -m bench.stop_races [--races 1000] [--seed 1]

Runs on SQLite and on PostgreSQL. What counts is the order of commits: in the transaction that receives the
STOP it is noted which attempts have begun to leave; whatever leaves beside those and the one confirmation is
a text after a STOP, and there must be none.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from bench.postgres import postgres_server
from bench.stopping import stop_in_order
from channels.message import Message, Receipt
from gateway.domain.ids import CustomerId
from gateway.domain.words import AttemptState, Channel, MessageKind, PointKind
from gateway.inbound import InboundMessage, receive
from gateway.store import Store, open_store, schema
from gateway.store.migrations import migrate
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.customer import a_customer
from tests.builders.dispatcher import Desk, a_desk, an_outreach
from tests.fakes.adapter import FakeAdapter
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

AT_ONCE = 50  # customers in one round
BATCH = 5  # outreach in one transaction: many small batches, many moments to fall between
SLOWEST, LONGEST_PAUSE = 0.02, 0.008  # seconds of a send, and between two STOPs, at most
_GONE = tuple(s.value for s in AttemptState if s not in (AttemptState.RESERVED, AttemptState.REJECTED))


@dataclass
class Races:
    """What happened. moments: where the STOPs fell; late: attempts that left after one."""

    races: int = 0
    moments: Counter[str] = field(default_factory=Counter)
    confirmations: int = 0
    late: list[UUID] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """Return it as a measurement is kept."""
        return {
            "races": self.races,
            "late": len(self.late),
            "confirmations": self.confirmations,
            "moments": dict(sorted(self.moments.items())),
        }


@dataclass(frozen=True, slots=True)
class Said:
    """What a STOP found at its commit: the attempts that had begun to leave, and where the first stood."""

    gone: frozenset[UUID]
    moment: str


class SlowAdapter(FakeAdapter):
    """Takes a random while to send."""

    def __init__(self, clock: FixedClock, chance: random.Random) -> None:
        super().__init__(Channel.SMS, clock)
        self._chance = chance

    async def send(self, message: Message) -> Receipt:
        """Send after a while."""
        await asyncio.sleep(self._chance.random() * SLOWEST)
        return await super().send(message)


def run_races(store: Store, count: int, seed: int) -> Races:
    """Return what happened in so many races on an empty database."""
    chance, found = random.Random(seed), Races()
    clock, ids = FixedClock(), SeededIds(seed)
    desk = a_desk(store, clock, ids, batch=BATCH)
    while found.races < count:
        _round(desk, min(AT_ONCE, count - found.races), chance, found)
    return found


def _round(desk: Desk, count: int, chance: random.Random, found: Races) -> None:
    desk.adapters[Channel.SMS] = adapter = SlowAdapter(desk.clock, chance)
    people = _people(desk, count, found.races)
    said: dict[CustomerId, Said] = {}
    order = list(people)
    chance.shuffle(order)
    stops = threading.Thread(target=_say_stop, args=(desk, people, order, chance.random(), said))
    stops.start()
    asyncio.run(desk.dispatcher.run_once())
    stops.join()
    asyncio.run(desk.dispatcher.run_once())  # what was taken back, and the confirmations
    _reckon(desk, adapter.sent, said, found)
    found.races += count


def _people(desk: Desk, count: int, before: int) -> dict[CustomerId, str]:
    people: dict[CustomerId, str] = {}
    with desk.store.begin() as tx:
        for number in range(before, before + count):
            customer = a_customer(tx, desk.ids)
            people[customer.customer_id] = f"+1212{number + 2_000_000:07}"
            a_contact_point(tx, desk.ids, customer, PointKind.MOBILE, value=people[customer.customer_id])
            an_account(tx, desk.ids, customer, days_past_due=12, account_number=f"R-{number}")
            an_outreach(tx, desk.ids, customer, desk.clock.now(), channels=["sms"])
    return people


def _say_stop(
    desk: Desk,
    people: dict[CustomerId, str],
    order: Sequence[CustomerId],
    seed: float,
    said: dict[CustomerId, Said],
) -> None:
    chance, ids = random.Random(seed), SeededIds(int(seed * 2**40) + 2)
    columns = schema.attempt.c
    for number, customer_id in enumerate(order):
        time.sleep(chance.random() * LONGEST_PAUSE)
        message = InboundMessage(
            Channel.SMS,
            "race",
            f"{seed}:{number}",
            people[customer_id],
            "+15185550101",
            "STOP",
            desk.clock.now(),
        )
        query = sa.select(columns.attempt_id, columns.state).where(columns.customer_id == customer_id)
        with desk.store.begin() as tx:
            receive(tx, desk.ledger, message, now=desk.clock.now(), ids=ids)
            states = {row.attempt_id: row.state for row in tx.execute(query)}
        gone = frozenset(one for one, state in states.items() if state in _GONE)
        said[customer_id] = Said(gone, next(iter(states.values()), "before"))


def _reckon(desk: Desk, sent: Sequence[Message], said: dict[CustomerId, Said], found: Races) -> None:
    columns = schema.attempt.c
    query = sa.select(columns.attempt_id, columns.customer_id, columns.kind)
    with desk.store.read() as tx:
        attempts = {
            row.attempt_id: row for row in tx.execute(query.where(columns.customer_id.in_(list(said))))
        }
    for message in sent:
        attempt = attempts[message.attempt_id]
        if attempt.kind == MessageKind.OPT_OUT_CONFIRMATION:
            found.confirmations += 1
        elif message.attempt_id not in said[attempt.customer_id].gone:
            found.late.append(message.attempt_id)
    found.moments.update(one.moment for one in said.values())


def main() -> None:
    """Race on both databases and print what happened; the exit status says whether a text came too late."""
    stop_in_order()
    parser = argparse.ArgumentParser(description="STOP against a dispatcher that is sending")
    parser.add_argument("--races", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    late = 0
    with tempfile.TemporaryDirectory(prefix="dunwell-races-") as folder, postgres_server() as server:
        urls = {"sqlite": f"sqlite:///{Path(folder) / 'races.db'}", "postgres": server.new_database("races")}
        for name, url in urls.items():
            store = open_store(url)
            migrate(store)
            found = run_races(store, asked.races, asked.seed)
            store.close()
            late += len(found.late)
            print(json.dumps({"database": name, **found.as_json()}), flush=True)
    sys.exit(1 if late else 0)


if __name__ == "__main__":
    main()
