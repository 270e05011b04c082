"""What does an adapter's answer mean for the attempt, the outreach and the contact point? A table, no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from channels.message import NotSent, Receipt, Scope, Unknown
from gateway.domain.words import AttemptState, OutreachState

# Waits between tries of what definitely did not leave; RFC 5321 4.5.4.1 asks for 30 minutes later on.
BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(minutes=30),
    timedelta(hours=1),
)
MAX_TRIES = 24
WITHDRAWN = "withdrawn"  # taken back by us before a byte left; not a try
LEAST_REST = timedelta(seconds=1)
ROUTE_PAUSE = timedelta(minutes=15)  # our own side is at fault: time for a person to see the alarm


@dataclass(frozen=True, slots=True)
class Outcome:
    """The next state of everything that an attempt touches."""

    attempt: AttemptState
    outreach: OutreachState
    code: str
    provider_reference: str | None = None
    due_at: datetime | None = None  # when the outreach may be judged again
    is_unfit: bool = False  # the channel does not work at the contact point
    opts_out: bool = False
    task: str | None = None  # what a person must look at
    fault: str | None = None  # "sender": our own side failed, not the address or the message
    rest: timedelta | None = None  # the provider takes no more for so long, at least: nobody asks it

    @property
    def is_trouble(self) -> bool:
        """Whether it says that the channel may not work."""
        return self.fault is not None or self.attempt is AttemptState.UNKNOWN

    @property
    def is_try(self) -> bool:
        """Whether a definite failure counts as one: not where the message itself never had its chance."""
        return self.attempt is AttemptState.REJECTED and self.code != WITHDRAWN and self.rest is None


def withdrawn(due_at: datetime) -> Outcome:
    """Return the outcome of an attempt that we take back before a byte left; its outreach is due again."""
    return Outcome(AttemptState.REJECTED, OutreachState.DUE, WITHDRAWN, due_at=due_at)


def outcome_of(
    answer: Receipt | NotSent | Unknown, *, tries: int, now: datetime, not_after: datetime | None = None
) -> Outcome:
    """Return what an answer means.

    tries: the definite failures of this outreach before this one. not_after: the end of its permission.
    """
    if isinstance(answer, Receipt):
        return Outcome(
            AttemptState.ACCEPTED,
            OutreachState.DONE,
            answer.detail,
            provider_reference=answer.provider_reference,
        )
    if isinstance(answer, Unknown):
        return Outcome(AttemptState.UNKNOWN, OutreachState.DONE, answer.code, task="unknown-outcome")
    return _not_sent(answer, tries, now, not_after)


def _not_sent(failure: NotSent, tries: int, now: datetime, not_after: datetime | None) -> Outcome:
    if failure.scope is Scope.HELD:
        return withdrawn(now + failure.wait)
    if failure.scope is Scope.BUSY:
        due_at = now + max(failure.wait, LEAST_REST)
        return Outcome(
            AttemptState.REJECTED, OutreachState.DUE, failure.code, due_at=due_at, rest=failure.wait
        )
    if tries + 1 >= MAX_TRIES:
        return Outcome(AttemptState.REJECTED, OutreachState.BROKEN, failure.code, task="broken-outreach")
    if failure.scope is Scope.SENDER:
        return _again(failure, now + ROUTE_PAUSE, task="sender-refused", fault=failure.scope.value)
    if failure.scope is Scope.EXPIRED:
        # An adapter may need more time than is left; asked again at once, it would say the same again.
        return _again(failure, max(now, not_after or now))
    if failure.retryable:
        return _again(failure, _next_try(failure, tries, now, not_after))
    if failure.scope is Scope.ADDRESS:
        return _again(failure, now, is_unfit=True)
    if failure.scope is Scope.OPT_OUT:
        return _again(failure, now, opts_out=True)
    return Outcome(AttemptState.REJECTED, OutreachState.BROKEN, failure.code, task="broken-outreach")


def _next_try(failure: NotSent, tries: int, now: datetime, not_after: datetime | None) -> datetime:
    """Return when to try again. A greylisting server that has seen enough of us in a few minutes is asked
    while the permission lasts, rather than a day later because of a longer pause."""
    soonest = now + failure.wait
    usual = max(now + BACKOFF[min(tries, len(BACKOFF) - 1)], soonest)
    if failure.wait and not_after is not None and soonest < not_after <= usual:
        return soonest
    return usual


def _again(
    failure: NotSent,
    due_at: datetime,
    *,
    is_unfit: bool = False,
    opts_out: bool = False,
    task: str | None = None,
    fault: str | None = None,
) -> Outcome:
    return Outcome(
        AttemptState.REJECTED,
        OutreachState.DUE,
        failure.code,
        due_at=due_at,
        is_unfit=is_unfit,
        opts_out=opts_out,
        task=task,
        fault=fault,
    )
