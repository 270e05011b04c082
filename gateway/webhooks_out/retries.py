"""What follows from an answer? Told, tried again later, or given up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from channels.provider_http import wait_told
from gateway.webhooks_out.courier import Answer

# Standard Webhooks 1.0.0, "Deliverability and reliability": ten tries over three days.
WAITS: Sequence[timedelta] = tuple(
    timedelta(seconds=seconds)
    for seconds in (0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
JITTER = 0.2  # of the wait at most: whoever failed together does not come back together
REST = timedelta(seconds=30)  # of a whole endpoint that is under load and does not say for how long
LONGEST_REST = timedelta(days=1)
_UNDER_LOAD = frozenset({429, 502, 504})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows. next_at: of the same message; rests_until: of everything for that endpoint."""

    is_delivered: bool = False
    is_gone: bool = False
    next_at: datetime | None = None
    rests_until: datetime | None = None

    @property
    def is_given_up(self) -> bool:
        """Whether the message will not be sent again by itself."""
        return not self.is_delivered and self.next_at is None


def verdict_on(answer: Answer, tries: int, now: datetime, chance: float) -> Verdict:
    """Return what follows from an answer to the so-manieth try. chance: from 0 to 1, lengthens the wait."""
    status = answer.status
    if status is not None and 200 <= status < 300:
        return Verdict(is_delivered=True)
    if status == 410:
        return Verdict(is_gone=True)
    rest = _rest(answer, now)
    rests_until = now + rest if rest else None
    if tries >= len(WAITS):
        return Verdict(rests_until=rests_until)
    next_at = now + WAITS[tries] * (1 + JITTER * chance)
    return Verdict(next_at=max(next_at, rests_until or next_at), rests_until=rests_until)


def _rest(answer: Answer, now: datetime) -> timedelta | None:
    if answer.retry_after and (told := wait_told(answer.retry_after, now)):
        return min(told, LONGEST_REST)
    return REST if answer.status in _UNDER_LOAD else None
