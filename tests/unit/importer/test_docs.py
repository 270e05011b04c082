"""Does the documentation name every profile and every key of profiles?"""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.importer import read_profiles
from gateway.shipped import shipped

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "import.md").read_text("utf-8")
KEYS = [
    "title",
    "kind",
    "columns",
    "fill",
    "implied",
    "patterns",
    "decimal",
    "thousands",
    "symbols",
    "rounding",
    "whole_ids",
    "skip_when",
    "negate_when",
    "ignore",
    "alone",
    "lines",
    "group",
    "grand",
    "bare",
    "as_of",
    "dates",
    "encoding",
    "delimiter",
    "sheet",
    "header_within",
]


@pytest.mark.parametrize("name", sorted(set(read_profiles(shipped("config/profiles"))) - {"native"}))
def test_every_shipped_profile_is_documented(name: str) -> None:
    assert f"`{name}`" in TEXT


@pytest.mark.parametrize("key", KEYS)
def test_every_key_of_profiles_is_documented(key: str) -> None:
    assert key in TEXT
