"""Does every event read as a sentence?"""

from __future__ import annotations

import pytest

from gateway.events.grammar import GRAMMARS
from gateway.store.history import EventRow
from gateway.why.events_told import sentence_of
from tests.fakes.clock import A_MONDAY

# Bodies with what their sentences need; others need nothing.
BODIES = {
    "promise_to_pay": {"due_on": "2027-03-20"},
    "consent": {"to": "channel:sms"},
    "consent_revoked": {"to": "text"},
}


def told(type_: str, **body: object) -> str:
    return sentence_of(EventRow(type_, A_MONDAY, None, "api", body))


@pytest.mark.parametrize("type_", sorted(GRAMMARS))
def test_every_type_of_event_has_a_sentence(type_: str) -> None:
    text = told(type_, **BODIES.get(type_, {}))
    assert text[0].isupper()
    assert text.endswith("(told by another system).")
    assert "_" not in text


@pytest.mark.parametrize(
    ("type_", "body", "says"),
    [
        ("call", {"direction": "inbound"}, "The customer called"),
        ("call", {"direction": "outbound", "result": "no_answer"},
         "Somebody outside Dunwell called the customer, result: no answer"),
        ("sms", {"direction": "outbound"}, "Somebody outside Dunwell sent a text message to the customer"),
        ("opt_out", {"channel": "sms"}, "The customer stopped text messages"),
        ("cease_request", {"written": True}, "The customer asked in writing that all contact stop"),
        ("cease_request", {"channel": "voice"}, "The customer asked that calls stop"),
        ("payment", {"amount": "10.00", "currency": "USD", "paid_on": "2027-03-01"},
         "A payment of USD 10.00 was made on 1 March 2027"),
        ("dispute", {"scope": "part", "written": True}, "The customer disputed part of the debt in writing"),
        ("hold", {"until": "2027-03-05"}, "Reminders were put on hold until 5 March 2027"),
        ("inconvenient", {"days": ["mon"], "from": "12:00", "to": "13:00"},
         "The customer named Mon from 12:00 to 13:00 as inconvenient"),
        ("consent", {"to": "channel:sms"}, "The customer agreed to sms"),
    ],
)  # fmt: skip
def test_what_was_told_is_said_plainly(type_: str, body: dict[str, object], says: str) -> None:
    assert told(type_, **body).startswith(says)
