"""How long does an audit of a large ledger take? Builds one, then audits it in a fresh process.

Run: .venv/bin/python -m bench.audit [--entries 1000000] [--jobs N] [--database URL]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from bench.installation import ROOT
from bench.ledger import RandomIds
from compliance.facts import AccountFacts, Actor, Event, Facts, Location, Person, Point
from compliance.rulebook import REASONING, Rulebook, load_rulebook
from gateway.audit import Scope, audit
from gateway.dispatcher.judging import Judgement, ask
from gateway.dispatcher.kept import keep
from gateway.domain.ids import CustomerId, EntryId
from gateway.domain.words import ActorRole, Channel, DebtClass, Verdict
from gateway.keys import Keys
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.replay import Rulebooks
from gateway.store import Store, open_store
from gateway.store.migrations import migrate

BEGAN = datetime(2026, 1, 5, 16, tzinfo=UTC)  # a Monday, 11:00 in New York
CUSTOMERS_AT_ONCE = 40
DIFFERENT_LIVES = 40  # lived again and again by other customers: making them takes longer than writing them
ROUNDS = 24  # contacts that are tried with each customer, four days apart
TOLD = 10  # events that each customer has told before and between
KEYS = Keys.from_secret(bytes(32))
PLACES = (
    ("US-NY", "America/New_York"),
    ("US-TX", "America/Chicago"),
    ("US-CA", "America/Los_Angeles"),
    ("GB-ENG", "Europe/London"),
)
TEXT = (
    "Dear Ann, the invoice 4711 over 120.50 USD was due on 2 January. Please pay, or tell us why not.\n" * 8
)
KINDS = {
    Verdict.ALLOW: EntryKind.CONTACT_ALLOWED,
    Verdict.DEFER: EntryKind.CONTACT_DEFERRED,
    Verdict.REFUSE: EntryKind.CONTACT_REFUSED,
}


class Life:
    """One customer's chain, with true questions."""

    def __init__(self, ids: RandomIds, rulebook: Rulebook, number: int) -> None:
        self._ids, self._rulebook = ids, rulebook
        self._customer, self._account = CustomerId(ids.new()), str(ids.new())
        self._region, self._zone = PLACES[number % len(PLACES)]
        self._events: list[Event] = []
        self._point = Point(str(ids.new()), "email")

    def entries(self) -> Iterator[Entry]:
        """Yield the chain in order."""
        for number in range(TOLD):
            yield self._told("payment" if number % 2 else "portal", BEGAN - timedelta(days=TOLD - number))
        for number in range(ROUNDS):
            at = BEGAN + timedelta(days=4 * number, minutes=number)
            yield from self._ruling(at)

    def _told(self, kind: str, at: datetime) -> Entry:
        event_id = str(self._ids.new())
        body = {"direction": "inbound"} if kind == "portal" else {}
        self._events.append(Event(type=kind, at=at, id=event_id, direction=body.get("direction")))
        private = {
            "at": at.isoformat(),
            "account_id": None,
            "contact_point_id": None,
            "body": body,
            "effect": "",
        }
        public = {"event_id": event_id, "type": kind, "source": "portal"}
        return self._entry(EntryKind.EVENT_RECORDED, at, public, private)

    def _ruling(self, at: datetime) -> Iterator[Entry]:
        facts = self._facts(at)
        ruling = ask(self._rulebook, facts)
        none = cast(Any, None)
        kept = keep([Judgement(Channel.EMAIL, none, ((none, ruling),), (facts,))])
        attempt = str(self._ids.new())
        public = {
            "rulebook": self._rulebook.digest,
            "channel": "email",
            "kind": "dunning",
            "verdict": ruling.verdict.value,
            "rule": next((v.rule for v in ruling.verdicts if v.verdict is not Verdict.ALLOW), None),
            "attempt_id": attempt,
            "template": "reminder-1",
            "disclosures": [one.name for one in ruling.requires],
        }
        message = {"to": "ann@example.com", "text": TEXT, "form": "text"}
        yield self._entry(KINDS[ruling.verdict], at, public, {**kept, "message": message})
        if ruling.verdict is Verdict.ALLOW:
            sent_at = at + timedelta(seconds=1)
            told = {"attempt_id": attempt, "state": "accepted", "code": "250"}
            yield self._entry(EntryKind.CONTACT_OUTCOME, sent_at, told, {"sent_at": sent_at.isoformat()})
            self._events.append(self._made(attempt, sent_at))

    def _facts(self, at: datetime) -> Facts:
        return Facts(
            at=at,
            channel=Channel.EMAIL,
            actor=Actor("acme:original_creditor", ActorRole.ORIGINAL_CREDITOR),
            account=AccountFacts(self._account, "acme", DebtClass.CONSUMER, days_past_due=20),
            person=Person(
                str(self._customer),
                region=self._region,
                locations=(Location("residence", self._zone, self._region),),
            ),
            contact_point=self._point,
            contact_points=(self._point,),
            events=tuple(self._events),
        )

    def _made(self, attempt: str, at: datetime) -> Event:
        return Event(
            type="email",
            at=at,
            id=attempt,
            direction="outbound",
            actor="acme:original_creditor",
            accounts=(self._account,),
            contact_point=self._point.id,
            form="text",
            kind="dunning",
        )

    def _entry(self, kind: EntryKind, at: datetime, public: dict[str, Any], private: dict[str, Any]) -> Entry:
        return Entry(EntryId(self._ids.new()), self._customer, kind, at, public, private)


