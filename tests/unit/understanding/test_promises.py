"""Is a promise understood, with its day, and left to a person where it is not clear?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.understanding.days import named_days
from gateway.understanding.plain import sentences
from gateway.understanding.promises import promise

TODAY = date(2027, 3, 3)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("I'll pay Friday", "2027-03-05"),
        ("i will pay tmrw", "2027-03-04"),
        ("Paying tonight", "2027-03-03"),
        ("I will make a payment on the 15th", "2027-03-15"),
        ("going to pay on March 20", "2027-03-20"),
        ("I'll pay 3/15", "2027-03-15"),
        ("I will pay 2027-03-18", "2027-03-18"),
        ("I can pay at the end of the month", "2027-03-31"),
        ("I will pay in two weeks", "2027-03-17"),
        ("will pay the day after tomorrow", "2027-03-05"),
        ("I'll pay Friday the 5th", "2027-03-05"),
        ("half now, rest 3/15", "2027-03-15"),
        ("pago el viernes", "2027-03-05"),
        ("mañana pago", "2027-03-04"),
        ("pago pasado mañana", "2027-03-05"),
        ("Voy a pagar el 15", "2027-03-15"),
        ("pagaré el 20 de marzo", "2027-03-20"),
        ("les pago a fin de mes", "2027-03-31"),
        ("hago el pago en 3 días", "2027-03-06"),
        ("pago mañana por la mañana", "2027-03-04"),
    ],
)
def test_a_clear_day_is_a_certain_promise(text, day):
    found = promise(text, TODAY)
    assert found is not None
    assert (found.certain, found.values["due_on"]) == (True, day)


@pytest.mark.parametrize(
    "text",
    [
        "I'll pay next Friday",
        "I'll pay Wednesday",
        "I will pay 3/4",
        "maybe I can pay Friday",
        "Can I pay Friday?",
        "I'll pay Friday or Monday",
        "if I get my check I will pay Friday",
        "I'll pay when I get paid",
        "I will pay next week",
        "¿puedo pagar el viernes?",
        "tal vez pago el lunes",
        "I'll pay Friday the 12th or 19th",
    ],
)
def test_what_is_not_clear_is_for_a_person(text):
    found = promise(text, TODAY)
    assert found is not None
    assert not found.certain


@pytest.mark.parametrize(
    "text",
    [
        "I can't pay Friday",
        "I paid Friday",
        "I already paid on the 1st",
        "no puedo pagar el viernes",
        "ya pagué el lunes",
        "I won't pay you tomorrow",
        "see you Friday",
        "My shift ends Friday",
        "hasta mañana",
    ],
)
def test_what_is_no_promise_is_none(text):
    assert promise(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("I'll pay $50 Friday", "50.00"),
        ("will pay 1,200 dollars tomorrow", "1200.00"),
        ("pago 75.50 dólares mañana", "75.50"),
    ],
)
def test_an_amount_is_read(text, amount):
    found = promise(text, TODAY)
    assert found is not None
    assert found.values["amount"] == amount


def test_a_date_that_has_two_readings_is_certain_where_only_one_is_near():
    (found,) = named_days("3/12", date(2027, 3, 1))
    assert (found.day, found.certain) == (date(2027, 3, 12), True)


@given(st.dates(date(2024, 1, 1), date(2035, 1, 1)), st.integers(0, 400))
def test_every_iso_day_to_come_is_found(today, ahead):
    day = date.fromordinal(today.toordinal() + ahead)
    assert [named.day for named in named_days(day.isoformat(), today)] == [day]


@given(
    st.text(alphabet="0123456789/-. ofthendpagoelmrzv", max_size=60),
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
)
def test_no_numbers_are_too_strange(text, today):
    for sentence in sentences(text):
        assert isinstance(named_days(sentence, today), tuple)
