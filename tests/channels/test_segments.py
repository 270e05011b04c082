"""How many segments does an SMS take? Checked against counts that others published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.segments import Encoding, segments

gsm_text = st.text(st.sampled_from("aZ é@€[\n"), max_size=500)


def test_published_counts_agree(shared_data: Path) -> None:
    vectors = json.loads((shared_data / "gsm7-segments" / "vectors.json").read_text())["vectors"]
    counted = [vector for vector in vectors if "segments" in vector]
    assert len(counted) > 30
    for vector in counted:
        found = segments(vector["body"])
        assert found.count == vector["segments"], vector["testDescription"]
        assert found.encoding == vector.get("encoding", found.encoding), vector["testDescription"]


def test_the_published_alphabet_is_ours(shared_data: Path) -> None:
    alphabet = json.loads((shared_data / "gsm7-segments" / "unicode_to_gsm7_bytes.json").read_text())
    for char, septets in alphabet.items():
        found = segments(char)
        assert (found.encoding, found.units) == (Encoding.GSM_7, len(septets)), char


@pytest.mark.parametrize(
    ("text", "encoding", "count"),
    [
        ("", Encoding.GSM_7, 1),
        ("a" * 160, Encoding.GSM_7, 1),
        ("a" * 161, Encoding.GSM_7, 2),
        ("a" * 306, Encoding.GSM_7, 2),
        ("a" * 152 + "€" + "b" * 152, Encoding.GSM_7, 3),  # the escape pair is not cut: 306 septets in three
        ("ê" + "a" * 69, Encoding.UCS_2, 1),  # one letter outside the alphabet and all is UCS-2
        ("ê" + "a" * 70, Encoding.UCS_2, 2),
        ("a" * 66 + "😀" + "a" * 66, Encoding.UCS_2, 3),  # nor is a surrogate pair
    ],
)
def test_segments_are_counted_as_they_are_billed(text: str, encoding: Encoding, count: int) -> None:
    found = segments(text)
    assert (found.encoding, found.count) == (encoding, count)


@given(gsm_text)
def test_the_count_is_never_below_what_the_length_needs_and_at_most_one_cut_off_each(text: str) -> None:
    found = segments(text)
    if found.units > 160:
        assert -(-found.units // 153) <= found.count <= -(-found.units // 152)
    else:
        assert found.count == 1
