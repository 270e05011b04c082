"""Which answers pass the identity check?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.errors import ConfigError
from gateway.domain.ids import CreditorId, CustomerId
from gateway.domain.portfolio import Customer
from gateway.responses.identity import FACTS, Holdings, fits, normalised, questions
from tests.builders.creditor import a_creditor
from tests.fakes.ids import SeededIds

ASKED = ("postal_code", "birth_year")


def _held(**overrides: Any) -> Holdings:
    values: dict[str, Any] = {
        "customer_id": CustomerId(SeededIds().new()),
        "creditor_id": CreditorId("acme"),
        "customer_number": "C-0042",
        "name": "José Núñez",
        "is_company": False,
        "language": "es",
        "postal_code": "10005-1234",
        "birth_year": 1980,
    }
    return Holdings(Customer(**values | overrides), ("A-1",), ("INV/2041", "INV/2042"))


@pytest.mark.parametrize(
    ("fact", "answer"),
    [
        ("postal_code", "10005"),
        ("postal_code", " 10005-1234 "),
        ("postal_code", "100051234"),
        ("birth_year", "1980"),
        ("last_name", "NUÑEZ"),
        ("last_name", "nunez"),
        ("customer_number", "c0042"),
        ("account_number", "a1"),
        ("invoice_number", "inv 2042"),
    ],
)
def test_an_answer_may_be_written_as_people_write_it(fact: str, answer: str) -> None:
    other = "birth_year" if fact != "birth_year" else "postal_code"
    right = {"birth_year": "1980", "postal_code": "10005"}[other]
    assert fits(_held(), (fact, other), {fact: answer, other: right})


@pytest.mark.parametrize(
    "answers",
    [
        {"postal_code": "10005"},
        {"birth_year": "1980"},
        {"postal_code": "10005", "birth_year": "1981"},
        {"postal_code": "10006", "birth_year": "1980"},
        {"postal_code": "1000", "birth_year": "1980"},
        {"postal_code": "10005", "birth_year": ""},
        {"postal_code": "-", "birth_year": "1980"},
        {},
    ],
)
def test_every_fact_must_be_right(answers: dict[str, str]) -> None:
    assert not fits(_held(), ASKED, answers)


@pytest.mark.parametrize("missing", ["postal_code", "birth_year"])
def test_where_the_creditor_does_not_hold_a_fact_nobody_passes(missing: str) -> None:
    answers = {"postal_code": "10005", "birth_year": "1980"}
    assert not fits(_held(**{missing: None}), ASKED, answers | {missing: ""})
    assert not fits(_held(**{missing: None}), ASKED, answers | {missing: "None"})


def test_one_fact_is_never_enough() -> None:
    assert not fits(_held(), ("birth_year",), {"birth_year": "1980"})


def test_the_page_asks_everybody_the_same() -> None:
    asked = questions([a_creditor(), a_creditor("b", check_person=("last_name", "postal_code"))])
    assert asked.everybody == ("postal_code",)
    assert asked.person == ("last_name", "birth_year")
    assert asked.company == ("invoice_number",)


@pytest.mark.parametrize(
    "facts", [("postal_code",), ("postal_code", "postal_code"), ("postal_code", "shoe_size")]
)
def test_a_creditor_who_asks_too_little_or_the_unknown_is_not_started_with(facts: tuple[str, ...]) -> None:
    with pytest.raises(ConfigError, match="acme"):
        questions([a_creditor(check_person=facts)])


@given(st.text(max_size=30))
def test_writing_an_answer_otherwise_does_not_change_it(text: str) -> None:
    assert normalised(f"  {normalised(text).upper()} ") == normalised(normalised(text).upper())


@given(st.dictionaries(st.sampled_from(sorted(FACTS)), st.text(max_size=40)))
def test_no_answer_makes_the_check_stumble(answers: dict[str, str]) -> None:
    assert fits(_held(), tuple(FACTS), answers) in (True, False)
