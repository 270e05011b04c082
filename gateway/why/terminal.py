"""How does a story read on a terminal?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from textwrap import wrap
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from babel.numbers import format_currency

from gateway.domain.money import Money
from gateway.why.moments import Moment
from gateway.why.plain_words import as_words, date_in_words, time_in_words
from gateway.why.story import Coming, Story

WIDTH = 100
_WHEN = 24  # columns: "Wed 18 Nov 2026, 17:52"
_MARK = 9  # columns: "put off"


def as_lines(story: Story, now: datetime) -> Iterator[str]:
    """Yield the story line by line; times by the customer's clock."""
    yield from _wrapped(_heading(story))
    yield from _wrapped(_balance(story, now))
    here = _short(now, story.time_zone)
    yield f"Times are those of {as_words(story.time_zone)}, where it is now {here}."
    yield ""
    yield "What happened" if story.moments else "Nothing has happened yet."
    for moment in story.moments:
        yield from _happened(moment, story.time_zone)
    yield ""
    yield "What comes next"
    for coming in story.coming:
        yield from _wrapped(_coming(coming, now, story.time_zone), "  ")
    if not story.coming:
        yield from _wrapped(_nothing_waits(story, now), "  ")


def _heading(story: Story) -> str:
    account = story.account
    number, playbook = story.customer.customer_number, story.strategy_title
    customer = f" (customer {number})" if number != account.account_number else ""
    return (
        f"Account {account.account_number} of {story.customer.name}{customer} at {story.creditor_name}; "
        f"{as_words(account.debt_class)} debt.{f' Playbook: {playbook}.' if playbook else ''}"
    )


def _balance(story: Story, now: datetime) -> str:
    if not story.open_invoices:
        return "Nothing is open."
    amounts = " and ".join(_money(total) for total in story.open_totals)
    count = len(story.open_invoices)
    items = f"{count} bill{'s' if count != 1 else ''}"
    if story.oldest_due_on is None:
        return f"Open: {amounts} on {items}, all of it credit."
    days = (now.astimezone(ZoneInfo(story.time_zone)).date() - story.oldest_due_on).days
    since = date_in_words(story.oldest_due_on)
    if days <= 0:
        return f"Open: {amounts} on {items}; the first is due on {since}."
    return f"Open: {amounts} on {items}, the oldest due since {since} ({days} day{'s' if days != 1 else ''})."


def _happened(moment: Moment, zone: str) -> Iterator[str]:
    source = f" [{moment.source}]" if moment.source else ""
    head = f"  {_short(moment.at, zone):<{_WHEN}}{moment.mark.value:<{_MARK}}"
    yield from _wrapped(moment.text + source, head)


def _coming(coming: Coming, now: datetime, zone: str) -> str:
    if coming.at is None:
        return f"{coming.what}. {coming.because}".rstrip()
    if coming.at <= now:
        return f"{coming.what} is due now."
    return f"{coming.what} may go from {time_in_words(coming.at, zone)} on. {coming.because}".rstrip()


def _nothing_waits(story: Story, now: datetime) -> str:
    at = story.looks_again_at
    if story.ahead:
        return story.ahead
    if at is None:
        return "Nothing is planned, and nothing will be until something changes."
    if at <= now:
        return "Nothing is waiting. The next dunning run asks whether a step is due."
    when = time_in_words(at, story.time_zone)
    return f"Nothing is waiting. The planner asks again on {when} whether the next step is due."


def _wrapped(text: str, head: str = "") -> list[str]:
    return wrap(
        text,
        WIDTH,
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _money(money: Money) -> str:
    return str(format_currency(money.amount, money.currency, locale="en"))


def _short(at: datetime, zone: str) -> str:
    return str(format_datetime(at.astimezone(ZoneInfo(zone)), "EEE d MMM yyyy, HH:mm", locale="en"))
