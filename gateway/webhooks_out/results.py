"""What came of one try, and what of it must somebody know?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog

from gateway.store.news import DELIVERED, FAILED, WAITING
from gateway.store.webhook_deliveries import Letter, Told
from gateway.store.webhook_endpoints import EndpointRow
from gateway.webhooks_out.courier import Answer
from gateway.webhooks_out.retries import Verdict, verdict_on

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Result:
    """A try, what is written down of it, and what follows."""

    endpoint: EndpointRow
    told: Told
    verdict: Verdict


def result_of(
    endpoint: EndpointRow, letter: Letter, answer: Answer, *, at: datetime, now: datetime, chance: float
) -> Result:
    """Return what came of a try that began at an instant. chance: from 0 to 1."""
    verdict = verdict_on(answer, letter.tries, now, chance)
    state = DELIVERED if verdict.is_delivered else FAILED if verdict.is_given_up else WAITING
    told = Told(letter, at, answer.milliseconds, answer.status, answer.code, state, verdict.next_at)
    return Result(endpoint, told, verdict)


def log_what_matters(one: Result) -> None:
    """Log only what somebody must look at: of the rest, the tries are kept."""
    if one.verdict.is_given_up:
        log.error(
            "a webhook message was given up",
            action="webhook:given-up",
            endpoint_id=str(one.endpoint.endpoint_id),
            message_id=str(one.told.letter.message_id),
            code=one.told.code,
        )
