"""Is a ruling the same when its stored question is put to the rules of then once more?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from compliance.rulebook import Rulebook
from compliance.verdict import Ruling
from gateway.audit.books import Book
from gateway.audit.chain import ChainEntry
from gateway.audit.violation import Violation, ViolationKind
from gateway.dispatcher.judging import ask
from gateway.dispatcher.kept import KeptRuling, kept_rulings
from gateway.domain.errors import DataError
from gateway.domain.words import Verdict

SAME = "same"
OTHER_REASON = "same verdict, other reason"
DIFFERS = "differs"
BEFORE_QUESTIONS = "from before questions were kept"
NO_RULES = "decided without the rulebook"
NO_TEXTS = "texts of the rulebook not kept"
ERASED = "customer erased"
UNREADABLE = "question unreadable"
REASONS_OTHERWISE = "ruled by another version's reasoning"


@dataclass(slots=True)
class Outcome:
    """What asking again came to. counts: by the words above; requires and not_after of the newly allowed."""

    counts: list[str] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    requires: frozenset[str] = frozenset()
    not_after: datetime | None = None


def ask_again(entry: ChainEntry, creditor: str | None, book: Book) -> Outcome:
    """Return how a ruling's entry compares with what the rules of then say now."""
    sealed = entry.sealed
    if sealed is None:
        return Outcome([ERASED])
    if not sealed.get("rulings"):
        return Outcome([NO_RULES])
    if "question" not in sealed:
        return Outcome([BEFORE_QUESTIONS])
    if book.rulebook is None:
        return Outcome([NO_TEXTS])
    outcome = Outcome()
    try:
        for kept in kept_rulings(sealed):
            _one(outcome, entry, kept, creditor, book, book.rulebook)
    except (DataError, KeyError, TypeError, ValueError, AttributeError):
        outcome.counts.append(UNREADABLE)
        what = "The question cannot be read, so the ruling cannot be judged again."
        outcome.violations.append(
            Violation(ViolationKind.UNREADABLE_QUESTION, entry.at, what, entry.entry_id, creditor)
        )
    return outcome


def _one(
    outcome: Outcome,
    entry: ChainEntry,
    kept: KeptRuling,
    creditor: str | None,
    book: Book,
    rules: Rulebook,
) -> None:
    facts = kept.facts
    if facts.at != entry.at:
        what = f"The question asks about {facts.at.isoformat()}, the entry is of {entry.at.isoformat()}."
        _found(outcome, ViolationKind.OTHER_INSTANT, entry, what, creditor, kept)
        facts = replace(facts, at=entry.at)
    now = ask(rules, facts)
    then = Verdict(kept.said["verdict"])
    if not book.reasons_alike:
        outcome.counts.append(REASONS_OTHERWISE)
    outcome.counts.append(_compared(then, now, kept))
    if _is_wrong(then, now.verdict, book):
        first, second = _told(then, kept.said["because"]), _told(now.verdict, now.because)
        what = f"Then: {first} Now, by the rules of then: {second}"
        _found(outcome, ViolationKind.RULING_DIFFERS, entry, what, creditor, kept, _deciding(now, kept))
    if then is Verdict.ALLOW and now.verdict is Verdict.ALLOW:
        outcome.requires |= {one.name for one in now.requires if not one.is_step}
        ends = [end for end in (outcome.not_after, now.not_after) if end is not None]
        outcome.not_after = min(ends, default=None)


def _is_wrong(then: Verdict, now: Verdict, book: Book) -> bool:
    """Where a later version reasons better, only what it would not allow counts as wrong."""
    if book.reasons_alike:
        return then is not now
    return then is Verdict.ALLOW and now is not Verdict.ALLOW


def _compared(then: Verdict, now: Ruling, kept: KeptRuling) -> str:
    if then is not now.verdict:
        return DIFFERS
    said = {(v[1], v[0], v[2]) for v in kept.said["verdicts"] if v[2] != Verdict.ALLOW.value}
    says = {(v.pack, v.rule, v.verdict.value) for v in now.verdicts if v.verdict is not Verdict.ALLOW}
    return SAME if said == says else OTHER_REASON


def _told(verdict: Verdict, because: str) -> str:
    return f"{verdict.value} ({because.rstrip('.')})."


def _deciding(now: Ruling, kept: KeptRuling) -> str | None:
    """The rule that speaks against it now, or spoke against it then."""
    against: Iterator[tuple[str, str]] = (
        (v.pack, v.rule) for v in now.verdicts if v.verdict is not Verdict.ALLOW
    )
    spoke = ((v[1], v[0]) for v in kept.said["verdicts"] if v[2] != Verdict.ALLOW.value)
    found = next(against, None) or next(spoke, None)
    return "/".join(found) if found else None


def _found(
    outcome: Outcome,
    kind: ViolationKind,
    entry: ChainEntry,
    what: str,
    creditor: str | None,
    kept: KeptRuling,
    rule: str | None = None,
) -> None:
    account: Any = kept.account_id
    outcome.violations.append(Violation(kind, entry.at, what, entry.entry_id, creditor, account, rule))
