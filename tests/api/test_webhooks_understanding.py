"""What does a text in somebody's own words change, from the webhook to the events?"""

from __future__ import annotations

import pytest

from gateway.domain.portfolio import Customer
from gateway.domain.words import Channel, PointKind
from tests.api.test_webhooks_inbound import events, text
from tests.builders.office import Office


@pytest.fixture
def customer(office: Office) -> Customer:
    """Somebody to whom we wrote."""
    customer, _ = office.customer(PointKind.MOBILE)
    office.send(customer, Channel.SMS)
    return customer


@pytest.mark.parametrize(
    ("said", "follows"),
    [
        ("leave me alone", ["opt_out"]),
        ("ya no me escriban por favor", ["opt_out"]),
        ("cease and desist", ["opt_out", "cease_request"]),
        ("I'll pay tomorrow", ["promise_to_pay"]),
        ("maybe I can pay tomorrow", ["hold"]),
        ("this is not mine", ["dispute"]),
        ("ya lo pagué", ["dispute"]),
        ("wrong number", ["wrong_party"]),
        ("talk to my lawyer", ["attorney_represents"]),
        ("I filed chapter 7", ["bankruptcy"]),
        ("he passed away in May", ["deceased"]),
        ("I lost my job", ["hold"]),
        ("don't call me before 10", ["inconvenient"]),
        ("please don't text me on Sundays", ["inconvenient"]),
        ("stop by the office?", []),
    ],
)
def test_words_lead_to_what_they_say(
    office: Office, customer: Customer, said: str, follows: list[str]
) -> None:
    text(office, said)
    assert events(office, customer) == ["sms", *follows]
