"""Does everybody hash the same bytes? Our JSON against RFC 8785's own implementation."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.errors import DataError
from gateway.domain.words import Channel
from gateway.ledger.canonical import canonical, instant

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
KEY = st.text(st.characters(max_codepoint=127))
SCALAR = st.none() | st.booleans() | TEXT | st.integers(-(2**53) + 1, 2**53 - 1)
VALUE = st.recursive(SCALAR, lambda inner: st.lists(inner) | st.dictionaries(KEY, inner), max_leaves=8)


@given(st.dictionaries(KEY, VALUE))
def test_what_we_write_is_byte_for_byte_rfc_8785(value):
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (date(2027, 3, 1), "2027-03-01"),
        (datetime(2027, 3, 1, 9, tzinfo=timezone(timedelta(hours=-5))), "2027-03-01T14:00:00.000000Z"),
        (Decimal("1.10"), "1.10"),
        (Channel.EMAIL, "email"),
    ],
)
def test_our_own_types_are_written_as_text(value, text):
    assert canonical({"a": [value]}) == f'{{"a":["{text}"]}}'.encode()


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), b"x", {1, 2}, object(), 2**53, -(2**53), {1: 2}, {"ä": 1}]
)
def test_what_has_no_exact_form_is_refused_by_name(value):
    with pytest.raises(DataError, match="public"):
        canonical({"public": {"deep": [value]}})


def test_a_float_among_public_fields_is_named_by_its_path():
    with pytest.raises(DataError) as caught:
        canonical({"public": {"limits": [1, 2.5]}})
    assert caught.value.field == ".public.limits[1]"


def test_instants_sort_as_text():
    early, late = datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, 0, 0, 0, 1, tzinfo=UTC)
    assert instant(early) < instant(late)
