"""What has the customer asked about when, where and how they are contacted, and what takes it back?

The rulebook reads the same events; here they are read for the person who said them. A wish binds at once: the
event that records it lets everything that waits for this customer be judged again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from compliance.facts import Event
from gateway.domain.ids import ContactPointId
from gateway.domain.portfolio import ContactPoint
from gateway.domain.words import Channel, PointKind
from gateway.events import NewEvent
from gateway.responses.choices import Answerer

WORK = "work"
CARRIES = {
    PointKind.EMAIL: (Channel.EMAIL,),
    PointKind.MOBILE: (Channel.SMS, Channel.VOICE),
    PointKind.LANDLINE: (Channel.VOICE,),
    PointKind.POSTAL: (Channel.LETTER,),
}
"""Which channels reach a kind of contact point."""
_CONSENT = {Channel.SMS: "text", Channel.VOICE: "prerecorded"}
_TIED_TO_A_PLACE = (PointKind.LANDLINE, PointKind.POSTAL)  # others are carried about: each is stopped itself


class Kind(StrEnum):
    """What a wish is about."""

    TIME = "time"
    PLACE = "place"
    STOP = "stop"
    EMPLOYER = "employer"
    CEASE = "cease"  # in writing; it is taken back by writing or talking to a person


class Why(StrEnum):
    """Why a contact point is not to be used."""

    RATHER_NOT = "rather-not"
    EMPLOYER = "employer"
    NOT_MINE = "not-mine"


@dataclass(frozen=True, slots=True)
class Wish:
    """Something that the customer asked for and that still stands."""

    kind: Kind
    event: Event
    point: ContactPoint | None = None
    channel: Channel | None = None

    @property
    def can_be_taken_back(self) -> bool:
        """Return whether the customer may take it back on a page."""
        return self.kind is not Kind.CEASE and (self.kind is not Kind.EMPLOYER or self.point is not None)

    @property
    def key(self) -> str:
        """What a form calls it."""
        return str(self.event.id)


def standing(events: Sequence[Event], points: Sequence[ContactPoint], today: date) -> tuple[Wish, ...]:
    """Return what stands, oldest first; the same thing said twice is there once.

    events: what is known about the customer, oldest first. today: by the customer's clock.
    """
    by_id = {str(point.contact_point_id): point for point in points}
    found: dict[tuple[Any, ...], Wish] = {}
    for event in events:
        if event.person is None and not _is_over(event, events, today):
            wish = _wish(event, by_id)
            if wish is not None:
                found[_said(event)] = wish
    by_employer = {wish.point for wish in found.values() if wish.kind is Kind.EMPLOYER and wish.point}
    return tuple(
        wish for wish in found.values() if wish.kind is not Kind.STOP or wish.point not in by_employer
    )


def inconvenient_time(
    who: Answerer, days: Sequence[str], hours: tuple[str, str] | None, until: date | None, now: datetime
) -> NewEvent:
    """Return that these hours of these days do not suit; no days: every day. No hours: all day."""
    body: dict[str, Any] = {"written": True}
    body |= {"days": list(days)} if days else {}
    body |= {"from": hours[0], "to": hours[1]} if hours else {}
    body |= {"until": until.isoformat()} if until else {}
    return NewEvent("inconvenient", now, who.customer_id, body=body)


def preference(who: Answerer, language: str, prefers: str, now: datetime) -> NewEvent:
    """Return which language and channel the customer likes best; no rule reads it, and it allows nothing."""
    body = {"direction": "inbound", "language": language, "prefers": prefers}
    return NewEvent("portal", now, who.customer_id, body=body)


def not_at_work(who: Answerer, points: Sequence[ContactPoint], why: Why, now: datetime) -> list[NewEvent]:
    """Return that the workplace does not suit: the place, and each address there that is not tied to it."""
    place = NewEvent("inconvenient", now, who.customer_id, body={"place": WORK, "written": True})
    said = [place]
    for point in points:
        if point.place == WORK and point.kind not in _TIED_TO_A_PLACE:
            said += not_this_one(who, point, Why.RATHER_NOT, now)
    return [*said, NewEvent("employer_prohibits", now, who.customer_id)] if why is Why.EMPLOYER else said


def not_this_one(who: Answerer, point: ContactPoint, why: Why, now: datetime) -> list[NewEvent]:
    """Return what ends the use of one contact point."""
    point_id = point.contact_point_id
    if why is Why.NOT_MINE:
        return [NewEvent("wrong_party", now, who.customer_id, contact_point_id=point_id)]
    robots = {"revokes_consent": True} if point.kind in (PointKind.MOBILE, PointKind.LANDLINE) else {}
    stops = [NewEvent("opt_out", now, who.customer_id, None, point_id, robots)]
    if why is Why.EMPLOYER:
        stops.append(NewEvent("employer_prohibits", now, who.customer_id, contact_point_id=point_id))
    return stops


def taken_back(who: Answerer, wish: Wish, now: datetime) -> list[NewEvent]:
    """Return what lifts a wish, as narrowly as it was said; texts and calls are consented to anew."""
    event = wish.event
    point_id = ContactPointId(wish.point.contact_point_id) if wish.point else None
    if wish.kind in (Kind.TIME, Kind.PLACE):
        return [NewEvent("convenient_again", now, who.customer_id, body=_times(event))]
    body = {"channel": wish.channel.value} if wish.channel else {}
    again = NewEvent("opted_back_in", now, who.customer_id, None, point_id, body)
    consented = [f"channel:{each}" for each in _carried(wish)] if wish.kind is Kind.EMPLOYER else []
    consented += [_CONSENT[channel] for channel in consents_to(wish)]
    return [
        again,
        *(replace(again, type="consent", body={"to": each, "written": True}) for each in consented),
    ]


def consents_to(wish: Wish) -> tuple[Channel, ...]:
    """Return the channels for which taking a stop back means to consent anew to automated contact."""
    is_revoked = wish.event.revokes_consent or wish.kind is Kind.EMPLOYER
    return tuple(each for each in _carried(wish) if each in _CONSENT) if is_revoked else ()


def _carried(wish: Wish) -> tuple[Channel, ...]:
    """The channels that a wish is about."""
    if wish.channel is not None:
        return (wish.channel,)
    return CARRIES[wish.point.kind] if wish.point else ()


def _wish(event: Event, points: dict[str, ContactPoint]) -> Wish | None:
    point = points.get(event.contact_point or "")
    if event.contact_point is not None and (point is None or point.retired_at is not None):
        return None  # it is not used any more, for another reason
    if event.type == "inconvenient":
        return Wish(Kind.PLACE if event.place else Kind.TIME, event)
    if event.type == "employer_prohibits":
        return Wish(Kind.EMPLOYER, event, point)
    if event.type == "cease_request" and event.written:
        return Wish(Kind.CEASE, event)
    if event.type in ("opt_out", "cease_request"):
        return Wish(Kind.STOP, event, point, _channel(event))
    return None


def _is_over(event: Event, events: Sequence[Event], today: date) -> bool:
    if event.type == "inconvenient":
        has_ended = event.until_on is not None and event.until_on < today
        return event.only_now or has_ended or _is_followed(event, events, "convenient_again")
    if event.type == "employer_prohibits":
        return event.contact_point is not None and any(
            (each.to or "").startswith("channel:") and each.contact_point == event.contact_point
            for each in _later(event, events, "consent")
        )
    return _is_followed(event, events, "opted_back_in")


def _is_followed(event: Event, events: Sequence[Event], lift: str) -> bool:
    """Whether the same thing was taken back later, word for word."""
    return any(_said(each)[1:] == _said(event)[1:] for each in _later(event, events, lift))


def _later(event: Event, events: Sequence[Event], type_: str) -> list[Event]:
    return [each for each in events if each.type == type_ and each.at > event.at]


def _said(event: Event) -> tuple[Any, ...]:
    if event.type in ("inconvenient", "convenient_again"):
        return ("wish", event.days, event.from_time, event.to_time, event.place)
    if event.type == "employer_prohibits":
        return ("employer", event.contact_point)
    if event.type == "cease_request" and event.written:
        return ("cease",)
    return ("stop", _channel(event), event.contact_point)


def _channel(event: Event) -> Channel | None:
    if event.type == "cease_request":  # not in writing: heard as a stop of the medium that it names
        return Channel(event.channel or "voice")
    return Channel(event.channel) if event.channel else None


def _times(event: Event) -> dict[str, Any]:
    body = {"days": list(event.days), "from": event.from_time, "to": event.to_time, "place": event.place}
    return {key: value for key, value in body.items() if value}
