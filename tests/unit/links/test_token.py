"""Is a token ours?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.links.token import Purpose, TokenKey, digest_of

KEY = TokenKey(bytes(32))
SOON = datetime(2027, 3, 15, tzinfo=UTC)
TOKEN = KEY.sign(bytes(range(16)), Purpose.RESPOND, SOON)
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def test_a_token_reads_back_as_what_it_was_signed_for() -> None:
    read = KEY.read(TOKEN, Purpose.RESPOND)
    assert read is not None
    assert (read.expires_at, read.digest) == (SOON, digest_of(bytes(range(16))))


def test_a_token_fits_into_a_text_message() -> None:
    assert len(TOKEN) == 48


@pytest.mark.parametrize("place", range(48))
def test_no_character_can_be_changed(place: int) -> None:
    for other in _ALPHABET.replace(TOKEN[place], ""):
        changed = TOKEN[:place] + other + TOKEN[place + 1 :]
        assert KEY.read(changed, Purpose.RESPOND) is None


@pytest.mark.parametrize(
    "text", [TOKEN[:-1], TOKEN + "A", TOKEN + "=", TOKEN + "\n", "", "Ω" * 48, TOKEN[:-4]]
)
def test_a_token_of_another_length_or_alphabet_is_not_ours(text: str) -> None:
    assert KEY.read(text, Purpose.RESPOND) is None


def test_a_token_is_good_for_its_own_purpose_alone() -> None:
    assert KEY.read(TOKEN, Purpose.STOP) is None


def test_another_key_does_not_read_it() -> None:
    assert TokenKey(bytes(31) + b"\1").read(TOKEN, Purpose.RESPOND) is None


def test_a_token_says_nothing_of_its_secret_in_a_log() -> None:
    read = KEY.read(TOKEN, Purpose.RESPOND)
    assert read is not None
    assert TOKEN[3:24] not in read.log_name
    assert read.log_name == f"{KEY.key_id}:{read.digest[:8]}"


@given(st.binary(min_size=16, max_size=16), st.integers(0, 50_000))
def test_every_random_part_and_expiry_survives_the_way_there_and_back(random: bytes, days: int) -> None:
    expires_at = datetime(1970, 1, 2, tzinfo=UTC) + timedelta(days=days % 49_000)
    read = KEY.read(KEY.sign(random, Purpose.STOP, expires_at), Purpose.STOP)
    assert read is not None
    assert (read.digest, read.expires_at) == (digest_of(random), expires_at)


@given(st.text(max_size=60))
def test_no_text_from_outside_makes_it_stumble(text: str) -> None:
    assert KEY.read(text, Purpose.RESPOND) is None or text == TOKEN
