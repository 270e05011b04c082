"""Does a telephone number give every clock its holder may live by, and none where it has no place?"""

import csv
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gateway.locate.clocks import is_zone
from gateway.locate.numbers import NOWHERE, place_of_number
from gateway.locate.zip_codes import place_of_area_code


def zones(number: str) -> set[str]:
    return set(place_of_number(number).zones)


def test_a_divided_area_code_has_both_clocks():
    assert zones("+18505550123") == {"America/Chicago", "America/New_York"}


@pytest.mark.parametrize("number", ["+18005550199", "+18885550199", "+19005550199", "+448001111111"])
def test_a_toll_free_or_premium_number_is_nowhere(number):
    assert place_of_number(number) == NOWHERE


@pytest.mark.parametrize("number", ["", "+", "12", "+999123", "not a number", "+882165551234"])
def test_what_is_no_number_of_a_country_is_nowhere(number):
    assert place_of_number(number) == NOWHERE


def test_northwestern_ontario_has_both_of_its_clocks():
    assert {"America/Toronto", "America/Winnipeg"} <= zones("+18072234567")


def test_a_canadian_code_takes_no_clock_from_american_towns_across_the_border():
    assert "America/Juneau" not in zones("+12505550123")
    assert place_of_number("+12505550123").region == "CA-BC"


def test_a_caribbean_number_has_its_island():
    place = place_of_number("+18765551234")
    assert (place.zones, place.region) == (("America/Jamaica",), "JM")


def test_an_australian_mobile_may_be_anywhere_in_australia():
    assert {"Australia/Sydney", "Australia/Perth"} <= zones("+61412345678")


def test_a_number_of_a_range_not_known_yet_may_be_anywhere_in_its_country():
    assert zones("+447700900123") == {"Europe/London"}


def test_every_example_number_gives_only_clocks_that_can_be_read(shared_data: Path):
    with (shared_data / "libphonenumber" / "example_numbers.csv").open(encoding="utf-8") as file:
        numbers = [f"+{row['country_code']}{row['national_number']}" for row in csv.DictReader(file)]
    for number in numbers[::3]:
        for zone in place_of_number(number).zones:
            assert is_zone(zone)
            ZoneInfo(zone)


def test_no_us_area_code_of_the_prefix_map_is_judged_by_fewer_clocks_than_its_zip_codes(shared_data: Path):
    text = (shared_data / "libphonenumber" / "timezones_map_data.txt").read_text(encoding="utf-8")
    prefixes = [line.split("|")[0] for line in text.splitlines() if line.startswith("1")]
    for code in {prefix[1:4] for prefix in prefixes if len(prefix) >= 4}:
        american = place_of_area_code(code)
        place = place_of_number(f"+1{code}5550123")
        if american and (place.region or "").startswith("US"):
            assert set(american.zones) <= set(place.zones)
