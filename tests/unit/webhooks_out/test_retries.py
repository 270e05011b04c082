"""What follows from an answer?"""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.webhooks_out.courier import Answer
from gateway.webhooks_out.retries import WAITS, verdict_on
from tests.fakes.clock import A_MONDAY


def an_answer(status: int | None, retry_after: str = "") -> Answer:
    return Answer(status, "", 5, retry_after)


def test_the_plan_is_that_of_the_standard(shared_data: Path) -> None:
    told = json.loads((shared_data / "standard-webhooks" / "vectors.json").read_text())
    assert [wait.total_seconds() for wait in WAITS] == told["retry_schedule_from_spec_seconds"]


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_every_2xx_is_a_success(status: int) -> None:
    verdict = verdict_on(an_answer(status), 1, A_MONDAY, 0.5)
    assert (verdict.is_delivered, verdict.is_given_up) == (True, False)


@pytest.mark.parametrize("status", [None, 100, 301, 302, 307, 400, 401, 404, 409, 500, 503])
def test_everything_else_is_tried_again(status: int | None) -> None:
    verdict = verdict_on(an_answer(status), 1, A_MONDAY, 0.0)
    assert verdict.next_at == A_MONDAY + timedelta(seconds=5)
    assert verdict.rests_until is None


def test_chance_lengthens_each_wait_by_a_fifth_at_most() -> None:
    for tries in range(1, len(WAITS)):
        first = verdict_on(an_answer(500), tries, A_MONDAY, 0.0).next_at
        last = verdict_on(an_answer(500), tries, A_MONDAY, 1.0).next_at
        assert first == A_MONDAY + WAITS[tries]
        assert last == A_MONDAY + WAITS[tries] * 1.2


def test_the_tenth_failure_is_the_last() -> None:
    assert not verdict_on(an_answer(500), 9, A_MONDAY, 0.0).is_given_up
    assert verdict_on(an_answer(500), 10, A_MONDAY, 0.0).is_given_up


def test_gone_is_gone() -> None:
    verdict = verdict_on(an_answer(410), 1, A_MONDAY, 0.0)
    assert (verdict.is_gone, verdict.is_given_up) == (True, True)


@pytest.mark.parametrize("status", [429, 502, 504])
def test_an_endpoint_under_load_is_given_a_rest(status: int) -> None:
    verdict = verdict_on(an_answer(status), 1, A_MONDAY, 0.0)
    assert verdict.next_at == verdict.rests_until == A_MONDAY + timedelta(seconds=30)


def test_what_retry_after_says_counts_for_a_day_at_most() -> None:
    hour = verdict_on(an_answer(503, "3600"), 1, A_MONDAY, 0.0)
    assert hour.next_at == hour.rests_until == A_MONDAY + timedelta(hours=1)
    year = verdict_on(an_answer(429, "Wed, 01 Mar 2028 16:00:00 GMT"), 1, A_MONDAY, 0.0)
    assert year.next_at == A_MONDAY + timedelta(days=1)


def test_a_short_rest_does_not_shorten_the_plan() -> None:
    verdict = verdict_on(an_answer(429, "1"), 5, A_MONDAY, 0.0)
    assert verdict.next_at == A_MONDAY + WAITS[5]


@pytest.mark.parametrize("told", ["", "soon", "-5", "1.5", "9" * 400, "Mon, 99 Mar 2027 16:00:00 GMT", "0"])
def test_a_retry_after_that_says_nothing_changes_nothing(told: str) -> None:
    verdict = verdict_on(an_answer(503, told), 1, A_MONDAY, 0.0)
    assert verdict.next_at in (A_MONDAY + timedelta(seconds=5), A_MONDAY + timedelta(days=1))
