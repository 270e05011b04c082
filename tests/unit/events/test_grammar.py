"""Which events are accepted, and is what is wrong with the others named?"""

from __future__ import annotations

from typing import Any

import pytest

from compliance.question_events import EVENT_TYPES
from gateway.domain.errors import DataError
from gateway.events.effects import effect_of
from gateway.events.grammar import GRAMMARS, checked_body
from gateway.events.new_event import NewEvent
from tests.fakes.clock import A_MONDAY
from tests.fakes.ids import SeededIds
from tests.unit.events.examples import EXAMPLES

WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("fax", {"direction": "outbound"}, "type"),
    ("call", {}, "direction"),
    ("call", {"direction": "sideways"}, "direction"),
    ("call", {"direction": "outbound", "result": "answered"}, "result"),
    ("call", {"direction": "inbound", "result": "busy"}, "result"),
    ("sms", {"direction": "outbound", "result": "busy"}, "result"),  # only calls have a result
    ("portal", {"direction": "outbound"}, "direction"),
    ("email", {"direction": "outbound", "kind": "marketing"}, "kind"),
    ("opt_out", {}, "channel"),
    ("opt_out", {"channel": "fax"}, "channel"),
    ("opt_out", {"channel": "sms", "revokes_consent": "yes"}, "revokes_consent"),
    ("cease_request", {"written": 1}, "written"),
    ("dispute", {"scope": "half"}, "scope"),
    ("consent", {}, "to"),
    ("consent", {"to": "channel:fax"}, "to"),
    ("consent", {"to": "text", "until": "next week"}, "until"),
    ("inconvenient", {"days": ["monday"]}, "days"),
    ("inconvenient", {"days": []}, "days"),
    ("inconvenient", {"from": "8:00", "to": "17:00"}, "from"),
    ("inconvenient", {"from": "08:00"}, "from"),
    ("inconvenient", {"from": "08:00", "to": "08:00"}, "to"),
    ("number_checked", {"reassigned": False}, "contact_point"),
    ("creditor_email_notice", {"opt_out_by": "2027-03-01"}, "contact_point"),
    ("bankruptcy_ended", {}, "how"),
    ("promise_to_pay", {}, "due_on"),
    ("promise_to_pay", {"due_on": "2027-02-30"}, "due_on"),
    ("promise_to_pay", {"due_on": "2027-03-30", "amount": "5.00"}, "amount"),
    ("payment", {"amount": "5.00", "currency": "USD"}, "reference"),
    ("payment", {"amount": 5.5, "currency": "USD", "reference": "R"}, "amount"),
    ("payment", {"amount": "-5", "currency": "USD", "reference": "R"}, "amount"),
    ("payment", {"amount": "NaN", "currency": "USD", "reference": "R"}, "amount"),
    ("payment", {"amount": "5.001", "currency": "USD", "reference": "R"}, "amount"),
    ("payment", {"amount": "5", "currency": "usd", "reference": "R"}, "currency"),
    ("hold", {"untill": "2027-03-30"}, "untill"),
    ("validation_notice", {"delivered_by": "pigeon"}, "delivered_by"),
    ("deceased", {"person": ""}, "person"),
]


@pytest.mark.parametrize(("type_", "body", "field"), WRONG)
def test_a_wrong_event_is_refused_by_the_name_of_its_key(
    type_: str, body: dict[str, Any], field: str
) -> None:
    with pytest.raises(DataError) as caught:
        checked_body(type_, body, names_point=False)
    assert caught.value.field == field


def test_the_types_are_those_of_the_decision_contract() -> None:
    assert set(GRAMMARS) == set(EVENT_TYPES)


def test_every_type_has_an_example() -> None:
    assert {example["type"] for example in EXAMPLES} == set(GRAMMARS)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["type"])
def test_every_event_says_in_a_sentence_what_it_changes(example: dict[str, Any], ids: SeededIds) -> None:
    body = {key: value for key, value in example.items() if key not in ("type", "at", "contact_point")}
    names_point = "contact_point" in example
    kept = checked_body(example["type"], body, names_point=names_point)
    point: Any = ids.new() if names_point else None
    customer: Any = ids.new()
    sentence = effect_of(NewEvent(example["type"], A_MONDAY, customer, contact_point_id=point, body=kept))
    assert sentence[0].isupper()
    assert sentence.endswith(".")


def test_keys_of_the_teller_and_nulls_are_left_out() -> None:
    body = {"x_case": 17, "until": None, "reason": "family"}
    assert checked_body("hold", body, names_point=False) == {"reason": "family"}


def test_days_are_kept_in_the_order_of_the_week() -> None:
    assert checked_body("inconvenient", {"days": ["sun", "mon", "sun"]}, names_point=False) == {
        "days": ["mon", "sun"]
    }
