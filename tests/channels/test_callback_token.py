"""Can anybody but us make the path of a callback?"""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as some

from channels.callback_token import CallbackTokens
from gateway.domain.ids import AttemptId

TOKENS = CallbackTokens(bytes(32), "sms-status")
ATTEMPT = AttemptId(UUID(int=5))


@given(some.uuids())
def test_a_token_stands_for_its_attempt(attempt_id: UUID) -> None:
    token = TOKENS.token(AttemptId(attempt_id))
    assert len(token) == 43
    assert TOKENS.attempt(token) == attempt_id


@given(some.integers(0, 42), some.characters(codec="ascii"))
def test_a_token_with_any_character_changed_stands_for_nothing(place: int, char: str) -> None:
    token = TOKENS.token(ATTEMPT)
    changed = token[:place] + char + token[place + 1 :]
    assert TOKENS.attempt(changed) == (ATTEMPT if changed == token else None)


@given(some.text(max_size=60))
def test_any_text_can_be_asked_about(text: str) -> None:
    assert TOKENS.attempt(text) is None


def test_a_token_is_good_for_one_use_and_one_key() -> None:
    token = TOKENS.token(ATTEMPT)
    assert CallbackTokens(bytes(32), "voice-status").attempt(token) is None
    assert CallbackTokens(bytes(31) + b"\1", "sms-status").attempt(token) is None
