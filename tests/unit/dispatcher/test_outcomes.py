"""When is what did not leave tried again?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email_smtp.reply_codes import Reply, Stage, refusal
from channels.message import NotSent, Scope
from gateway.dispatcher.outcomes import BACKOFF, MAX_TRIES, WITHDRAWN, outcome_of
from gateway.domain.words import OutreachState
from tests.fakes.clock import A_MONDAY

MINUTE = timedelta(minutes=1)
GREY = refusal(Stage.RCPT, Reply(450, "4.2.0 Greylisted, see http://postgrey.schweikert.ch/"))


def due_in(failure: NotSent, tries: int, left: timedelta | None = None) -> timedelta:
    not_after = A_MONDAY + left if left is not None else None
    outcome = outcome_of(failure, tries=tries, now=A_MONDAY, not_after=not_after)
    assert outcome.outreach is OutreachState.DUE
    assert outcome.due_at is not None
    return outcome.due_at - A_MONDAY


@pytest.mark.parametrize(("tries", "minutes"), [(0, 6), (1, 6), (2, 15), (3, 30), (4, 60), (20, 60)])
def test_a_greylisting_server_is_asked_again_once_its_usual_minutes_are_over(
    tries: int, minutes: int
) -> None:
    assert due_in(GREY, tries) == minutes * MINUTE


@pytest.mark.parametrize(("left", "minutes"), [(61, 30), (30, 6), (20, 6), (7, 6), (6, 30), (1, 30)])
def test_it_is_asked_sooner_where_the_usual_pause_would_miss_the_window(left: int, minutes: int) -> None:
    assert due_in(GREY, 3, left * MINUTE) == minutes * MINUTE


def test_other_trouble_waits_as_ever() -> None:
    busy = NotSent(scope=Scope.TRANSIENT, retryable=True, code="mail 452")
    assert [due_in(busy, tries, 2 * MINUTE) for tries in range(5)] == list(BACKOFF)


@given(tries=st.integers(0, MAX_TRIES * 2), seconds=st.integers(0, 10**5))
def test_what_is_held_back_by_our_own_pace_is_no_try(tries: int, seconds: int) -> None:
    wait = timedelta(seconds=seconds)
    held = NotSent(scope=Scope.HELD, retryable=True, code="paced", wait=wait)
    outcome = outcome_of(held, tries=tries, now=A_MONDAY)
    assert (outcome.code, outcome.due_at, outcome.task) == (WITHDRAWN, A_MONDAY + wait, None)
