"""What happened on an account, in order, and what comes next?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from gateway.domain.ids import CreditorId
from gateway.domain.money import Money, totals
from gateway.domain.portfolio import Account, Creditor, Customer, Invoice
from gateway.domain.stops import Stops
from gateway.domain.words import Channel, MadeBy, OutreachState
from gateway.ledger import Ledger
from gateway.planner import Outlook
from gateway.store import Tx, controls, history, portfolio
from gateway.store.history import OutreachRow
from gateway.why.clocks import read_clock
from gateway.why.moments import Moment, message_in_words, moments_of
from gateway.why.plain_words import date_in_words, dates_in_words, medium

LookAhead = Callable[[Tx, Customer], Outlook]


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing that may still happen. `at` is None where waiting alone does not help."""

    what: str
    at: datetime | None
    because: str


@dataclass(frozen=True, slots=True)
class Story:
    """An account's history, where it stands now, and what comes next.

    looks_again_at: when the planner next asks whether a step is due; None when only news would make it.
    ahead: where nothing is under way, which step is next, or why there is none.
    """

    customer: Customer
    account: Account
    creditor_name: str
    time_zone: str
    open_invoices: tuple[Invoice, ...]
    open_totals: tuple[Money, ...]
    oldest_due_on: date | None
    moments: tuple[Moment, ...]
    coming: tuple[Coming, ...]
    looks_again_at: datetime | None
    strategy_title: str
    ahead: str = ""


def story_of(
    tx: Tx,
    ledger: Ledger,
    account: Account,
    *,
    creditors: Mapping[CreditorId, Creditor],
    strategy_titles: Mapping[str, str],
    now: datetime,
    look_ahead: LookAhead | None = None,
) -> Story:
    """Return the story of an account as of `now`. look_ahead: asks the planner which step is next."""
    ids = [account.customer_id]
    customer = portfolio.customers_by_id(tx, ids)[account.customer_id]
    creditor = creditors.get(account.creditor_id)
    zone = read_clock(tx, customer, creditors)
    outreach = [
        o for o in history.outreach_of(tx, account.customer_id) if o.account_id in (None, account.account_id)
    ]
    invoices = [
        invoice
        for invoice in portfolio.open_invoices_of(tx, ids).get(account.customer_id, ())
        if invoice.account_id == account.account_id
    ]
    coming = tuple(_coming(outreach, controls.stops(tx), now))
    newest = next((o.strategy for o in reversed(outreach) if o.strategy in strategy_titles), "")
    return Story(
        customer=customer,
        account=account,
        creditor_name=creditor.name if creditor else str(account.creditor_id),
        time_zone=zone,
        open_invoices=tuple(invoices),
        open_totals=totals(invoice.balance for invoice in invoices),
        oldest_due_on=min((one.due_on for one in invoices if one.balance.amount > 0), default=None),
        moments=tuple(moments_of(tx, ledger, account, outreach, zone)),
        coming=coming,
        looks_again_at=history.looks_again_at(tx, account.customer_id),
        strategy_title=strategy_titles.get(newest, ""),
        ahead=_ahead(look_ahead(tx, customer)) if look_ahead and not coming else "",
    )


def _ahead(outlook: Outlook) -> str:
    if outlook.step is None or outlook.on is None:
        return outlook.because
    what = outlook.step.template.replace("-", " ").capitalize()
    ways = _either([channel.value for channel in outlook.step.channels])
    told = f"{what} by {ways} is next, on {date_in_words(outlook.on)}; whether it may go is asked then."
    return f"{told} {outlook.because}".rstrip()


def _coming(outreach: Sequence[OutreachRow], stops: Stops, now: datetime) -> Iterator[Coming]:
    for row in outreach:
        by_person = row.made_by is MadeBy.COLLECTOR
        what, because = (
            "A collector’s call" if by_person else f"{message_in_words(row)} by {_either(row.channels)}",
            dates_in_words(row.because or ""),
        )
        if row.state == OutreachState.REFUSED:
            yield Coming(f"{what} waits for news: it may not go as things are", None, because)
        elif row.state == OutreachState.BROKEN:
            yield Coming(f"{what} could not be made and waits for a person", None, because)
        elif row.state == OutreachState.IN_HAND:
            yield Coming(f"{what} is in hand", now, "")
        elif row.state in (OutreachState.DUE, OutreachState.DEFERRED):
            stop = stops.of_outreach(row.creditor_id, row.template, [Channel(one) for one in row.channels])
            if stop is None:
                yield Coming(what, row.due_at, because)
            else:
                yield Coming(f"{what} waits until that is resumed", None, dates_in_words(stop.because))


def _either(channels: Sequence[str]) -> str:
    return ", or else by ".join(medium(channel) for channel in channels)
