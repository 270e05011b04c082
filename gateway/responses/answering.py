"""How is a customer's answer recorded? Once for each form, through the one way in for facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from gateway.domain.ids import Ids
from gateway.domain.portfolio import ContactPoint
from gateway.domain.words import Channel, PointKind
from gateway.events import NewEvent, Recorded, record_events
from gateway.ledger import Ledger
from gateway.links import Link, Links
from gateway.responses import choices
from gateway.responses.choices import Answerer, Scope
from gateway.store import Tx, events, portfolio

_CHANNEL_OF = {
    PointKind.EMAIL: Channel.EMAIL,
    PointKind.MOBILE: Channel.SMS,
    PointKind.LANDLINE: Channel.VOICE,
    PointKind.POSTAL: Channel.LETTER,
}


class Answers:
    """Records what customers answer."""

    def __init__(self, ledger: Ledger, links: Links, ids: Ids) -> None:
        self._ledger, self._links, self._ids = ledger, links, ids

    def record_all(self, tx: Tx, told: Sequence[NewEvent], form: str, now: datetime) -> Recorded:
        """Record all that one form says, and return the first of it, which the confirmation is about.

        The same form sent again gives the first answer again.
        """
        keys = [f"form:{form}", *(f"form:{form}:{number}" for number in range(2, len(told) + 1))]
        keyed = [replace(event, dedupe_key=key) for event, key in zip(told, keys, strict=True)]
        return record_events(tx, self._ledger, keyed, now=now, ids=self._ids, source="portal")[0]

    def stop_here(self, tx: Tx, link: Link, now: datetime) -> None:
        """Stop the medium that carried a link to its contact point; once stopped, nothing more is written."""
        who = answerer(tx, link)
        event = choices.stop(who, Scope.HERE, now)
        events.lock_customers(tx, [who.customer_id])
        if event is not None and not self._is_stopped(tx, event):
            record_events(tx, self._ledger, [event], now=now, ids=self._ids, source="portal")

    def not_me(self, tx: Tx, link: Link, now: datetime) -> None:
        """Retire the contact point, and end every link that went to it: a stranger reads there."""
        event = choices.wrong_party(answerer(tx, link), now)
        if event is not None and event.contact_point_id is not None:
            once = replace(event, dedupe_key=f"not-me:{link.token.digest}")
            record_events(tx, self._ledger, [once], now=now, ids=self._ids, source="portal")
            self._links.revoke_at(tx, event.contact_point_id, now)

    def _is_stopped(self, tx: Tx, stop: NewEvent) -> bool:
        """Whether the last word about this medium and contact point was a stop already."""
        said = [
            event
            for event in events.events_of(tx, [stop.customer_id]).get(stop.customer_id, [])
            if event.type in ("opt_out", "opted_back_in")
            and event.channel in (None, stop.body["channel"])
            and event.contact_point in (None, str(stop.contact_point_id))
        ]
        return bool(said) and said[-1].type == "opt_out"


def answerer(tx: Tx, link: Link) -> Answerer:
    """Return whom a link stands for, and the medium that carried it."""
    points = portfolio.contact_points_of(tx, [link.customer_id]).get(link.customer_id, [])
    point = next((p for p in points if p.contact_point_id == link.contact_point_id), None)
    return Answerer(link.customer_id, link.contact_point_id, _channel(link, point))


def _channel(link: Link, point: ContactPoint | None) -> Channel | None:
    if link.channel is not None:
        return Channel(link.channel)
    return _CHANNEL_OF[point.kind] if point else None
