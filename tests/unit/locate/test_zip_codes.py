"""Does a ZIP code or area code give every clock that people there may live by?"""

import pytest

from gateway.locate.zip_codes import place_of_area_code, place_of_zip, zones_of_state

CHICAGO, NEW_YORK, DENVER, PHOENIX = (
    "America/Chicago",
    "America/New_York",
    "America/Denver",
    "America/Phoenix",
)


@pytest.mark.parametrize(
    ("zip_code", "zones", "region"),
    [
        ("10005", {NEW_YORK}, "US-NY"),
        ("10005-1234", {NEW_YORK}, "US-NY"),
        ("36867", {CHICAGO, NEW_YORK}, "US-AL"),  # Phenix City lives by Georgia's clock
        ("37405", {CHICAGO, NEW_YORK}, "US-TN"),  # Chattanooga: the list has one ZIP wrong
        ("86045", {PHOENIX, DENVER}, "US-AZ"),  # Tuba City, Navajo Nation: the list has it wrong
        ("85001", {PHOENIX}, "US-AZ"),  # Phoenix never changes its clocks
        ("86503", {DENVER, PHOENIX}, "US-AZ"),  # Chinle, Navajo Nation
        ("57532", {CHICAGO, DENVER}, "US-SD"),  # Fort Pierre
        ("96910", {"Pacific/Guam"}, "US-GU"),
        ("00901", {"America/Puerto_Rico"}, "US-PR"),
        ("96799", {"Pacific/Pago_Pago"}, "US-AS"),
    ],
)
def test_a_zip_code_gives_every_clock_of_its_county(zip_code, zones, region):
    place = place_of_zip(zip_code)
    assert (set(place.zones), place.region) == (zones, region)


def test_a_broken_zone_in_the_list_is_never_handed_on():
    place = place_of_zip("99634")  # the list says "Napakiak" where a zone belongs
    assert place.zones == ("America/Anchorage",)


def test_adak_has_the_aleutian_clock():
    assert "America/Adak" in place_of_zip("99546").zones


@pytest.mark.parametrize(
    "text", ["09001", "34001", "96201", "00000", "1234", "abcde", "", "SW1A 1AA", "100055"]
)
def test_military_and_unknown_zip_codes_are_nowhere(text):
    assert place_of_zip(text) is None


@pytest.mark.parametrize(
    ("code", "zones", "region"),
    [
        ("212", {NEW_YORK}, "US-NY"),
        ("850", {CHICAGO, NEW_YORK}, "US-FL"),
        ("208", {"America/Boise", "America/Los_Angeles"}, "US-ID"),
        ("541", {"America/Los_Angeles", "America/Boise"}, "US-OR"),
        ("915", {DENVER, CHICAGO}, "US-TX"),
        ("928", {PHOENIX, DENVER, "America/Los_Angeles"}, "US-AZ"),
        ("270", {CHICAGO, NEW_YORK}, "US-KY"),
        ("605", {CHICAGO, DENVER}, "US-SD"),
        ("907", {"America/Anchorage", "America/Adak"}, "US-AK"),
        ("671", {"Pacific/Guam"}, "US-GU"),
        ("808", {"Pacific/Honolulu"}, "US-HI"),
    ],
)
def test_an_area_code_gives_every_clock_of_its_zip_codes_and_its_one_state(code, zones, region):
    place = place_of_area_code(code)
    assert (set(place.zones), place.region) == (zones, region)


@pytest.mark.parametrize("code", ["800", "888", "900", "555", "000", ""])
def test_an_area_code_without_a_place_is_nowhere(code):
    assert place_of_area_code(code) is None


def test_a_state_has_all_its_clocks_the_most_common_first():
    assert zones_of_state("TX") == (CHICAGO, DENVER)
    assert zones_of_state("ZZ") == ()
