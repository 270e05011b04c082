"""What is to be done with one due outreach? Send, postpone, refuse, cancel or set aside as broken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gateway.dispatcher.dossier import Dossier
from gateway.dispatcher.judging import Judge, Judgement
from gateway.dispatcher.owed import Owed, owed
from gateway.dispatcher.rule_faults import faults_in
from gateway.domain.ids import CreditorId
from gateway.domain.portfolio import Account
from gateway.domain.stops import NO_STOPS, Extent, Stop, StopCause, Stops
from gateway.domain.words import NOTHING_OWED, MadeBy, MessageKind, OutreachState, Verdict
from gateway.store.dispatch import DueOutreach

NEEDS_A_BALANCE = frozenset({MessageKind.DUNNING, MessageKind.VALIDATION_NOTICE, MessageKind.CONSENT_REQUEST})
ASK_AGAIN_AFTER = timedelta(hours=1)  # where a setting or file stands in the way, or a rule that fails
LEAST_WAIT = timedelta(seconds=1)
PROBE_REST = timedelta(minutes=1)  # until it is known whether a probe is on its way
STOPPED = "stopped"  # stands for a rule where a stop of ours holds back


@dataclass(frozen=True, slots=True)
class Case:
    """One due outreach and the decision about it."""

    due: DueOutreach
    state: OutreachState  # where the outreach goes
    verdict: Verdict | None  # None: not a matter of the rulebook
    because: str
    judged: tuple[Judgement, ...] = ()
    dossier: Dossier | None = None
    owed: Owed | None = None
    due_at: datetime | None = None
    rule: str | None = None
    held_by: str | None = None  # the key of the stop that holds it back

    @property
    def sends(self) -> bool:
        """Whether a message goes."""
        return self.verdict is Verdict.ALLOW

    @property
    def way(self) -> Judgement:
        """The channel and contact point that decide."""
        return self.judged[-1]


class CaseMaker:
    """Decides cases one by one; knows which creditors' feeds are stale, and what is stopped."""

    def __init__(
        self, judge: Judge, newest_feeds: Mapping[CreditorId, date], stops: Stops = NO_STOPS
    ) -> None:
        self._judge, self._feeds, self._stops = judge, newest_feeds, stops
        self._probed: set[Extent] = set()

    def decide(self, due: DueOutreach, dossier: Dossier | None, now: datetime) -> Case:
        """Return the case of one due outreach."""
        if dossier is None:
            because = f"The creditor {due.creditor_id} is not in the settings, so nothing is sent for it."
            return _later(due, because, "known-creditor", now)
        if due.not_after is not None and now >= due.not_after:
            return Case(
                due, OutreachState.CANCELLED, None, "It is too late for this answer.", dossier=dossier
            )
        stop = self._stops.of_outreach(due.creditor_id, due.template, due.channels)
        if stop is not None and not self._may_pass(due, stop, now):
            return _held(due, stop, now, dossier=dossier)
        stale = self._stale(dossier, now)
        if stale:
            return _later(due, stale, "fresh-feed", now)
        accounts = _accounts(due, dossier)
        open_items = owed(dossier, {account.account_id for account in accounts})
        if due.kind in NEEDS_A_BALANCE and (open_items.is_nothing or not accounts):
            return Case(due, OutreachState.CANCELLED, None, NOTHING_OWED, dossier=dossier)
        return self._judged(due, dossier, accounts, now)

    def _judged(
        self, due: DueOutreach, dossier: Dossier, accounts: tuple[Account, ...], now: datetime
    ) -> Case:
        judged = self._judge.judge(due, dossier, accounts, now)
        if not judged:
            because = f"There is no contact point for {_either(due)}, or no adapter for it is switched on."
            return Case(
                due, OutreachState.REFUSED, Verdict.REFUSE, because, dossier=dossier, rule="reachable"
            )
        way = judged[-1]
        if way.verdict is Verdict.ALLOW:
            stop = self._stops.of_channel(way.channel)
            if stop is not None and not self._may_pass(due, stop, now):
                # Not the next channel instead: a stop passes.
                return _held(due, stop, now, dossier=dossier, judged=judged)
            speaks_of = owed(dossier, {account.account_id for account in way.allowed})
            if due.kind in NEEDS_A_BALANCE and speaks_of.is_nothing:
                return Case(
                    due,
                    OutreachState.CANCELLED,
                    None,
                    "Nothing that may be asked for is owed.",
                    dossier=dossier,
                )
            if stop is not None:
                self._probed.add(stop.extent)
            return Case(
                due, OutreachState.IN_HAND, Verdict.ALLOW, way.deciding.because, judged, dossier, speaks_of
            )
        rule = way.reasons[0].rule if way.reasons else None
        if way.verdict is Verdict.DEFER:
            until = max(way.deciding.permitted_at or now, now + LEAST_WAIT)
            return Case(
                due,
                OutreachState.DEFERRED,
                Verdict.DEFER,
                way.deciding.because,
                judged,
                dossier,
                due_at=until,
                rule=rule,
            )
        failed = next(faults_in([way]), None)
        return Case(
            due,
            OutreachState.DEFERRED if failed else OutreachState.REFUSED,
            Verdict.REFUSE,
            way.deciding.because,
            judged,
            dossier,
            due_at=now + ASK_AGAIN_AFTER if failed else None,
            rule=failed.rule if failed else rule,
        )

    def _may_pass(self, due: DueOutreach, stop: Stop, now: datetime) -> bool:
        """One message of a batch may try out a channel that stopped itself a while ago; who dials by hand has
        nothing to do with what ails a provider."""
        if due.made_by is MadeBy.COLLECTOR and stop.cause is StopCause.BREAKER:
            return True
        return stop.probe_at is not None and stop.probe_at <= now and stop.extent not in self._probed

    def _stale(self, dossier: Dossier, now: datetime) -> str | None:
        creditor = dossier.creditor
        newest = self._feeds.get(creditor.creditor_id)
        limit = creditor.max_feed_age_days
        if limit is None or (newest is not None and (now.date() - newest).days <= limit):
            return None
        seen = f"is of {newest}" if newest else "has never come"
        return f"The newest file of {creditor.creditor_id} {seen}; after {limit} days nothing is sent."


