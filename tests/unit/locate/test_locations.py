"""Which signs of a customer's whereabouts count, and what happens when none is known?"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from compliance.facts import Location
from gateway.domain.ids import ContactPointId, CreditorId, CustomerId
from gateway.domain.portfolio import ContactPoint, Customer
from gateway.domain.words import PointKind
from gateway.locate import customer_zones, locations, signs
from gateway.locate.clocks import zones_of_country

NEW_YORK, CHICAGO = "America/New_York", "America/Chicago"
ANYBODY = CustomerId(UUID(int=1))


def somebody(**known: Any) -> Customer:
    values = {"customer_number": "1", "name": "A", "is_company": False, "language": "en"} | known
    return Customer(ANYBODY, CreditorId("acme"), **values)


def point(kind: PointKind, value: str, **known: Any) -> ContactPoint:
    return ContactPoint(ContactPointId(UUID(int=2)), ANYBODY, kind, value, **known)


EMAIL = point(PointKind.EMAIL, "a@example.org")
FLORIDA = point(PointKind.MOBILE, "+18505550123")
TOLL_FREE = point(PointKind.LANDLINE, "+18005550199")


def zones(customer: Customer, used: ContactPoint, *others: ContactPoint, country: str | None = "US") -> set:
    return {one.time_zone for one in locations(customer, used, others, creditor_country=country)}


def test_address_and_number_count_together():
    found = locations(somebody(postal_code="10005", country="US"), FLORIDA, creditor_country="US")
    assert found == (
        Location("residence", NEW_YORK, "US-NY"),
        Location("mobile", CHICAGO, "US-FL"),
        Location("mobile", NEW_YORK, "US-FL"),
    )


def test_a_declared_zone_counts_beside_the_others_and_settles_nothing():
    customer = somebody(postal_code="10005", country="US", time_zone="America/Denver")
    assert zones(customer, EMAIL) == {"America/Denver", NEW_YORK}


def test_a_declared_zone_that_does_not_exist_is_no_sign():
    customer = somebody(time_zone="America/Springfield", postal_code="10005", country="US")
    assert zones(customer, EMAIL) == {NEW_YORK}


def test_another_number_of_the_customer_counts_for_an_email_too():
    assert zones(somebody(country="US"), EMAIL, FLORIDA) == {CHICAGO, NEW_YORK}


def test_a_retired_number_says_nothing():
    gone = point(PointKind.MOBILE, "+18505550123", retired_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert zones(somebody(postal_code="10005", country="US"), EMAIL, gone) == {NEW_YORK}


def test_a_state_that_its_postal_code_contradicts_counts_beside_it():
    assert zones(somebody(postal_code="10005", region="US-IL", country="US"), EMAIL) == {NEW_YORK, CHICAGO}


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("US-TX", {CHICAGO, "America/Denver"}),
        ("US-NY-NYC", {NEW_YORK}),
        ("CA-MB", {"America/Winnipeg"}),
        ("AU-WA", {"Australia/Perth", "Australia/Eucla"}),
        ("GB-ENG", {"Europe/London"}),
        ("DE-BY", {"Europe/Berlin"}),
    ],
)
def test_a_region_alone_gives_all_of_its_clocks(region, expected):
    assert zones(somebody(region=region), FLORIDA) >= expected


def test_a_country_with_one_clock_is_enough_for_a_call():
    number = point(PointKind.MOBILE, "+4915112345678")
    assert zones(somebody(country="DE"), number) == {"Europe/Berlin"}


@pytest.mark.parametrize(
    "customer", [somebody(), somebody(country="US"), somebody(postal_code="09001", country="US")]
)
def test_a_call_to_nobody_knows_where_gets_no_location(customer):
    assert locations(customer, TOLL_FREE, creditor_country="US") == ()


def test_an_email_to_nobody_knows_where_gets_every_clock_of_the_country():
    assert zones(somebody(country="US"), EMAIL, TOLL_FREE) == set(zones_of_country("US"))
    assert "Pacific/Honolulu" in zones_of_country("US")


def test_an_email_without_a_country_is_judged_by_the_creditors():
    assert zones(somebody(), EMAIL, country="CA") == set(zones_of_country("CA"))


def test_with_no_country_at_all_nothing_is_known():
    assert locations(somebody(), EMAIL, creditor_country=None) == ()
    assert customer_zones(somebody(), creditor_country=None) == ()


def test_a_canadian_postal_code_gives_its_province():
    found = locations(somebody(postal_code="R3C 1A5", country="CA"), EMAIL, creditor_country="US")
    assert found == (Location("residence", "America/Winnipeg", "CA-MB"),)


def test_a_zip_code_of_puerto_rico_is_read_whichever_country_it_names():
    for country in ("US", "PR"):
        assert zones(somebody(postal_code="00901", country=country), EMAIL) == {"America/Puerto_Rico"}


def test_a_foreign_postal_code_is_no_zip_code():
    assert zones(somebody(postal_code="10115", country="DE"), EMAIL) == {"Europe/Berlin"}


def test_clocks_that_read_alike_are_asked_once():
    michigan = somebody(time_zone="America/Detroit", region="US-MI", postal_code="48201", country="US")
    found = customer_zones(michigan, [point(PointKind.MOBILE, "+13135550123")], creditor_country="US")
    assert found == ("America/Detroit",)


def test_each_sign_says_what_it_was_read_from():
    here = somebody(postal_code="10005", region="US-FL", country="US", time_zone=CHICAGO)
    found = signs(here, EMAIL, (EMAIL, FLORIDA, TOLL_FREE), creditor_country="US")
    assert {one.read_from for one in found} == {"time_zone", "postal_code", "region", "number"}
    assert {one.point for one in found if one.read_from == "number"} == {FLORIDA}
    assert {one.location for one in found} == set(
        locations(here, EMAIL, (EMAIL, FLORIDA, TOLL_FREE), creditor_country="US")
    )


def test_the_creditors_country_is_no_sign_of_the_customers_own():
    assert {one.read_from for one in signs(somebody(), EMAIL, creditor_country="US")} == {"creditor"}
    assert {one.read_from for one in signs(somebody(country="US"), EMAIL, creditor_country="US")} == {
        "country"
    }
