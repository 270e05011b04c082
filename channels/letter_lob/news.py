"""What does Lob's word mean for an attempt? The same for an event and for a letter that is listed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from channels.letter_lob.order import METADATA_KEY
from channels.message import Aftermath, Again, DeliveryEvent, PointNews
from gateway.domain.ids import AttemptId
from gateway.domain.words import AttemptState

PROVIDER = "lob"
ID = re.compile(r"ltr_[a-zA-Z0-9]{1,60}")
# https://docs.lob.com/#tag/Events, read 2026-11-23; of certified letters the same, behind `certified.`.
_STATES = {
    "created": AttemptState.ACCEPTED,
    "rendered_pdf": AttemptState.ACCEPTED,
    "rendered_thumbnails": AttemptState.ACCEPTED,
    "mailed": AttemptState.ACCEPTED,
    "in_transit": AttemptState.ACCEPTED,
    "in_local_area": AttemptState.ACCEPTED,
    "processed_for_delivery": AttemptState.ACCEPTED,
    "pickup_available": AttemptState.ACCEPTED,
    "re-routed": AttemptState.ACCEPTED,
    "international_exit": AttemptState.ACCEPTED,
    "delivered": AttemptState.DELIVERED,
    "returned_to_sender": AttemptState.BOUNCED,
    "failed": AttemptState.FAILED,
    "rejected": AttemptState.FAILED,
    "deleted": AttemptState.FAILED,
}
_AFTERMATH = {
    # Not printed: nothing is said of the address. Made anew a day later, and somebody looks.
    "failed": Aftermath(PointNews.FINE, Again.TOMORROW, task="delivery-failed"),
    "rejected": Aftermath(PointNews.FINE, Again.TOMORROW, task="delivery-failed"),
    # Somebody took it back at Lob, on purpose.
    "deleted": Aftermath(PointNews.FINE, Again.NO, task="delivery-failed"),
}
_STRONGEST = ("returned_to_sender", "delivered")  # of a list, where one follows on the other


def news_of_event(event: Any) -> DeliveryEvent | None:
    """Return what an event says, or None where it speaks of no letter of ours or of nothing that matters."""
    body, kind = _mapping(_mapping(event).get("body")), _mapping(_mapping(event).get("event_type")).get("id")
    if not isinstance(kind, str) or not kind.startswith("letter."):
        return None
    return _news(body, kind.removeprefix("letter.").removeprefix("certified."), _mapping(event))


def news_of_letter(letter: Any) -> DeliveryEvent | None:
    """Return how a listed letter stands, or None where it is none of ours."""
    return _news(_mapping(letter), _standing(_mapping(letter)), _mapping(letter))


def attempt_of(letter: Any) -> AttemptId | None:
    """Return the attempt that a letter carries, or None where it carries none."""
    told = _mapping(_mapping(letter).get("metadata")).get(METADATA_KEY)
    try:
        return AttemptId(UUID(told)) if isinstance(told, str) and len(told) == 36 else None
    except ValueError:
        return None


def _news(letter: Mapping[str, Any], word: str, dated: Mapping[str, Any]) -> DeliveryEvent | None:
    state, reference, attempt_id = _STATES.get(word), letter.get("id"), attempt_of(letter)
    if state is None or attempt_id is None or not isinstance(reference, str) or not ID.fullmatch(reference):
        return None
    time = dated.get("date_created")
    return DeliveryEvent(
        attempt_id=attempt_id,
        state=state.value,
        provider=PROVIDER,
        provider_event_id=f"{reference}:{word}",  # one for the event and for the list: told once
        code=word,
        detail={"time": time[:40]} if isinstance(time, str) else {},
        provider_reference=reference,
        aftermath=_AFTERMATH.get(word),
    )


def _standing(letter: Mapping[str, Any]) -> str:
    tracked = letter.get("tracking_events")
    names = [_word(_mapping(one).get("name")) for one in tracked] if isinstance(tracked, Sequence) else []
    for word in _STRONGEST:
        if word in names:
            return word
    if letter.get("deleted") is True:
        return "deleted"
    if letter.get("status") == "failed":
        return "failed"
    return next((word for word in reversed(names) if word in _STATES), "created")


def _word(name: Any) -> str:
    """`Returned to Sender` as events call it."""
    return name.lower().replace(" ", "_") if isinstance(name, str) else ""


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