def _later(due: DueOutreach, because: str, rule: str, now: datetime) -> Case:
    return Case(due, OutreachState.DEFERRED, Verdict.DEFER, because, due_at=now + ASK_AGAIN_AFTER, rule=rule)


def _held(
    due: DueOutreach, stop: Stop, now: datetime, *, dossier: Dossier, judged: tuple[Judgement, ...] = ()
) -> Case:
    """Put off until the stop is taken back; looked at each hour besides, should that pass it by, and when a
    channel that stopped itself is tried out."""
    due_at = now + ASK_AGAIN_AFTER if stop.probe_at is None else max(stop.probe_at, now + PROBE_REST)
    return Case(
        due,
        OutreachState.DEFERRED,
        Verdict.DEFER,
        stop.because,
        judged,
        dossier,
        due_at=due_at,
        rule=STOPPED,
        held_by=stop.key,
    )


def _accounts(due: DueOutreach, dossier: Dossier) -> tuple[Account, ...]:
    """The accounts that the outreach is about: the one it names, else all on which something is open."""
    if due.account_id is not None:
        return tuple(a for a in dossier.accounts if a.account_id == due.account_id)
    if due.kind not in NEEDS_A_BALANCE:
        return dossier.accounts
    with_bills = {i.account_id for i in dossier.invoices if i.balance.amount > 0 and not i.disputed}
    return tuple(a for a in dossier.accounts if a.account_id in with_bills)


def _either(due: DueOutreach) -> str:
    return " or ".join(channel.value for channel in due.channels) or "any channel"
