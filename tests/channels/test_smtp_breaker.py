"""When is a relay left alone, and when asked again?"""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from channels.email_smtp.breaker import FAILURES, FIRST_REST, LONGEST_REST, Breaker
from tests.fakes.clock import A_MONDAY

A_MOMENT = timedelta(microseconds=1)


def a_resting_breaker() -> Breaker:
    breaker = Breaker()
    for _ in range(FAILURES):
        assert breaker.admits(A_MONDAY)
        breaker.failed(A_MONDAY)
    return breaker


def test_failures_in_a_row_rest_a_relay_and_a_success_between_them_does_not() -> None:
    breaker = Breaker()
    for _ in range(3 * FAILURES):
        breaker.failed(A_MONDAY)
        breaker.succeeded()
    assert breaker.admits(A_MONDAY)
    assert not a_resting_breaker().admits(A_MONDAY)


def test_after_the_rest_one_message_tries_it_and_the_others_wait_for_how_it_went() -> None:
    breaker, later = a_resting_breaker(), A_MONDAY + FIRST_REST
    assert not breaker.admits(later - A_MOMENT)
    assert [breaker.admits(later) for _ in range(3)] == [True, False, False]
    breaker.succeeded()
    assert [breaker.admits(later) for _ in range(3)] == [True, True, True]


def test_a_failed_trial_doubles_the_rest() -> None:
    breaker, later = a_resting_breaker(), A_MONDAY + FIRST_REST
    assert breaker.admits(later)
    breaker.failed(later)
    assert not breaker.admits(later + 2 * FIRST_REST - A_MOMENT)
    assert breaker.admits(later + 2 * FIRST_REST)


def test_a_trial_that_did_not_take_place_leaves_room_for_another() -> None:
    breaker, later = a_resting_breaker(), A_MONDAY + FIRST_REST
    assert breaker.admits(later)
    breaker.undecided()
    assert breaker.admits(later)


def test_what_was_under_way_when_the_rest_began_does_not_prolong_it() -> None:
    breaker = a_resting_breaker()
    breaker.failed(A_MONDAY + FIRST_REST - A_MOMENT)
    assert breaker.admits(A_MONDAY + FIRST_REST)


def test_a_clock_that_was_set_back_does_not_keep_a_relay_out_for_days() -> None:
    assert a_resting_breaker().admits(A_MONDAY - timedelta(days=3))


@given(st.lists(st.sampled_from(["failed", "succeeded", "undecided"]), max_size=40))
def test_whatever_happened_a_relay_is_tried_again_after_the_longest_rest(news: list[str]) -> None:
    breaker, now = Breaker(), A_MONDAY
    for word in news:
        now += LONGEST_REST
        assert breaker.admits(now)
        breaker.failed(now) if word == "failed" else getattr(breaker, word)()
