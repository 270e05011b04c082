"""What can other systems be told of? Every type of message, and which patterns make sense."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gateway.domain.errors import DataError
from gateway.domain.news import wants
from gateway.domain.words import AttemptState
from gateway.events.grammar import GRAMMARS

PING = "webhook.ping"
MAX_PATTERNS = 50
USUAL = (
    "event.*",
    "inbound.*",
    "attempt.*",
    "promise.*",
    "plan.*",
    "check.*",
    "task.*",
    "sending.*",
    "customer.*",
)
"""What an endpoint hears that asked for nothing in particular: every answer and every outcome."""
_OUTCOMES = tuple(one for one in AttemptState if one not in (AttemptState.RESERVED, AttemptState.SENDING))
TYPES: Mapping[str, str] = {
    **{f"event.{name}": f"An event of the type {name} was recorded." for name in GRAMMARS},
    "inbound.received": "Somebody wrote to us.",
    **{f"attempt.{state}": f"An attempt's state became {state}." for state in _OUTCOMES},
    "attempt.withdrawn": "An attempt was taken back before anything left.",
    "contact.allowed": "The rulebook allowed a contact, and it is about to leave.",
    "contact.deferred": "The rulebook put a contact off.",
    "contact.refused": "The rulebook refused a contact.",
    "contact.broken": "A contact could not be carried out and waits for a person.",
    "promise.kept": "A promise to pay was kept.",
    "promise.broken": "The day of a promise to pay is over and something is still owed.",
    "promise.withdrawn": "A newer promise took a promise's place.",
    "plan.kept": "Every instalment of a payment plan has arrived.",
    "plan.broken": "An instalment of a payment plan did not arrive in time.",
    "check.passed": "Somebody passed the identity check behind a customer link.",
    "check.failed": "Somebody gave wrong answers to the identity check.",
    "task.opened": "Something waits for a person.",
    "sending.stopped": "Sending was stopped, or a channel stopped itself.",
    "sending.resumed": "A stop of sending was taken back.",
    "customer.erased": "A customer's data was erased; erase what you have of it too.",
}


def checked_patterns(patterns: Sequence[str]) -> tuple[str, ...]:
    """Return the patterns, each once. Raises DataError for one that no message would ever fit."""
    chosen = tuple(dict.fromkeys(patterns)) or USUAL
    if len(chosen) > MAX_PATTERNS:
        raise DataError(f"types: at most {MAX_PATTERNS} patterns", field="types")
    for pattern in chosen:
        if not any(wants([pattern], type_) for type_ in TYPES):
            raise DataError(
                "types: no message is of such a type; write one, such as attempt.delivered, or a beginning "
                "such as attempt.*, or *",
                field="types",
            )
    return chosen
