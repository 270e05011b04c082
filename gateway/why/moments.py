"""What happened on an account, moment by moment? Sent, put off, refused, told, noted: each a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.domain.ids import AttemptId, EntryId, OutreachId
from gateway.domain.portfolio import Account
from gateway.domain.words import AttemptState, MadeBy, Origin, OutreachState, Verdict
from gateway.ledger import Ledger
from gateway.store import Tx, history
from gateway.store.contact_log import LogFilter, LogRow, contact_log_page
from gateway.store.history import AttemptRow, OutreachRow
from gateway.why.call_results import CAME_TO, came_to
from gateway.why.calls_told import call_in_words
from gateway.why.citations import citations_of
from gateway.why.events_told import sentence_of
from gateway.why.plain_words import as_words, dates_in_words, medium, time_in_words

MOST = 1000  # of the newest rulings; the contact log has all of them


class Mark(StrEnum):
    """What kind of moment it was."""

    SENT = "sent"
    FAILED = "failed"
    PUT_OFF = "put off"
    REFUSED = "refused"
    TOLD = "told"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened or did not."""

    at: datetime
    mark: Mark
    text: str
    source: str = ""  # the law or policy behind it
    attempt_id: AttemptId | None = None
    entry_id: EntryId | None = None  # of the ruling that held it back


def moments_of(
    tx: Tx, ledger: Ledger, account: Account, outreach: Sequence[OutreachRow], zone: str
) -> list[Moment]:
    """Return what happened on an account, oldest first."""
    wanted = LogFilter(customer_id=account.customer_id, account_id=account.account_id)
    log = contact_log_page(tx, wanted, limit=MOST)
    attempts = {attempt.attempt_id: attempt for attempt in history.attempts_of(tx, account.customer_id)}
    asked_for = {row.outreach_id: row for row in outreach}
    found = list(_ruled(log, asked_for, attempts, citations_of(tx, ledger, log), zone))
    found += [
        Moment(event.at, Mark.TOLD, sentence_of(event))
        for event in history.events_of(tx, account.customer_id)
        if event.account_id in (None, account.account_id)
    ]
    found += [_cancelled(row) for row in outreach if row.state == OutreachState.CANCELLED]
    return sorted(found, key=lambda moment: moment.at)


def message_in_words(row: OutreachRow) -> str:
    """Return which message it is, and who asked for it."""
    name = as_words(row.template).capitalize()
    return f"{name} (a one-off)" if row.origin == Origin.ONE_OFF else name


def _ruled(
    log: Sequence[LogRow],
    outreach: Mapping[OutreachId, OutreachRow],
    attempts: Mapping[AttemptId, AttemptRow],
    sources: Mapping[EntryId, str],
    zone: str,
) -> Iterator[Moment]:
    for line in log:
        row = outreach.get(line.outreach_id)
        attempt = attempts.get(line.attempt_id) if line.attempt_id else None
        if row is not None and attempt is not None:
            yield _attempted(attempt, row)
        elif row is not None:
            yield _held_back(line, row, sources.get(line.entry_id, ""), zone)


_OUTCOMES: Mapping[str, tuple[Mark, str]] = {
    AttemptState.RESERVED: (Mark.NOTE, ", ready to leave"),
    AttemptState.SENDING: (Mark.NOTE, ", leaving now"),
    AttemptState.ACCEPTED: (Mark.SENT, ""),
    AttemptState.DELIVERED: (Mark.SENT, "; it has arrived"),
    AttemptState.UNCONFIRMED: (Mark.SENT, "; nobody has said whether it arrived"),
    AttemptState.FAILED: (Mark.FAILED, "; it was sent but could not be delivered"),
    AttemptState.BOUNCED: (Mark.FAILED, "; it was sent and came back"),
    AttemptState.REJECTED: (Mark.FAILED, "; it did not leave, and does not count as a contact"),
    AttemptState.UNKNOWN: (Mark.SENT, "; it may have left, so it counts as sent and is not repeated"),
}
_WELL = (AttemptState.ACCEPTED, AttemptState.DELIVERED, AttemptState.UNCONFIRMED)


def _attempted(attempt: AttemptRow, row: OutreachRow) -> Moment:
    mark, became = _OUTCOMES[attempt.state]
    if attempt.result in CAME_TO and attempt.state in (*_WELL, AttemptState.FAILED):
        became = f"; {came_to(attempt.result, attempt.code)}"
    code = f" (code {attempt.code})" if attempt.code and attempt.state not in _WELL else ""
    text = f"{message_in_words(row)} by {medium(attempt.channel)}{became}{code}."
    if attempt.caller is not None:
        text = call_in_words(attempt)
    return Moment(attempt.sent_at or attempt.reserved_at, mark, text, "", attempt.attempt_id)


def _held_back(line: LogRow, row: OutreachRow, source: str, zone: str) -> Moment:
    by_person = row.made_by is MadeBy.COLLECTOR
    what = "A collector’s call" if by_person else f"{message_in_words(row)} by {medium(line.channel)}"
    because = dates_in_words(line.because)
    if line.ruling != Verdict.DEFER:
        return Moment(line.at, Mark.REFUSED, f"{what}. {because}", source, entry_id=line.entry_id)
    until = f", until {time_in_words(line.until, zone)}" if line.until else ""
    return Moment(line.at, Mark.PUT_OFF, f"{what}{until}. {because}", source, entry_id=line.entry_id)


def _cancelled(row: OutreachRow) -> Moment:
    because = dates_in_words(row.because or "")
    text = f"{message_in_words(row)} was planned here and is cancelled. {because}"
    return Moment(row.planned_at, Mark.NOTE, text.strip())
