"""Is everything right about one customer? One pass over the chain, then the recount over what it came to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gateway.audit.acts import acts_of
from gateway.audit.again import ask_again
from gateway.audit.books import Books
from gateway.audit.carried import check_disclosures, check_permission
from gateway.audit.chain import ChainEntry, SubjectChain, instant_of
from gateway.audit.completeness import Memory, compare
from gateway.audit.history import Contact, History
from gateway.audit.opening import check_hours
from gateway.audit.permission import Ruled, ruled
from gateway.audit.scope import Scope
from gateway.audit.stops import check_stops
from gateway.audit.tally import Tally
from gateway.audit.violation import Violation, ViolationKind
from gateway.audit.windows import call_windows, check_limits
from gateway.domain.words import AttemptState
from gateway.ledger import EntryKind
from gateway.store.audit_scan import AttemptScan

RULINGS = {
    EntryKind.CONTACT_ALLOWED.value: "allow",
    EntryKind.CONTACT_DEFERRED.value: "defer",
    EntryKind.CONTACT_REFUSED.value: "refuse",
}
_SETTLES = frozenset({EntryKind.CONTACT_OUTCOME.value, EntryKind.CONTACT_WITHDRAWN.value})
_IN_HAND = frozenset({AttemptState.RESERVED.value, AttemptState.SENDING.value})


class Examiner:
    """Examines customers one after the other into one tally."""

    def __init__(self, books: Books, scope: Scope) -> None:
        self.tally = Tally()
        self._books, self._scope = books, scope

    def examine(self, chain: SubjectChain, attempts: Iterable[AttemptScan]) -> None:
        """Examine one customer. attempts: those on them that the database holds."""
        _Subject(self.tally, self._books, self._scope, chain).examine(list(attempts))


class _Subject:
    def __init__(self, tally: Tally, books: Books, scope: Scope, chain: SubjectChain) -> None:
        self.tally, self.books, self.scope, self.chain = tally, books, scope, chain
        self.history = History()
        self.memory: Memory = {}
        self.rulings: list[Ruled] = []
        self.answers: dict[str, tuple[frozenset[str], datetime | None]] = {}  # requires, not_after by entry

    def examine(self, attempts: list[AttemptScan]) -> None:
        if self.scope.creditor is not None and self.chain.creditor not in (None, self.scope.creditor):
            return
        if self.chain.customer_id is not None or self.chain.erased:
            self.tally.subjects += 1
            self.tally.erased += self.chain.erased
        for entry in self.chain.entries:
            self._take(entry)
        self._recount()
        self._compare_attempts(attempts)

    def _take(self, entry: ChainEntry) -> None:
        judged = self._is_judged(entry)
        self.tally.entries["judged" if judged else "outside" if entry.covered else "later"] += 1
        if judged:
            self.tally.kinds[entry.kind] += 1
            self.tally.see_instant(entry.at)
        if entry.kind == EntryKind.EVENT_RECORDED and entry.sealed:
            self.history.tell(entry, entry.sealed)
        elif entry.kind in _SETTLES:
            self.history.settle(entry)
        elif entry.kind in RULINGS:
            if judged:
                self._count(entry)
                self._ask_again(entry)
                self._check_question(entry)
            if entry.kind == EntryKind.CONTACT_ALLOWED:
                self._allow(entry, judged)

    def _is_judged(self, entry: ChainEntry) -> bool:
        return entry.covered and self.scope.holds(entry.at, self.chain.creditor)

    def _count(self, entry: ChainEntry) -> None:
        verdict, public = RULINGS[entry.kind], entry.public
        self.tally.rulings[self.chain.creditor or "?", public.get("channel") or "none", verdict] += 1
        self.tally.books[public.get("rulebook") or "?"] += 1
        if verdict != "allow":
            self.tally.rules[verdict, public.get("rule") or "?"] += 1

    def _ask_again(self, entry: ChainEntry) -> None:
        outcome = ask_again(entry, self.chain.creditor, self.books.of(entry.public.get("rulebook") or ""))
        self.tally.again.update(outcome.counts)
        self.tally.violations += outcome.violations
        self.answers[entry.entry_id] = (outcome.requires, outcome.not_after)

    def _check_question(self, entry: ChainEntry) -> None:
        """Hold the question against the chain, whatever the ruling said."""
        question = (entry.sealed or {}).get("question")
        if not isinstance(question, dict):
            return
        self.tally.questions["recounted"] += 1
        self.tally.questions["events"] += len(question.get("events", ()))
        try:
            gaps = compare(question["events"], self.history, entry.seq, entry.at, self.memory)
        except (KeyError, TypeError, ValueError, AttributeError):
            return  # asking again has named it as unreadable
        for kind, found, words in (
            (ViolationKind.FACT_LEFT_OUT, gaps.left_out, "did not hold"),
            (ViolationKind.FACT_ADDED, gaps.added, "held in addition"),
        ):
            for gap in found:
                what = f"The question {words} the event {gap.type} {gap.id}".rstrip() + "."
                self.tally.violations.append(
                    Violation(kind, entry.at, what, entry.entry_id, self.chain.creditor)
                )

    def _allow(self, entry: ChainEntry, judged: bool) -> None:
        contact = self.history.allow(entry, entry.sealed)
        if not judged or entry.sealed is None:
            return
        digest = entry.public.get("rulebook") or ""
        one = ruled(contact, entry.sealed, self.chain.creditor, self.books.of(digest), digest)
        if one is not None and one.permissions:
            self.rulings.append(one)
        else:
            what = "The entry allows a contact, but holds no ruling that allows it about any account."
            self._found(
                Violation(ViolationKind.NO_RULING, entry.at, what, entry.entry_id, self.chain.creditor)
            )

    def _recount(self) -> None:
        acts = acts_of(self.history)
        made = [one for one in self.rulings if one.contact.was_made]
        found = self.tally.violations
        for one in made:
            requires, not_after = self.answers[one.contact.entry_id]
            found += check_limits(one, acts, self.history, self.tally)
            found += check_hours(one, acts, self.history, self.tally)
            found += check_disclosures(one, requires, self.tally)
            found += check_permission(one, not_after)
        found += check_stops(made, acts, self.history, self.tally)
        call_windows(acts, self.rulings, self.chain.creditor, self.tally)

    def _compare_attempts(self, attempts: list[AttemptScan]) -> None:
        rows = {attempt.attempt_id: attempt for attempt in attempts}
        for contact in self.history.contacts:
            if self.scope.holds(contact.allowed_at, self.chain.creditor):
                self._compare_contact(contact, rows.get(contact.attempt_id))
        known = {contact.attempt_id for contact in self.history.contacts}
        for attempt_id in sorted(rows.keys() - known):
            at = instant_of(rows[attempt_id].reserved_at)
            if self.scope.holds(at, self.chain.creditor):
                what = f"The attempt {attempt_id} has no ruling in the ledger that allowed it."
                self._found(Violation(ViolationKind.UNRECORDED_ATTEMPT, at, what, None, self.chain.creditor))

    def _compare_contact(self, contact: Contact, row: AttemptScan | None) -> None:
        tally, state = self.tally, contact.state
        tally.contacts[self.chain.creditor or "?", contact.channel, state] += 1
        if state == AttemptState.UNKNOWN:
            tally.attempts["outcome unknown and open"] += 1
            tally.unknown.append((contact.attempt_id, contact.entry_id))
        elif state in _IN_HAND:
            tally.attempts["no outcome recorded yet"] += 1
        if row is None:
            tally.attempts["row no longer in the database"] += 1
        elif row.state != state and not {row.state, state} <= _IN_HAND:
            what = (
                f"The attempt {contact.attempt_id} is {row.state} in the database and {state} in the ledger."
            )
            at = contact.ended_at or contact.allowed_at
            self._found(
                Violation(ViolationKind.OTHER_OUTCOME, at, what, contact.entry_id, self.chain.creditor)
            )
        else:
            tally.attempts["as the ledger tells"] += 1

    def _found(self, violation: Violation) -> None:
        self.tally.violations.append(violation)
