"""From which endings does a breaker conclude that a channel does not work?"""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.breaker import BreakerRules, Ended
from gateway.domain.words import AttemptState

RULES = BreakerRules()
OK = Ended(AttemptState.ACCEPTED, False)
FAULT = Ended(AttemptState.REJECTED, True)
LOST = Ended(AttemptState.UNKNOWN, False)
ENDINGS = st.lists(st.sampled_from([OK, FAULT, LOST]), max_size=40)


@given(ENDINGS)
def test_a_success_among_the_newest_and_few_unknown_outcomes_keep_it_going(ended: list[Ended]) -> None:
    few = [one for one in ended if one is not LOST]
    assert RULES.tripped([OK, *few]) is None


@given(ENDINGS)
def test_a_run_of_refusals_stops_it_whatever_was_before(ended: list[Ended]) -> None:
    assert RULES.tripped([FAULT] * RULES.failures + ended) is not None


@given(ENDINGS)
def test_the_share_counts_from_the_least_number_on(ended: list[Ended]) -> None:
    lost = ended.count(LOST)
    if RULES.tripped([OK, *ended]) is not None:
        assert len(ended) + 1 >= RULES.unknown_least
        assert lost >= RULES.unknown_share * (len(ended) + 1)


@given(st.integers(0, 10_000))
def test_waits_grow_and_end_at_the_longest(probes: int) -> None:
    assert RULES.probe_after <= RULES.wait(probes) <= RULES.wait(probes + 1) <= timedelta(hours=1)


def test_one_refusal_of_our_key_is_enough_until_something_went_through() -> None:
    shut_out = Ended(AttemptState.REJECTED, True, is_shut_out=True)
    assert RULES.tripped([shut_out]) is not None
    assert RULES.tripped([OK, shut_out]) is None
