"""What happened on an account, in order, and what comes next?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from gateway.domain.ids import AccountId, AttemptId, CreditorId, OutreachId
from gateway.domain.money import Money, totals
from gateway.domain.portfolio import Account, Creditor, Customer, Invoice
from gateway.domain.words import OutreachState
from gateway.locate import customer_zones
from gateway.store import Tx, history, portfolio
from gateway.store.history import AttemptRow, EventRow, LogRow, OutreachRow


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened or did not. `mark` is sent, not-sent, told, planned or note."""

    at: datetime
    mark: str
    text: str
    source: str = ""  # the law or rule behind it
    attempt_id: AttemptId | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing that may still happen. `at` is None where waiting alone does not help."""

    what: str
    at: datetime | None
    because: str


@dataclass(frozen=True, slots=True)
class Story:
    """An account's history with one paragraph about now and one about what comes next."""

    customer: Customer
    account: Account
    time_zone: str
    open_invoices: tuple[Invoice, ...]
    open_totals: tuple[Money, ...]
    oldest_due_on: date | None
    moments: tuple[Moment, ...]
    coming: tuple[Coming, ...]
    strategy_title: str


def story_of(
    tx: Tx,
    account: Account,
    *,
    creditors: Mapping[CreditorId, Creditor],
    strategy_titles: Mapping[str, str],
    now: datetime,
) -> Story:
    """Return the story of an account as of `now`."""
    ids = [account.customer_id]
    customer = portfolio.customers_by_id(tx, ids)[account.customer_id]
    points = portfolio.contact_points_of(tx, ids).get(account.customer_id, ())
    invoices = [
        invoice
        for invoice in portfolio.open_invoices_of(tx, ids).get(account.customer_id, ())
        if invoice.account_id == account.account_id
    ]
    outreach = [
        o for o in history.outreach_of(tx, account.customer_id) if o.account_id in (None, account.account_id)
    ]
    creditor = creditors.get(account.creditor_id)
    zones = customer_zones(customer, points, creditor_country=creditor.default_country if creditor else None)
    bills = [invoice for invoice in invoices if invoice.balance.amount > 0]
    newest = next((o.strategy for o in reversed(outreach) if o.strategy in strategy_titles), "")
    return Story(
        customer=customer,
        account=account,
        time_zone=zones[0] if zones else "UTC",
        open_invoices=tuple(invoices),
        open_totals=totals(invoice.balance for invoice in invoices),
        oldest_due_on=min((bill.due_on for bill in bills), default=None),
        moments=tuple(_moments(tx, account, outreach)),
        coming=tuple(_coming(outreach)),
        strategy_title=strategy_titles.get(newest, ""),
    )


def _moments(tx: Tx, account: Account, outreach: Sequence[OutreachRow]) -> list[Moment]:
    by_id = {row.outreach_id: row for row in outreach}
    attempts = {a.attempt_id: a for a in history.attempts_of(tx, account.customer_id)}
    log = history.contact_log_page(tx, history.LogFilter(customer_id=account.customer_id), limit=1000)
    found = [*_ruled(log, by_id, attempts, account.account_id)]
    found += [
        _told(event)
        for event in history.events_of(tx, account.customer_id)
        if event.account_id in (None, account.account_id)
    ]
    found += [
        Moment(
            row.planned_at,
            "note",
            f"{_step(row)} was planned and then cancelled. {row.because or ''}".strip(),
        )
        for row in outreach
        if row.state == OutreachState.CANCELLED
    ]
    return sorted(found, key=lambda moment: moment.at)


def _ruled(
    log: Sequence[LogRow],
    outreach: Mapping[OutreachId, OutreachRow],
    attempts: Mapping[AttemptId, AttemptRow],
    account_id: AccountId,
) -> Iterator[Moment]:
    for line in log:
        row = outreach.get(line.outreach_id)
        if row is None or (line.accounts and str(account_id) not in line.accounts):
            continue
        attempt = attempts.get(line.attempt_id) if line.attempt_id else None
        if attempt is None:
            yield Moment(line.at, "not-sent", _not_sent(line, row), line.rule or "")
        else:
            mark = "not-sent" if attempt.state == "rejected" else "sent"
            yield Moment(attempt.sent_at or line.at, mark, _attempted(attempt, row), "", attempt.attempt_id)


_OUTCOMES = {
    "reserved": "is ready to leave",
    "sending": "is leaving now",
    "accepted": "was sent; the provider took it",
    "delivered": "was sent and delivered",
    "failed": "was sent but could not be delivered",
    "bounced": "was sent and came back",
    "rejected": "did not leave",
    "unknown": "may have left; it counts as sent and is not repeated",
}


def _attempted(attempt: AttemptRow, row: OutreachRow) -> str:
    code = f" ({attempt.code})" if attempt.code and attempt.state not in ("accepted", "delivered") else ""
    return f"{_step(row)} by {attempt.channel} {_OUTCOMES[attempt.state]}{code}."


def _not_sent(line: LogRow, row: OutreachRow) -> str:
    waits = "was put off" if line.ruling == "defer" else "was not sent"
    return f"{_step(row)} by {line.channel} {waits}: {line.because}"


def _step(row: OutreachRow) -> str:
    if row.origin == "one-off":
        return f"A one-off ({row.template})"
    return f"{row.template.replace('-', ' ').capitalize()}"


def _cancelled(row: OutreachRow) -> Moment:
    text = f"{_step(row)} was planned and then cancelled. {row.because or ''}"
    return Moment(row.planned_at, "note", text.strip())


def _told(event: EventRow) -> Moment:
    details = [f"{key.replace('_', ' ')} {value}" for key, value in event.body.items() if key in _SAFE_KEYS]
    words = event.type.replace("_", " ").capitalize()
    rest = f" ({', '.join(details)})" if details else ""
    return Moment(event.at, "told", f"{words}{rest}, from {event.source}.")


_SAFE_KEYS = ("channel", "until", "due_on", "scope", "result", "direction", "to", "written")


def _coming(outreach: Sequence[OutreachRow]) -> Iterator[Coming]:
    for row in outreach:
        channels, because = " or ".join(row.channels), row.because or ""
        if row.state == OutreachState.REFUSED:
            yield Coming(f"{_step(row)} by {channels} stays until something changes", None, because)
        elif row.state == OutreachState.BROKEN:
            yield Coming(f"{_step(row)} is broken and waits for a person", None, because)
        elif row.state in (OutreachState.DUE, OutreachState.DEFERRED):
            yield Coming(f"{_step(row)} by {channels}", row.due_at, because)
