"""Does every state of an attempt either count against the caps or not?"""

from __future__ import annotations

from gateway.domain.words import COUNTS, DOES_NOT_COUNT, AttemptState


def test_every_attempt_state_is_classified_once() -> None:
    assert set(AttemptState) == COUNTS | DOES_NOT_COUNT
    assert not COUNTS & DOES_NOT_COUNT
