"""How does a customer ask for proof, tell of an attorney, a bankruptcy or a death, or ask a question?"""

from __future__ import annotations

from typing import Any

from gateway.events import NewEvent
from gateway.portal.choice_pages import ChoicePage
from gateway.portal.desk import Visit
from gateway.portal.fields import Fields
from gateway.portal.wish_pages import LeadingPage
from gateway.responses import cases
from gateway.responses.cases import Asked, Chapter, Hardship

_SOMEBODY = ("name", "telephone", "email", "address")


class CasePage(ChoicePage):
    """A page below "I need something else"; `events` says all of it."""

    back = "help"

    def values(self, visit: Visit) -> dict[str, Any]:
        """Return the last day that can be named."""
        return {"last": visit.statement.today}

    def event(self, visit: Visit, fields: Fields) -> NewEvent | None:
        """Return the first of the events."""
        return next(iter(self.events(visit, fields)), None)


class RequestPage(CasePage):
    """Show me that I owe this, or name the original creditor."""

    name = "request"

    def values(self, visit: Visit) -> dict[str, Any]:
        """Return what can be asked for."""
        return {"asks": list(Asked)}

    def events(self, visit: Visit, fields: Fields) -> list[NewEvent]:
        """Return the request."""
        asked, words = fields.one_of("asked", "request.asked", Asked), fields.words("words")
        if asked is None or fields.problems:
            return []
        who, now = visit.session.who, visit.now
        if asked is Asked.VERIFICATION:
            return cases.verification(who, words, now)
        return cases.original_creditor(who, words, visit.statement.today, now)


class AttorneyPage(CasePage):
    """An attorney speaks for me."""

    name = "attorney"

    def events(self, visit: Visit, fields: Fields) -> list[NewEvent]:
        """Return who the attorney is."""
        details = {
            "name": fields.line("name", "attorney.name"),
            **{key: fields.line(key) for key in _SOMEBODY[1:]},
            "words": fields.words("words"),
        }
        return [] if fields.problems else cases.attorney(visit.session.who, details, visit.now)


class BankruptcyPage(CasePage):
    """There is a bankruptcy."""

    name = "bankruptcy"

    def values(self, visit: Visit) -> dict[str, Any]:
        """Return the chapters, and the last day on which it can have been filed."""
        return {"chapters": list(Chapter), "last": visit.statement.today}

    def events(self, visit: Visit, fields: Fields) -> list[NewEvent]:
        """Return the bankruptcy; everything but the chapter may be left empty."""
        chapter = fields.one_of("chapter", "bankruptcy.chapter", Chapter)
        details = {
            "chapter": chapter.value if chapter else "",
            **{key: fields.line(key) for key in ("court", "case_number", "name", "telephone", "email")},
            "filed_on": fields.past_day("filed_on", visit.statement.today),
        }
        return [] if fields.problems else cases.bankruptcy(visit.session.who, details, visit.now)


class DeceasedPage(CasePage):
    """The person you write to has died."""

    name = "deceased"

    def events(self, visit: Visit, fields: Fields) -> list[NewEvent]:
        """Return the death; who looks after the estate may be left empty, but the box must be ticked."""
        fields.ticked("died", "deceased.sure", ("yes",))
        details = {
            **{key: fields.line(key) for key in _SOMEBODY},
            "died_on": fields.past_day("died_on", visit.statement.today),
            "words": fields.words("words"),
        }
        return [] if fields.problems else cases.deceased(visit.session.who, details, visit.now)


class HardshipPage(CasePage):
    """I am in a hard situation."""

    name = "hardship"

    def values(self, visit: Visit) -> dict[str, Any]:
        """Return what makes it hard."""
        return {"kinds": list(Hardship)}

    def events(self, visit: Visit, fields: Fields) -> list[NewEvent]:
        """Return the hold."""
        kind, words = fields.one_of("kind", "hardship.kind", Hardship), fields.words("words")
        if kind is None or fields.problems:
            return []
        return cases.hardship(visit.session.who, kind, words, visit.statement.today, visit.now)


class TheftPage(CasePage):
    """Somebody else used my name."""

    name = "theft"

    def events(self, visit: Visit, fields: Fields) -> list[NewEvent]:
        """Return the dispute."""
        fields.ticked("stolen", "theft.sure", ("yes",))
        words = fields.words("words")
        return [] if fields.problems else cases.identity_theft(visit.session.who, words, visit.now)


class AskPage(CasePage):
    """I have a question, or need something that no page names."""

    name = "ask"

    def events(self, visit: Visit, fields: Fields) -> list[NewEvent]:
        """Return what was written."""
        words = fields.words("words", "ask.words")
        return [] if fields.problems else cases.question(visit.session.who, words, visit.now)


_HELP = ("request", "hardship", "attorney", "bankruptcy", "deceased", "theft", "ask")
CASE_PAGES = (
    LeadingPage("help", _HELP),
    RequestPage(),
    AttorneyPage(),
    BankruptcyPage(),
    DeceasedPage(),
    HardshipPage(),
    TheftPage(),
    AskPage(),
)