def shipped_rulebook() -> Rulebook:
    """Return the rulebook of the shipped packs."""
    packs = sorted((ROOT / "config" / "compliance").glob("*.toml"))
    return load_rulebook({path.name: path.read_text("utf-8") for path in packs})


def build(store: Store, count: int) -> int:
    """Write a ledger of at least so many entries; return how many."""
    ids, rulebook = RandomIds(), shipped_rulebook()
    ledger = Ledger(ids, KEYS, "bench")
    lives = [list(Life(ids, rulebook, number).entries()) for number in range(DIFFERENT_LIVES)]
    packs = {"reasoning": REASONING, "packs": dict(rulebook.texts)}
    in_force = {"before": None, "now": rulebook.digest}
    with store.begin() as tx:  # as a daemon does when it begins
        changed = Entry(EntryId(ids.new()), None, EntryKind.RULEBOOK_CHANGED, BEGAN, in_force, packs)
        ledger.append(tx, [changed])
    written = customers = 0
    while written < count:
        entries: list[Entry] = []
        for _ in range(CUSTOMERS_AT_ONCE):
            customer = CustomerId(ids.new())
            entries += [
                replace(one, entry_id=EntryId(ids.new()), customer_id=customer)
                for one in lives[customers % len(lives)]
            ]
            customers += 1
        with store.begin() as tx:
            ledger.append(tx, entries)
        written += len(entries)
    ledger.sequence(store, BEGAN)
    return written


def measure(url: str, jobs: int) -> dict[str, Any]:
    """Audit, verification included; return seconds and peak memory of this process and its largest child."""
    store = open_store(url)
    ledger = Ledger(RandomIds(), KEYS, "bench")
    with store.read() as tx:
        rulebooks = Rulebooks(tx, ledger, shipped_rulebook())
    began = time.perf_counter()
    report = audit(
        store,
        ledger,
        KEYS,
        rulebooks,
        url=url,
        scope=Scope(),
        now=datetime.now(UTC),
        jobs=jobs,
        progress=_tell,
    )
    audit_s = time.perf_counter() - began
    store.close()
    tally = report.tally
    return {
        "entries": report.verified.entries,
        "customers": tally.subjects,
        "rulings": report.rulings,
        "events_a_question": round(tally.questions["events"] / max(1, tally.questions["recounted"]), 1),
        "violations": len(report.violations),
        "jobs": jobs,
        "audit_s": round(audit_s, 1),
        "audit_per_s": round(report.verified.entries / audit_s),
        "cpu_s": round(_cpu()),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "largest_child_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "load": [round(load, 1) for load in os.getloadavg()],
    }


def _cpu() -> float:
    """Seconds of processor time, of this process and of its children that have ended."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def _tell(done: int, total: int) -> None:
    if done == total or done % max(1, total // 10) == 0:
        print(f"audited {done * 100 // total} %", file=sys.stderr, flush=True)


def main() -> None:
    """Build, then measure in a process of its own, whose memory is not the builder's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=50_000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--database", default="", help="an empty database; default: a scratch SQLite file")
    parser.add_argument("--measure", action="store_true", help="measure only: the database has a ledger")
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(measure(given.database, given.jobs)))
        return
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{folder}/bench.db"
        store = open_store(url)
        migrate(store)
        began = time.perf_counter()
        written = build(store, given.entries)
        seconds = time.perf_counter() - began
        store.close()
        print(f"built {written:,} entries in {seconds:.0f} s ({written / seconds:,.0f} /s)", flush=True)
        command = [
            sys.executable,
            "-m",
            "bench.audit",
            "--measure",
            "--database",
            url,
            "--jobs",
            str(given.jobs),
        ]
        done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
        print(json.dumps(json.loads(done.stdout), indent=1))


if __name__ == "__main__":
    main()
