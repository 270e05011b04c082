"""What does the draft change at this instant? Every next step and all open outreach, judged under both."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from gateway.dispatcher.cases import CaseMaker
from gateway.dispatcher.dossier import Dossier, gather
from gateway.dispatcher.judging import Judge, ask
from gateway.domain.ids import CreditorId, CustomerId
from gateway.domain.portfolio import Creditor
from gateway.domain.words import Channel, Origin, Verdict
from gateway.rehearse.answers import Answer, Move, Shift, move_of, plain, reason, terms
from gateway.rehearse.draft import Draft, Side
from gateway.rehearse.windows import CHUNK, OverCap, OverToday
from gateway.rehearse.wishes import Wishes
from gateway.store import Store, Tx, dispatch, rehearsal
from gateway.store.dispatch import DueOutreach

_Key = tuple[object, UUID, Channel]  # the outreach (of a strategy: any step), the account, the channel


@dataclass(slots=True)
class Present:
    """The first view, counted; `sample` of each kind are kept word for word."""

    at: datetime
    sample: int
    customers: int = 0
    set_aside: int = 0  # customers about whom nothing could be decided
    contacts: Counter[Move] = field(default_factory=Counter)
    affected: Counter[Move] = field(default_factory=Counter)  # customers
    by_channel: Counter[tuple[Move, Channel]] = field(default_factory=Counter)
    by_rule: Counter[tuple[Move, str]] = field(default_factory=Counter)
    shifts: dict[Move, list[Shift]] = field(default_factory=lambda: defaultdict(list))
    over_counts: Counter[str] = field(default_factory=Counter)  # accounts over a cap, by rule
    over: list[OverCap] = field(default_factory=list)

    @property
    def changes_anything(self) -> bool:
        """Whether any contact fares otherwise under the draft."""
        return any(count for move, count in self.contacts.items() if move is not Move.UNCHANGED)

    def take(self, dossier: Dossier, shifts: list[Shift]) -> None:
        """Count what changes for one customer."""
        self.customers += 1
        self.affected.update({shift.move for shift in shifts})
        for shift in shifts:
            self.contacts[shift.move] += 1
            self.by_channel[shift.move, shift.channel] += 1
            if shift.move is Move.UNCHANGED:
                continue
            self.by_rule[shift.move, shift.rule] += 1
            if len(self.shifts[shift.move]) < self.sample:
                self.shifts[shift.move].append(shift)

    def take_over(self, found: list[OverCap]) -> None:
        """Count accounts that are over a cap of the draft."""
        self.over_counts.update(one.rule for one in found)
        self.over += found[: max(0, self.sample - len(self.over))]


def present(
    store: Store,
    draft: Draft,
    creditors: Mapping[CreditorId, Creditor],
    channels: frozenset[Channel],
    *,
    now: datetime,
    sample: int,
) -> Present:
    """Return what the draft changes at an instant, going through everybody who owes chunk by chunk."""
    comparison = _Comparison(draft, creditors, channels, now)
    found, after = Present(now, sample), None
    while True:
        with store.read() as tx:
            customer_ids = rehearsal.owing(tx, after, CHUNK)
            if not customer_ids:
                return found
            comparison.take(tx, customer_ids, found)
        after = customer_ids[-1]


class _Judged:
    """One side, ready to be asked about a chunk of customers."""

    def __init__(
        self,
        side: Side,
        creditors: Mapping[CreditorId, Creditor],
        channels: frozenset[Channel],
        now: datetime,
    ) -> None:
        self.rulebook, self._now = side.rulebook, now
        self.wishes = Wishes(side.strategies, creditors, now)
        self._judge = Judge(side.rulebook, channels)

    def answers(
        self, wished: list[DueOutreach], dossier: Dossier, feeds: Mapping[CreditorId, Any]
    ) -> dict[_Key, Answer]:
        """Return what is said about every account and channel of the outreach."""
        maker = CaseMaker(self._judge, feeds)
        found: dict[_Key, Answer] = {}
        for due in wished:
            name = Origin.STRATEGY if due.origin == Origin.STRATEGY.value else due.outreach_id
            for channel in due.channels:
                case = maker.decide(replace(due, channels=(channel,)), dossier, self._now)
                if not case.judged:
                    continue  # nobody to reach, or nothing to ask for: no matter of the rulebook
                for (account, ruling), facts in zip(case.way.rulings, case.way.asked, strict=True):
                    key = (name, account.account_id, channel)
                    found.setdefault(key, Answer(due, account, facts, ruling))
        return found


class _Comparison:
    """Both sides, and what differs between them."""

    def __init__(
        self,
        draft: Draft,
        creditors: Mapping[CreditorId, Creditor],
        channels: frozenset[Channel],
        now: datetime,
    ) -> None:
        self._creditors, self._now = creditors, now
        self._before = _Judged(draft.in_force, creditors, channels, now)
        self._after = _Judged(draft.tried, creditors, channels, now)
        self._one_plan = draft.in_force.strategies.digest == draft.tried.strategies.digest
        self._over = OverToday(draft, channels)

    def take(self, tx: Tx, customer_ids: list[CustomerId], found: Present) -> None:
        """Judge a chunk of customers under both and count what differs."""
        dossiers = gather(tx, customer_ids, self._creditors, self._now)
        feeds = dispatch.newest_feeds(tx)
        wished = self._before.wishes.of(tx, customer_ids)
        wished_after = wished if self._one_plan else self._after.wishes.of(tx, customer_ids)
        undecided = self._before.wishes.set_aside | self._after.wishes.set_aside
        for customer_id, dossier in dossiers.items():
            if customer_id in undecided:
                found.set_aside += 1
                continue
            try:
                before = self._before.answers(wished.get(customer_id, []), dossier, feeds)
                after = self._after.answers(wished_after.get(customer_id, []), dossier, feeds)
                shifts, over = list(self._shifts(dossier, before, after)), self._over.of(dossier, self._now)
            except Exception:
                found.set_aside += 1  # as the dispatcher does: one poisoned customer never stops the others
                continue
            found.take(dossier, shifts)
            found.take_over(over)

    def _shifts(
        self, dossier: Dossier, before: Mapping[_Key, Answer], after: Mapping[_Key, Answer]
    ) -> Iterator[Shift]:
        number = dossier.customer.customer_number
        for key in dict.fromkeys([*before, *after]):
            old, new = before.get(key), after.get(key)
            move = move_of(old, new)
            rule, because = self._responsible(move, old, new)
            one = new or old
            assert one is not None
            yield Shift(
                move=move,
                account_number=one.account.account_number,
                customer_number=number,
                channel=one.facts.channel,
                step=f"{one.due.strategy} {one.due.step}",
                before=old.ruling.permitted_at if old else None,
                after=new.ruling.permitted_at if new else None,
                rule=rule,
                because=plain(because),
            )

    def _responsible(self, move: Move, old: Answer | None, new: Answer | None) -> tuple[str, str]:
        """The rule and sentence that make the difference: what the stricter side says at the instant at which
        the milder one permits it."""
        if old is None or new is None or move in (Move.UNCHANGED, Move.OTHER_TERMS):
            one = new or old
            assert one is not None
            return reason(one.ruling) if move is not Move.OTHER_TERMS else ("", terms(one.ruling))
        stricter = move in (Move.NEWLY_BLOCKED, Move.LATER)
        strict, mild = (new, old) if stricter else (old, new)
        at = mild.ruling.permitted_at
        if at is None or at == strict.facts.at:
            return reason(strict.ruling)
        rulebook = (self._after if stricter else self._before).rulebook
        then = ask(rulebook, replace(strict.facts, at=at))
        return reason(strict.ruling if then.verdict is Verdict.ALLOW else then)
