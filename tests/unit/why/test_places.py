"""Do regions read as people call them?"""

import pytest

from gateway.why import listed, place_in_country, place_name
from tests.builders.dispatcher import shipped_rulebook


@pytest.mark.parametrize(
    ("region", "name", "in_country"),
    [
        ("US", "United States", "United States"),
        ("US-NY", "New York", "New York, United States"),
        ("US-NY-NYC", "New York City", "New York City, United States"),
        ("CA-ON", "Ontario", "Ontario, Canada"),
        ("IN", "India", "India"),
        ("DE-BY", "DE-BY", "DE-BY, Germany"),  # no name here: its code
    ],
)
def test_a_region_has_a_name(region: str, name: str, in_country: str) -> None:
    assert (place_name(region), place_in_country(region)) == (name, in_country)


def test_every_region_of_a_shipped_pack_has_a_name() -> None:
    regions = {region for pack in shipped_rulebook().packs for region in pack.regions}
    assert [region for region in sorted(regions) if place_name(region) == region] == []


def test_words_are_listed_as_in_a_sentence() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b", "c"], "or")] == ["", "a", "a, b or c"]
