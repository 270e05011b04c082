"""Can news lead an attempt anywhere but forward?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from gateway.deliveries.applying import REPORTABLE
from gateway.deliveries.progress import contradicts, next_state
from gateway.domain.words import COUNTS, AttemptState

A = AttemptState
NEWS = some.lists(some.sampled_from(sorted(REPORTABLE)), max_size=12)


def fold(start: AttemptState, news: list[AttemptState]) -> AttemptState:
    for reported in news:
        start = next_state(start, reported) or start
    return start


@given(some.sampled_from(sorted(A)), NEWS)
def test_news_never_takes_an_attempt_out_of_the_count(start: AttemptState, news: list[AttemptState]) -> None:
    assert start not in COUNTS or fold(start, news) in COUNTS


@given(some.sampled_from(sorted(A)), NEWS)
def test_the_same_news_again_change_nothing(start: AttemptState, news: list[AttemptState]) -> None:
    end = fold(start, news)
    assert all(next_state(end, reported) is None for reported in news if reported is end)


@given(NEWS)
def test_nothing_follows_on_a_bounce(news: list[AttemptState]) -> None:
    assert fold(A.BOUNCED, news) is A.BOUNCED


@given(NEWS)
def test_what_was_delivered_can_only_come_back(news: list[AttemptState]) -> None:
    assert fold(A.DELIVERED, news) is (A.BOUNCED if A.BOUNCED in news else A.DELIVERED)


def test_a_failure_that_was_never_taken_is_no_news() -> None:
    assert next_state(A.REJECTED, A.FAILED) is None
    assert next_state(A.REJECTED, A.ACCEPTED) is A.ACCEPTED


def test_only_ends_contradict_each_other() -> None:
    assert contradicts(A.DELIVERED, A.FAILED)
    assert not contradicts(A.DELIVERED, A.ACCEPTED)
    assert not contradicts(A.FAILED, A.FAILED)
