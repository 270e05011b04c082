"""Do sealed contents open for their entry alone, and come back as they were?"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from gateway.ledger.sealing import open_contents, seal_contents

KEY = bytes(range(32))
PLACE = {"entry": "e-1", "subject": "s-1", "seq": 3}
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
SCALAR = st.none() | st.booleans() | TEXT | st.integers(-(2**53) + 1, 2**53 - 1) | st.binary()
VALUE = st.recursive(SCALAR, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=8)


def sealed(contents):
    return seal_contents(contents, AESGCM(KEY), **PLACE, nonce=b"n" * 12)


@given(st.dictionaries(TEXT, VALUE) | st.binary(max_size=2000))
def test_contents_come_back_as_they_were(contents):
    assert open_contents(sealed(contents), KEY, **PLACE) == (contents or {})


def test_long_contents_are_deflated():
    assert len(sealed({"html": "<p>Dear Ann</p>" * 1000})) < 500


def test_our_own_types_come_back_as_text():
    contents = {"id": UUID(int=1), "at": datetime(2027, 3, 1, tzinfo=UTC), "amount": Decimal("1.10")}
    opened = open_contents(sealed(contents), KEY, **PLACE)
    assert isinstance(opened, dict)
    assert opened["amount"] == "1.10"
    assert opened["id"] == str(UUID(int=1))


@pytest.mark.parametrize("other", [{"entry": "e-2"}, {"subject": "s-2"}, {"seq": 4}])
def test_contents_moved_to_another_entry_do_not_open(other):
    with pytest.raises(ValueError, match="do not open"):
        open_contents(sealed({"a": 1}), KEY, **PLACE | other)


def test_contents_do_not_open_with_another_key():
    with pytest.raises(ValueError, match="do not open"):
        open_contents(sealed({"a": 1}), bytes(32), **PLACE)
