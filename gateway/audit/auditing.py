"""How is a ledger of any size audited? In slices of subjects, each of them in one of several processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context

from gateway.audit.books import Books
from gateway.audit.chain import by_subject, instant_of, open_chain
from gateway.audit.examining import Examiner
from gateway.audit.report import AuditReport, BookInForce
from gateway.audit.scope import Scope
from gateway.audit.tally import Tally
from gateway.audit.violation import Violation, ViolationKind
from gateway.domain.errors import RefusedToRun
from gateway.keys import Keys
from gateway.ledger import Ledger
from gateway.ledger.verification import Report
from gateway.replay import Rulebooks
from gateway.store import Store, Tx, audit_scan, open_store
from gateway.store import ledger as rows
from gateway.store.audit_scan import AttemptScan, ChainScan
from gateway.store.ledger_scan import steady

ENTRIES_A_SLICE = 4_000  # some seconds of work, after which progress is told
_MOST_SLICES = 4_096
_DIGITS = 4  # of a subject's pseudonym, by which slices are cut
_LAST = "zzzz"  # after every hexadecimal digit and after "system", by whatever collation

Progress = Callable[[int, int], None]
"""Told how many slices are done, of how many."""
Slice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Job:
    """What every process needs to audit slices: the database, the key to it, the rules, what to judge."""

    url: str
    secret: bytes
    books: Books
    scope: Scope
    size: int


def audit(
    store: Store,
    ledger: Ledger,
    keys: Keys,
    rulebooks: Rulebooks,
    *,
    url: str,
    scope: Scope,
    now: datetime,
    jobs: int = 1,
    progress: Progress = lambda done, total: None,
) -> AuditReport:
    """Return what an audit of the whole ledger finds, as far as its signed tree reaches.

    url: of the database, for the other processes; used where jobs is over 1.
    Entries that wait for their place are given it; what is written meanwhile is left for the next audit.
    """
    ledger.sequence(store, now)
    with store.read() as tx:
        head = rows.newest_head(tx)
    size = head.size if head else 0
    books = _books(rulebooks)
    job = Job(url, keys.secret, books, scope, size)
    slices = _slices(size)
    if jobs > 1 and len(slices) > 1:
        tally, verified = _in_processes(job, slices, jobs, progress, lambda: ledger.verify(store))
    else:
        verified = ledger.verify(store)
        tally = _add_up((audit_slice(store, keys, job, one) for one in slices), len(slices), progress)
    with store.read() as tx:
        _strange_attempts(tx, tally, scope)
        numbers = audit_scan.account_numbers(tx, tally.account_ids())
    return AuditReport(
        origin=ledger.signer.origin,
        verifier_key=ledger.signer.verifier_key,
        made_at=now,
        scope=scope,
        verified=verified,
        size=size,
        root=head.root.hex() if head else "",
        checkpoint=head.checkpoint or "" if head else "",
        rulebooks=_in_force(rulebooks, books, tally),
        tally=tally,
        numbers=numbers,
    )


def audit_slice(store: Store, keys: Keys, job: Job, limits: Slice) -> Tally:
    """Return what is found about the subjects of one slice."""
    examiner = Examiner(job.books, job.scope)
    with store.read() as tx:
        steady(tx)
        attempts = _Attempts(audit_scan.scan_attempts(tx, *limits))
        for subject_id, entries in by_subject(audit_scan.scan_chains(tx, *limits)):
            _examine(examiner, keys, job.size, entries, attempts.of(subject_id))
    return examiner.tally


def _examine(
    examiner: Examiner, keys: Keys, size: int, entries: list[ChainScan], attempts: list[AttemptScan]
) -> None:
    """One chain that cannot be read is named, and the others are audited all the same."""
    try:
        examiner.examine(open_chain(entries, keys, size), attempts)
    except (RefusedToRun, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        last = entries[-1]
        what = f"The entries of the subject {last.subject_id} cannot be read ({type(error).__name__})."
        examiner.tally.violations.append(
            Violation(
                ViolationKind.UNREADABLE_CHAIN, instant_of(last.at), what, last.entry_id, last.creditor_id
            )
        )


class _Attempts:
    """Attempts that come in the order of the subjects, taken a subject at a time."""

    def __init__(self, scanned: Iterator[AttemptScan]) -> None:
        self._scanned = scanned
        self._next = next(scanned, None)

    def of(self, subject_id: str) -> list[AttemptScan]:
        """Return one subject's; subjects are asked for in order."""
        found = []
        while self._next is not None and self._next.subject_id <= subject_id:
            if self._next.subject_id == subject_id:
                found.append(self._next)
            self._next = next(self._scanned, None)
        return found


