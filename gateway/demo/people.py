"""Who is in the demonstration? Invented customers in many places and situations, the same for one seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

# Places with a postal code of their own region and a number range that is kept for fiction (555-01xx in North
# America, Ofcom's drama numbers in the United Kingdom, ACMA's fictitious numbers in Australia).
PLACES = (
    ("Boston", "US-MA", "02108", "US", "+1617555", "en"),
    ("New York", "US-NY", "10003", "US", "+1212555", "en"),
    ("Miami", "US-FL", "33130", "US", "+1305555", "es"),
    ("Pensacola", "US-FL", "32502", "US", "+1850555", "en"),
    ("Chicago", "US-IL", "60607", "US", "+1312555", "en"),
    ("Austin", "US-TX", "78701", "US", "+1512555", "en"),
    ("El Paso", "US-TX", "79901", "US", "+1915555", "es"),
    ("Denver", "US-CO", "80202", "US", "+1303555", "en"),
    ("Phoenix", "US-AZ", "85004", "US", "+1602555", "en"),
    ("Seattle", "US-WA", "98101", "US", "+1206555", "en"),
    ("Los Angeles", "US-CA", "90012", "US", "+1213555", "es"),
    ("Anchorage", "US-AK", "99501", "US", "+1907555", "en"),
    ("Honolulu", "US-HI", "96813", "US", "+1808555", "en"),
    ("Leeds", "GB-ENG", "LS1 4AP", "GB", "+447700900", "en"),
    ("Sydney", "AU-NSW", "2000", "AU", "+61491570", "en"),
    ("Auckland", "NZ-AUK", "1010", "NZ", "", "en"),
    ("Madrid", "ES-MD", "28013", "ES", "", "es"),
    ("Mumbai", "IN-MH", "400001", "IN", "", "en"),
)
FIRST = ("Alba", "Ben", "Carla", "Dev", "Elena", "Femi", "Grace", "Hugo", "Ines", "Jonah", "Kira", "Luis")
LAST = ("Abbott", "Brandt", "Castillo", "Diaz", "Ekwueme", "Fischer", "Grant", "Haddad", "Ito", "Jensen")
TRADES = ("Bakery", "Bindery", "Cycle Works", "Dental", "Freight", "Garden Supply", "Joinery", "Print Shop")


@dataclass(frozen=True, slots=True)
class Person:
    """One invented customer and what is owed."""

    number: str
    row: dict[str, str]  # the native portfolio columns that all invoices share
    invoices: tuple[dict[str, str], ...]
    situation: str


SITUATIONS = (
    "fresh", "fresh", "fresh", "older", "older", "much-older", "not-due-yet", "part-paid", "credit",
    "disputed", "promised", "attorney", "stopped-email", "no-contact", "small-balance",
)  # fmt: skip
# Days past due of the oldest bill, give or take a day: some are reminded just today, whatever day it is.
AGES = {
    "fresh": 2,
    "older": 9,
    "much-older": 20,
    "attorney": 24,
    "not-due-yet": -4,
    "part-paid": 9,
    "small-balance": 15,
    "disputed": 9,
    "no-contact": 2,
    "stopped-email": 9,
}


def people(today: date, *, count: int, seed: int) -> Iterator[Person]:
    """Yield `count` invented customers. Two thirds are companies that owe their supplier, the others persons:
    they owe their energy company, or their dentist's bill is with a collector."""
    chance = Random(seed)  # noqa: S311  # for variety, not for secrets
    for index in range(count):
        yield _person(index, today, chance)


def _person(index: int, today: date, chance: Random) -> Person:
    is_person = index % 3 == 2
    situation = SITUATIONS[index % len(SITUATIONS)]
    place = PLACES[(index * 7) % 13 if is_person else (index * 7) % len(PLACES)]
    number = f"{'P' if is_person else 'C'}-{1001 + index}"
    row = {**_address(place, chance), **_identity(index, is_person, chance), "customer_number": number}
    row |= _contact(index, row, place, situation)
    age = AGES.get(situation, 12) + chance.randrange(3)
    invoices = tuple(_invoices(number, today - timedelta(days=age), situation, row, chance))
    return Person(number, row, invoices, situation)


def _identity(index: int, is_person: bool, chance: Random) -> dict[str, str]:
    first, last = FIRST[index % len(FIRST)], LAST[(index * 3) % len(LAST)]
    if not is_person:
        name = f"{last} {TRADES[index % len(TRADES)]}"
        return {"customer_name": name, "creditor": "northwind", "debt_class": "commercial"}
    is_collected = index % 2 == 0  # by somebody else, for the creditor
    return {
        "customer_name": f"{first} {last}",
        "creditor": "brightwater" if is_collected else "lakeside",
        "debt_class": "medical" if is_collected else "consumer",
        "actor_role": "third_party_collector" if is_collected else "original_creditor",
        "birth_year": str(chance.randrange(1950, 2000)),
    }


def _address(place: tuple[str, ...], chance: Random) -> dict[str, str]:
    city, region, postal_code, country, _, language = place
    return {
        "street": f"{chance.randrange(1, 400)} Market Street",
        "city": city,
        "region": region,
        "postal_code": postal_code,
        "country": country,
        "language": language,
        "currency": {"GB": "GBP", "AU": "AUD", "NZ": "NZD", "ES": "EUR", "IN": "INR"}.get(country, "USD"),
    }


def _contact(index: int, row: dict[str, str], place: tuple[str, ...], situation: str) -> dict[str, str]:
    if situation == "no-contact":
        return {"street": "", "postal_code": "", "city": ""}
    mailbox = row["customer_name"].lower().replace(" ", ".")
    contact = {"email": f"{mailbox}.{index}@customers.example"}
    if place[4]:
        contact["mobile"] = place[4] + (f"{100 + index:04d}" if place[3] == "US" else f"{100 + index:03d}")
    return contact


def _invoices(
    number: str, oldest: date, situation: str, row: dict[str, str], chance: Random
) -> Iterator[dict[str, str]]:
    for position in range(1 + chance.randrange(3)):
        due_on = oldest + timedelta(days=5 * position)
        amount = 12 if situation == "small-balance" else chance.randrange(90, 2400)
        balance = amount * 0.4 if situation == "part-paid" and position == 0 else amount
        yield {
            **row,
            "invoice_number": f"{number.replace('-', '')}{position + 1:02d}",
            "issued_on": (due_on - timedelta(days=30)).isoformat(),
            "due_on": due_on.isoformat(),
            "amount": f"{amount}.00",
            "balance": f"{balance:.2f}",
            "disputed": "yes" if situation == "disputed" and position == 0 else "no",
        }
        if situation == "small-balance":
            return
    if situation == "credit":
        yield {**row, "invoice_number": f"{number.replace('-', '')}CN", "due_on": oldest.isoformat(),
               "amount": "-60.00", "balance": "-60.00", "disputed": "no"}  # fmt: skip
