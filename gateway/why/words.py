"""How does a story read on a terminal?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from gateway.domain.money import Money
from gateway.why.story import Coming, Story

_MARKS = {"sent": "->", "not-sent": "--", "told": "<-", "note": "  "}


def as_lines(story: Story, now: datetime) -> Iterator[str]:
    """Yield the story line by line; times by the customer's clock."""
    zone = ZoneInfo(story.time_zone)
    yield _heading(story)
    yield _balance(story, now)
    yield f"Times are those of {story.time_zone}, where it is now {_time(now, zone)}."
    yield ""
    yield "What happened" if story.moments else "Nothing has happened yet."
    for moment in story.moments:
        source = f"  [{moment.source}]" if moment.source else ""
        yield f"  {_MARKS[moment.mark]} {_time(moment.at, zone)}  {moment.text}{source}"
    yield ""
    yield "What comes next"
    for coming in story.coming:
        yield f"  {_coming(coming, now, zone)}"
    if not story.coming:
        yield "  Nothing is planned. The next dunning run looks again."


def _heading(story: Story) -> str:
    playbook = f", on the playbook “{story.strategy_title}”" if story.strategy_title else ""
    return (
        f"Account {story.account.account_number} of customer {story.customer.customer_number} at "
        f"{story.account.creditor_id} ({story.account.debt_class.replace('_', ' ')}){playbook}."
    )


def _balance(story: Story, now: datetime) -> str:
    if not story.open_invoices:
        return "Nothing is open."
    amounts = " and ".join(_money(total) for total in story.open_totals)
    count = len(story.open_invoices)
    items = f"{count} open item{'s' if count != 1 else ''}"
    if story.oldest_due_on is None:
        return f"{amounts} on {items}, all of it credit."
    today = now.astimezone(ZoneInfo(story.time_zone)).date()
    days = (today - story.oldest_due_on).days
    age = f"{days} days past due" if days > 0 else "not due yet"
    return f"{amounts} on {items}; the oldest was due on {story.oldest_due_on} ({age})."


def _money(money: Money) -> str:
    return f"{money.currency} {money.amount:,}"


def _time(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")


def _coming(coming: Coming, now: datetime, zone: ZoneInfo) -> str:
    if coming.at is None:
        return f"{coming.what}. {coming.because}".rstrip()
    if coming.at <= now:
        return f"{coming.what} may go now."
    return f"{coming.what} may go from {_time(coming.at, zone)}. {coming.because}".rstrip()
