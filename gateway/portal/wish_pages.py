"""How does a customer say when, where and how they are contacted, and take it back? One question a page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gateway.domain.portfolio import ContactPoint
from gateway.domain.words import Channel
from gateway.events import NewEvent
from gateway.events.values import WEEKDAYS
from gateway.portal.catalogue import LANGUAGES, NAMES
from gateway.portal.choice_pages import ChoicePage
from gateway.portal.desk import Visit
from gateway.portal.fields import Fields
from gateway.portal.saying import back_words, day_names, point_words, wish_words
from gateway.responses import wishes
from gateway.responses.wishes import WORK, Why
from gateway.store.preferences import ANY

_WAYS = (ANY, *(channel.value for channel in Channel))
_UNTIL_WITHIN = timedelta(days=366)


class LeadingPage(ChoicePage):
    """A page that asks nothing: it leads on to other pages."""

    is_form = False

    def __init__(self, name: str, leads_to: tuple[str, ...]) -> None:
        self.name, self.leads_to = name, leads_to

    def values(self, visit: Visit) -> dict[str, Any]:
        """Return the pages that it leads to, and what the customer asked for so far."""
        return {
            "leads_to": self.leads_to,
            "wishes": visit.wishes,
            "wish_words": wish_words,
            "prefers": visit.prefers,
            "names": NAMES,
        }

    def event(self, visit: Visit, fields: Fields) -> NewEvent | None:
        """Return nothing: there is no form."""
        return None


class TimesPage(ChoicePage):
    """Some days or hours do not suit me."""

    name, back = "times", "contact"

    def values(self, visit: Visit) -> dict[str, Any]:
        """Return the days by name, and the last day until which a wish may be limited."""
        today = visit.statement.today
        return {"days": day_names(visit.reader), "first": today, "last": today + _UNTIL_WITHIN}

    def event(self, visit: Visit, fields: Fields) -> NewEvent | None:
        """Return the inconvenient time."""
        days, hours = fields.ticked("days", "times.days", WEEKDAYS), fields.hours("from", "to")
        until = None
        if fields.is_given("until"):
            until = fields.day("until", visit.statement.today, _UNTIL_WITHIN)
        if fields.problems:
            return None
        some = [] if len(days) == len(WEEKDAYS) else days
        return wishes.inconvenient_time(visit.session.who, some, hours, until, visit.now)


class PlacesPage(ChoicePage):
    """Do not use this address or number."""

    name, back = "places", "contact"

    def values(self, visit: Visit) -> dict[str, Any]:
        """Return the contact points that are in use, and the reasons."""
        return {"points": visit.points, "work": WORK, "reasons": list(Why), "point_words": point_words}

    def event(self, visit: Visit, fields: Fields) -> NewEvent | None:
        """Return the first of the events."""
        return next(iter(self.events(visit, fields)), None)

    def events(self, visit: Visit, fields: Fields) -> list[NewEvent]:
        """Return what ends the use of a contact point, or of the place."""
        where: dict[str, ContactPoint | str] = {
            **{str(point.contact_point_id): point for point in visit.points},
            WORK: WORK,
        }
        chosen = fields.chosen("where", "places.where", where)
        why = fields.one_of("why", "places.why", Why)
        if chosen is None or why is None:
            return []
        if isinstance(chosen, ContactPoint):
            return wishes.not_this_one(visit.session.who, chosen, why, visit.now)
        return wishes.not_at_work(visit.session.who, visit.points, why, visit.now)


class PreferPage(ChoicePage):
    """Which language and which way I like best."""

    name, back = "prefer", "contact"

    def values(self, visit: Visit) -> dict[str, Any]:
        """Return the languages, each named in itself, and the channels."""
        return {"spoken": [(code, NAMES[code], "") for code in LANGUAGES], "ways": _WAYS}

    def event(self, visit: Visit, fields: Fields) -> NewEvent | None:
        """Return the preference."""
        language = fields.chosen("language", "prefer.language", {code: code for code in LANGUAGES})
        prefers = fields.chosen("prefers", "prefer.way", {way: way for way in _WAYS})
        if language is None or prefers is None:
            return None
        return wishes.preference(visit.session.who, language, prefers, visit.now)


class AgainPage(ChoicePage):
    """What I asked for is not so any more."""

    name, back = "again", "contact"

    def values(self, visit: Visit) -> dict[str, Any]:
        """Return what can be taken back."""
        standing = [wish for wish in visit.wishes if wish.can_be_taken_back]
        return {"standing": standing, "wish_words": wish_words, "back_words": back_words}

    def event(self, visit: Visit, fields: Fields) -> NewEvent | None:
        """Return the first of the events."""
        return next(iter(self.events(visit, fields)), None)

    def events(self, visit: Visit, fields: Fields) -> list[NewEvent]:
        """Return what lifts one wish, and the consent that was asked for with it."""
        standing = {wish.key: wish for wish in visit.wishes if wish.can_be_taken_back}
        wish = fields.chosen("wish", "again.question", standing)
        return wishes.taken_back(visit.session.who, wish, visit.now) if wish else []

    def is_possible(self, visit: Visit) -> bool:
        """Return whether anything stands that can be taken back here."""
        return any(wish.can_be_taken_back for wish in visit.wishes)


WISH_PAGES = (
    LeadingPage("contact", ("times", "places", "prefer", "halt", "again")),
    TimesPage(),
    PlacesPage(),
    PreferPage(),
    AgainPage(),
)