def _books(rulebooks: Rulebooks) -> Books:
    digests = {rulebooks.today.digest, *(digest for digest, _ in rulebooks.in_force)}
    found = {digest: rulebooks.of(digest).rulebook for digest in sorted(digests)}
    ready = {digest: rulebook for digest, rulebook in found.items() if rulebook is not None}
    return Books({digest: dict(rulebook.texts) for digest, rulebook in ready.items()}, ready)


def _slices(entries: int) -> list[Slice]:
    """Subjects have random names, so that equal ranges of names are about equal shares of the ledger."""
    count = min(max(1, entries // ENTRIES_A_SLICE), _MOST_SLICES)
    whole = 16**_DIGITS
    cuts = [f"{whole * number // count:0{_DIGITS}x}" for number in range(count)]
    return list(zip(["", *cuts[1:]], [*cuts[1:], _LAST], strict=True))


def _add_up(parts: Iterable[Tally], count: int, progress: Progress) -> Tally:
    whole = Tally()
    for done, part in enumerate(parts, 1):
        whole.add(part)
        progress(done, count)
    return whole


def _in_processes(
    job: Job, slices: list[Slice], jobs: int, progress: Progress, meanwhile: Callable[[], Report]
) -> tuple[Tally, Report]:
    with ThreadPoolExecutor(1) as beside, _pool(job, jobs) as pool:
        verified = beside.submit(meanwhile)
        futures = [pool.submit(_slice_in_process, one) for one in slices]
        parts = (future.result() for future in as_completed(futures))
        return _add_up(parts, len(slices), progress), verified.result()


@contextmanager
def _pool(job: Job, jobs: int) -> Iterator[ProcessPoolExecutor]:
    # Not forked: the parent's database connections and threads must not be shared.
    with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_begin, initargs=(job,)) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


_AT_HAND: list[tuple[Store, Keys, Job]] = []
"""What a process of the pool works with, opened when it begins."""


def _begin(job: Job) -> None:
    _AT_HAND.append((open_store(job.url), Keys.from_secret(job.secret), job))


def _slice_in_process(limits: Slice) -> Tally:
    store, keys, job = _AT_HAND[0]
    return audit_slice(store, keys, job, limits)


def _strange_attempts(tx: Tx, tally: Tally, scope: Scope) -> None:
    for attempt_id, reserved_at, creditor in audit_scan.scan_strange_attempts(tx):
        at = instant_of(reserved_at)
        if scope.holds(at, creditor):
            what = f"The attempt {attempt_id} is on a customer of whom the ledger knows nothing."
            tally.violations.append(Violation(ViolationKind.UNRECORDED_ATTEMPT, at, what, None, creditor))


def _in_force(rulebooks: Rulebooks, books: Books, tally: Tally) -> tuple[BookInForce, ...]:
    since = dict(rulebooks.in_force)
    digests = sorted(tally.books, key=lambda digest: (since.get(digest) is None, str(since.get(digest))))
    return tuple(
        BookInForce(
            digest,
            since.get(digest),
            tally.books[digest],
            digest in books.texts,
            again=rulebooks.began(digest)[1:],
        )
        for digest in digests
    )
