"""What did an audit find? The whole result, and its JSON under keys that stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from gateway.audit.again import BEFORE_QUESTIONS, ERASED, NO_TEXTS, SAME
from gateway.audit.figures import Spread
from gateway.audit.scope import Scope
from gateway.audit.tally import Tally
from gateway.audit.violation import Violation, ViolationKind
from gateway.ledger.verification import Report

FORMAT = "dunwell-audit/1"
NOT_ASKED_AGAIN = (ERASED, BEFORE_QUESTIONS, NO_TEXTS)
"""Why a ruling could not be judged again."""


@dataclass(frozen=True, slots=True)
class BookInForce:
    """A rulebook that ruled in the audited part. since: None where its beginning was not recorded. again:
    when it came back after others."""

    digest: str
    since: datetime | None
    rulings: int
    kept: bool
    again: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class AuditReport:
    """Everything that a report tells. Nothing in it is personal: ids and account numbers only."""

    origin: str
    verifier_key: str
    made_at: datetime
    scope: Scope
    verified: Report
    size: int
    root: str
    checkpoint: str
    rulebooks: tuple[BookInForce, ...]
    tally: Tally
    numbers: dict[str, str]

    @property
    def is_clean(self) -> bool:
        """Whether the ledger verifies and there is no violation."""
        return self.verified.holds and not self.violations

    @cached_property
    def violations(self) -> tuple[Violation, ...]:
        """Every violation, oldest first."""
        return tuple(sorted(self.tally.violations, key=lambda one: (one.at, one.entry_id or "", one.kind)))

    @property
    def by_kind(self) -> dict[ViolationKind, int]:
        """How many violations of each kind there are; those of which there are none left out."""
        counts = Counter(one.kind for one in self.violations)
        return {kind: counts[kind] for kind in ViolationKind if counts[kind]}

    @property
    def rulings(self) -> int:
        """How many rulings are in the period."""
        return self.tally.rulings.total()

    @property
    def asked_again(self) -> int:
        """How many questions could be put to the rules of then again."""
        return sum(count for words, count in self.tally.again.items() if words.startswith(SAME))

    @property
    def not_asked_again(self) -> int:
        """How many rulings could not be."""
        return sum(self.tally.again[words] for words in NOT_ASKED_AGAIN)

    @property
    def made(self) -> int:
        """How many contacts left or may have left."""
        return sum(count for (_, _, state), count in self.tally.contacts.items() if state != "rejected")

    def account(self, account_id: str | None) -> str:
        """Return the number by which people know an account, or its id."""
        return self.numbers.get(account_id or "", account_id or "")

    def as_json(self) -> dict[str, Any]:
        """Return the report under stable keys; docs/audit.md describes them."""
        return {
            "format": FORMAT,
            "clean": self.is_clean,
            "made_at": self.made_at.isoformat(),
            "origin": self.origin,
            "period": self._period(),
            "creditor": self.scope.creditor,
            "ledger": self._ledger(),
            "rulebooks": [self._book(book) for book in self.rulebooks],
            "violations": [one.as_json(self.numbers) for one in self.violations],
            "violations_by_kind": {kind.value: count for kind, count in self.by_kind.items()},
            "rulings": {
                "total": self.rulings,
                "by_creditor_channel_verdict": _keyed(self.tally.rulings),
                "by_verdict_rule": _keyed(self.tally.rules),
                "asked_again": dict(self.tally.again),
            },
            "questions": dict(self.tally.questions),
            "contacts": {"made": self.made, "by_creditor_channel_state": _keyed(self.tally.contacts)},
            "limits": self._limits(),
            "conversation_gaps": self._gaps(),
            "worst_call_windows": self._windows(),
            "hours": self._hours(),
            "stops": self._stops(),
            "disclosures": {template: dict(counts) for template, counts in self.tally.disclosures.items()},
            "attempts": dict(self.tally.attempts)
            | {"unknown_ids": [attempt for attempt, _ in self.tally.unknown]},
        }

    def _period(self) -> dict[str, str | None]:
        first, last = self.tally.first_at, self.tally.last_at
        return {
            "since": str(self.scope.since) if self.scope.since else None,
            "until": str(self.scope.until) if self.scope.until else None,
            "first_entry_at": first.isoformat() if first else None,
            "last_entry_at": last.isoformat() if last else None,
        }

    def _ledger(self) -> dict[str, Any]:
        finding = self.verified.finding
        return {
            "holds": self.verified.holds,
            "finding": str(finding) if finding else None,
            "entries": self.verified.entries,
            "judged": self.tally.entries["judged"],
            "outside_scope": self.tally.entries["outside"],
            "after_checkpoint": self.tally.entries["later"],
            "customers": self.tally.subjects,
            "erased_customers": self.tally.erased,
            "size": self.size,
            "root": self.root,
            "checkpoint": self.checkpoint,
            "verifier_key": self.verifier_key,
        }

    def _book(self, book: BookInForce) -> dict[str, Any]:
        since = book.since.isoformat() if book.since else None
        again = [at.isoformat() for at in book.again]
        told = {"digest": book.digest, "since": since, "again": again}
        return {**told, "rulings": book.rulings, "kept": book.kept}

    def _limits(self) -> list[dict[str, Any]]:
        return [
            {
                "rulebook": digest,
                "rule": f"{pack}/{rule}",
                "limit": worst.limit,
                "window": worst.window,
                "worst": worst.count,
                "counted": worst.contacts,
                "over": worst.over,
                "excused": worst.excused,
                "account": self.account(worst.account_id),
                "entry_id": worst.entry_id,
                "at": worst.at.isoformat() if worst.at else None,
            }
            for (digest, pack, rule), worst in sorted(self.tally.limits.items())
        ]

    def _gaps(self) -> list[dict[str, Any]]:
        return [
            {
                "rule": rule,
                "shortest_seconds": round(gap.shortest.total_seconds()) if gap.shortest is not None else None,
                "account": self.account(gap.account_id),
                "entry_id": gap.entry_id,
            }
            for rule, gap in sorted(self.tally.gaps.items())
        ]

    def _windows(self) -> list[dict[str, Any]]:
        return [
            {
                "calls": calls,
                "at": at,
                "account": self.account(account),
                "entry_id": entry,
                "creditor": creditor,
            }
            for calls, at, account, entry, creditor in self.tally.accounts
        ]

    def _hours(self) -> list[dict[str, Any]]:
        return [
            {
                "region": region,
                "channel": channel,
                "earliest": clock(hours.earliest),
                "earliest_entry_id": hours.earliest_entry,
                "latest": clock(hours.latest),
                "latest_entry_id": hours.latest_entry,
                "by_hour": hours.by_hour,
            }
            for (region, channel), hours in sorted(self.tally.hours.items())
        ]

    def _stops(self) -> list[dict[str, Any]]:
        return [
            {
                "stop": name,
                "received": stop.recorded.count,
                "recorded_after_seconds": _spread(stop.recorded),
                "contacts_until_recorded": stop.before,
                "last_contact_after_seconds": _spread(stop.lasted),
                "contacts_after_recorded": stop.after,
                "confirmations": stop.confirmed,
            }
            for name, stop in sorted(self.tally.reactions.items())
        ]


def clock(minute: int | None) -> str | None:
    """Return minutes since midnight as a clock shows them."""
    return None if minute is None else f"{minute // 60:02d}:{minute % 60:02d}"


def _spread(spread: Spread) -> dict[str, Any]:
    return {
        "median": spread.median,
        "worst": spread.worst if spread.count else None,
        "worst_entry_id": spread.worst_entry,
    }


def _keyed(counts: Mapping[Any, int]) -> dict[str, int]:
    return {" ".join(key): count for key, count in sorted(counts.items())}
