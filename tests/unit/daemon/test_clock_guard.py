"""Is a jump of the system clock told from time going by?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.daemon.clock_guard import TOLERANCE, ClockGuard
from tests.fakes.clock import FixedClock
from tests.fakes.steady import Steady


def _guard() -> tuple[FixedClock, Steady, ClockGuard]:
    clock, steady = FixedClock(), Steady()
    return clock, steady, ClockGuard(clock, steady)


@pytest.mark.parametrize(
    "jump",
    [
        timedelta(seconds=61),
        timedelta(hours=1),
        timedelta(days=1),
        timedelta(days=365),
        timedelta(hours=-1),
        timedelta(days=-1),
    ],
)
def test_a_jump_is_noticed_until_it_is_accepted(jump: timedelta) -> None:
    clock, _, guard = _guard()
    clock.advance(jump)
    assert (guard.jump(), guard.jump()) == (jump, jump)
    guard.accept()
    assert guard.jump() is None


def test_a_clock_that_comes_back_is_believed_again() -> None:
    clock, steady, guard = _guard()
    clock.advance(hours=1)
    assert guard.jump() == timedelta(hours=1)
    steady.advance(30)
    clock.advance(hours=-1, seconds=30)
    assert guard.jump() is None


def test_a_sleeping_machine_is_no_jump() -> None:
    clock, steady, guard = _guard()
    clock.advance(days=3)
    steady.advance(3 * 86_400)
    assert guard.jump() is None


@given(st.lists(st.floats(-50, 50), max_size=50))
def test_small_corrections_never_add_up_to_a_jump(corrections: list[float]) -> None:
    clock, steady, guard = _guard()
    for seconds in corrections:
        clock.advance(seconds=5 + seconds)
        steady.advance(5)
        assert abs(timedelta(seconds=seconds)) <= TOLERANCE
        assert guard.jump() is None
