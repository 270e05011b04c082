"""Does a bounce find its attempt, and can nobody make one up?"""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.callback_token import CallbackTokens
from channels.email_address import mailbox
from channels.return_path import RETURN_PATH_USE, ReturnPaths, attempt_of_return_path
from gateway.domain.errors import ConfigError
from gateway.domain.ids import AttemptId

TOKENS = CallbackTokens(bytes(32), RETURN_PATH_USE)
PATHS = ReturnPaths("bounces@in.example.com", TOKENS)
AN_ATTEMPT = AttemptId(UUID(int=77))


@given(st.uuids().map(AttemptId))
def test_a_return_path_leads_back_to_its_attempt(attempt_id: AttemptId) -> None:
    address = PATHS.of(attempt_id)
    assert mailbox(address) == address
    assert address.endswith("@in.example.com")
    assert attempt_of_return_path(address, TOKENS) == attempt_id


@pytest.mark.parametrize("changed", [str.upper, str.title, "<{}>".format, " {} ".format])
def test_neither_capitals_nor_brackets_matter(changed) -> None:
    assert attempt_of_return_path(changed(PATHS.of(AN_ATTEMPT)), TOKENS) == AN_ATTEMPT


@given(st.integers(0, 51), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_token_with_one_other_character_names_nobody(place: int, other: str) -> None:
    address = PATHS.of(AN_ATTEMPT)
    at = len("bounces+") + place
    forged = address[:at] + other + address[at + 1 :]
    assert attempt_of_return_path(forged, TOKENS) == (AN_ATTEMPT if forged == address else None)


@pytest.mark.parametrize("use", ["sms-status", "email"])
def test_the_tokens_of_another_use_name_nobody(use: str) -> None:
    address = ReturnPaths("bounces@in.example.com", CallbackTokens(bytes(32), use)).of(AN_ATTEMPT)
    assert attempt_of_return_path(address, TOKENS) is None


@given(st.text())
def test_any_other_words_name_nobody(words: str) -> None:
    assert attempt_of_return_path(words, TOKENS) is None


@pytest.mark.parametrize(
    "address",
    ["", "bounces", "@example.com", "a+b@example.com", "twelveletter@example.com", "a b@example.com"],
)
def test_an_address_that_leaves_no_room_for_the_token_is_refused(address: str) -> None:
    with pytest.raises(ConfigError, match=r"smtp\.bounce_address"):
        ReturnPaths(address, TOKENS)
