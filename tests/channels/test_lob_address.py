"""What does Lob print on an envelope, and what would it not print whole?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.letter_lob.address import AddressProblem, read_address
from gateway.importer.reachable import postal


@pytest.mark.parametrize(
    ("cells", "city", "state", "code", "country"),
    [
        (("1 Main St", "Albany", "US-NY", "12207", "US"), "Albany", "NY", "12207", "US"),
        (("1 Main St", "St. Louis", "MO", "63101-1234", None), "St. Louis", "MO", "63101-1234", "US"),
        (("Calle 1", "San Juan", "PR", "00901", "PR"), "San Juan", "PR", "00901", "US"),
        (("1 King St", "Toronto", "CA-ON", "M5V 2T6", "CA"), "Toronto, ON", "", "M5V 2T6", "CA"),
        (("1 George St", "Sydney", "AU-NSW", "2000", "AU"), "Sydney, NSW", "", "2000", "AU"),
        (("Hauptstr. 1", "Bad Homburg", "DE-HE", "61348", "DE"), "Bad Homburg", "", "61348", "DE"),
        (("1 High St", "London", "GB-LND", "SW1A 1AA", "GB"), "London", "", "SW1A 1AA", "GB"),
        (("Gracht 1", "Amsterdam", None, "1012 AB", "NL"), "Amsterdam", "", "1012 AB", "NL"),
        (("ul. 1", "Warsaw", None, "00-950", "PL"), "Warsaw", "", "00-950", "PL"),
    ],
)
def test_an_imported_address_is_lobs_address(
    cells: tuple[str, ...], city: str, state: str, code: str, country: str
) -> None:
    read = read_address(f"Maria Lopez\n{postal(*cells)}")
    assert (read.name, read.line1) == ("Maria Lopez", cells[0])
    assert (read.city, read.state, read.code, read.country) == (city, state, code, country)


def test_a_second_street_line_and_a_long_name_are_kept_whole() -> None:
    name = "The Very Long Name of a Limited Liability Company of Albany"
    read = read_address(f"{name}\n1 Main St\nSuite 5\nFloor 2\nAlbany, NY 12207")
    assert f"{read.name} {read.company}" == name
    assert max(len(read.name), len(read.company)) <= 40
    assert (read.line1, read.line2) == ("1 Main St", "Suite 5, Floor 2")


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("Maria\nAlbany, NY 12207", "address-incomplete", "needs a name, a street and a place"),
        ("Maria\n1 Main St\nAlbany", "address-place", "city, state and ZIP code"),
        ("Maria\n1 Main St\nAlbany, XX 12207", "address-place", "city, state and ZIP code"),
        ("Maria\nSuite\nAccra\nGhana", "address-place", "must have a postal code"),
        ("Maria\nx\n1012\nNetherlands", "address-place", "must have a postal code"),
        ("M" * 41 + "\n1 Main St\nAlbany, NY 12207", "address-name-long", "40 characters"),
        ("Maria\n" + "x" * 65 + "\nAlbany, NY 12207", "address-street-long", "64 characters"),
        ("", "address-incomplete", "needs a name"),
    ],
)
def test_what_lob_would_not_print_whole_is_said_in_plain_words(text: str, code: str, words: str) -> None:
    with pytest.raises(AddressProblem, match=words) as caught:
        read_address(text)
    assert caught.value.code == code


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader_and_nothing_read_is_too_long(text: str) -> None:
    try:
        read = read_address(text)
    except AddressProblem:
        return
    assert max(len(read.name), len(read.company)) <= 40
    assert read.name
    assert read.line1
    assert read.city
    assert read.code
