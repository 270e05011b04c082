"""How full were the windows of every limit, and how soon did a call follow a conversation?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from zoneinfo import ZoneInfo

from compliance.packs import Entry
from gateway.audit.acts import Act
from gateway.audit.excuses import answers, consented, lifting_consents
from gateway.audit.figures import Gap, Worst
from gateway.audit.history import History
from gateway.audit.limits import CAPPED, Limit, largest
from gateway.audit.permission import Permission, Ruled, violation_of
from gateway.audit.tally import Tally
from gateway.audit.violation import Violation, ViolationKind

FEDERAL_DAYS = 7  # 12 CFR 1006.14(b)(2)(i): calls in seven consecutive days, the first one counted
FEDERAL_CALLS = 7
_NOWHERE = ZoneInfo("UTC")
_LONGEST = timedelta(days=FEDERAL_DAYS + 2)  # a date lasts up to 50 hours around the world


def check_limits(one: Ruled, acts: Sequence[Act], history: History, tally: Tally) -> Iterator[Violation]:
    """Yield the limits that a contact broke, account by account; keep every limit's worst window."""
    for permission in one.permissions:
        for entry in one.entries(permission):
            if entry.kind in CAPPED:
                yield from _limit(one, permission, entry, acts, history, tally)
            if entry.kind == "call_frequency":
                yield from _cool_down(one, permission, entry, acts, history, tally)


def _limit(
    one: Ruled, permission: Permission, entry: Entry, acts: Sequence[Act], history: History, tally: Tally
) -> Iterator[Violation]:
    limit = Limit.of(entry)
    if not limit.binds(one):
        return
    contact = one.contact
    counting, counts = limit.counted(acts, one, permission)
    before = largest(counting, limit, contact.allowed_at, permission.zones)
    key = (one.digest, entry.pack, entry.id)
    figure = tally.limits.setdefault(key, Worst(limit.most, limit.words))
    figure.see(before + counts, contact.allowed_at, contact.entry_id, permission.account_id)
    if before < limit.most:
        return
    if answers(acts, contact) or consented(history.told, contact, lifting_consents(entry)):
        figure.excused += 1
        return
    figure.over += 1
    what = (
        f"{before} contacts that count were on record within {limit.words} when {contact.name} "
        f"was allowed; {entry.pack}/{entry.id} allows {limit.most}."
    )
    yield violation_of(ViolationKind.OVER_CAP, one, permission, entry, what)


def _cool_down(
    one: Ruled, permission: Permission, entry: Entry, acts: Sequence[Act], history: History, tally: Tally
) -> Iterator[Violation]:
    spoken = [
        act
        for act in acts
        if act.type == "call"
        and act.result_at(one.contact.seq) == "conversation"
        and act.was_known(one.contact.seq)
        and act.at <= one.contact.allowed_at
        and act.person is None
        and act.actor in (None, permission.actor)
        and (not act.accounts or not one.debt_of(permission.account_id).isdisjoint(act.accounts))
    ]
    if not spoken:
        return
    contact, last = one.contact, spoken[-1]
    length = contact.allowed_at - last.at
    gap = tally.gaps.setdefault(f"{entry.pack}/{entry.id}", Gap())
    gap.see(length, contact.entry_id, permission.account_id)
    days = int(entry.limits["days_after_conversation"])
    apart = min(_days_apart(last.at, contact.allowed_at, zone) for zone in permission.zones)
    if apart >= days or consented(history.told, contact, lifting_consents(entry)):
        return
    what = (
        f"A call was allowed on day {apart + 1} after a conversation about the same debt; "
        f"{entry.pack}/{entry.id} asks for {days} days."
    )
    yield violation_of(ViolationKind.TOO_SOON, one, permission, entry, what)


def call_windows(acts: Sequence[Act], rulings: Sequence[Ruled], creditor: str | None, tally: Tally) -> None:
    """Keep each debt's largest number of calls in any seven calendar days, whether or not a limit binds."""
    calls = [act for act in acts if act.is_placed_call and act.was_made and act.person is None]
    if not calls:
        return
    newest = rulings[-1] if rulings else None
    debts = {_debt(account, newest) for act in calls for account in act.accounts}
    zones = newest.permissions[0].zones if newest and newest.permissions else (_NOWHERE,)
    for debt in debts or {frozenset[str]()}:
        about = [act for act in calls if not act.accounts or not debt.isdisjoint(act.accounts)]
        count, last = max(((_ending(about, act, zones), act) for act in about), key=itemgetter(0))
        entry = last.contact.entry_id if last.contact else None
        tally.see_account((count, last.at.isoformat(), min(debt, default=""), entry, creditor))


def _debt(account_id: str, newest: Ruled | None) -> frozenset[str]:
    return newest.debt_of(account_id) if newest else frozenset({account_id})


def _ending(calls: Sequence[Act], last: Act, zones: Sequence[ZoneInfo]) -> int:
    """How many calls lie in the seven dates that end with this call's, by the clock that shows most."""
    near = [act.at for act in calls if last.at - _LONGEST < act.at <= last.at]
    return max(sum(_days_apart(at, last.at, zone) < FEDERAL_DAYS for at in near) for zone in zones)


def _days_apart(first: datetime, second: datetime, zone: ZoneInfo) -> int:
    return (second.astimezone(zone).date() - first.astimezone(zone).date()).days
