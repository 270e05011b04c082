"""How are a wish, a contact point and a time said on a page? In the reader's words, and nothing in full."""

from __future__ import annotations

from datetime import time

from babel.dates import format_time, get_day_names
from babel.lists import format_list

from gateway.domain.portfolio import ContactPoint
from gateway.domain.words import PointKind
from gateway.events.values import WEEKDAYS
from gateway.portal.catalogue import Words
from gateway.portal.reader import Reader
from gateway.responses.wishes import Kind, Wish, consents_to

_SHOWN = 2  # of a number's digits, enough to know one's own by


def point_words(point: ContactPoint, say: Words) -> str:
    """Return a contact point as its owner knows it again and a stranger learns little from it."""
    if point.kind is PointKind.EMAIL:
        name, _, domain = point.value.rpartition("@")
        return str(say("points.email", address=f"{name[:1]}…@{domain}"))
    if point.kind is PointKind.POSTAL:
        return str(say("points.postal"))
    return str(say(f"points.{point.kind.value}", digits=point.value[-_SHOWN:]))


def wish_words(wish: Wish, reader: Reader, say: Words) -> str:
    """Return what the customer asked for, as one phrase."""
    if wish.kind is Kind.TIME:
        return _time_words(wish, reader, say)
    if wish.kind is Kind.PLACE:
        return str(say("wishes.work"))
    if wish.kind is Kind.CEASE:
        return str(say("wishes.cease"))
    if wish.kind is Kind.EMPLOYER:
        where = point_words(wish.point, say) if wish.point else say("wishes.work")
        return str(say("wishes.employer", where=where))
    if wish.point is None:
        return str(say(f"wishes.{wish.channel.value}")) if wish.channel else str(say("wishes.cease"))
    where = point_words(wish.point, say)
    return str(say(f"wishes.{wish.channel.value}_here", where=where)) if wish.channel else where


def back_words(wish: Wish, say: Words) -> str:
    """Return what the customer agrees to by taking a wish back, where it is more than taking it back."""
    channels = consents_to(wish)
    return " ".join(str(say(f"again.consent_{channel.value}")) for channel in channels)


def day_names(reader: Reader) -> list[tuple[str, str]]:
    """Return each weekday's key and name, in the order of the week."""
    names = get_day_names("wide", context="stand-alone", locale=reader.locale)
    return [(key, str(names[number])) for number, key in enumerate(WEEKDAYS)]


def _time_words(wish: Wish, reader: Reader, say: Words) -> str:
    event = wish.event
    names = get_day_names("wide", locale=reader.locale)
    told = [str(names[number]) for number, key in enumerate(WEEKDAYS) if key in event.days]
    days = format_list(told, locale=reader.locale) if told else str(say("wishes.every_day"))
    if event.from_time and event.to_time:
        hours = say("wishes.hours", first=_clock(event.from_time, reader), last=_clock(event.to_time, reader))
    else:
        hours = say("wishes.all_day")
    said = str(say("wishes.time", days=days, hours=hours))
    if event.until_on is None:
        return said
    return str(say("wishes.until", what=said, day=reader.day(event.until_on)))


def _clock(text: str, reader: Reader) -> str:
    if text == "24:00":
        text = "00:00"
    return str(format_time(time.fromisoformat(text), format="short", locale=reader.locale))
