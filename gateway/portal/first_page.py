"""What sees whoever opens a link? The same neutral page for every address, good or not, and a check."""

from __future__ import annotations

import structlog
from fastapi import Request
from fastapi.responses import Response

from gateway.links import Purpose, Token
from gateway.portal.desk import Desk
from gateway.portal.forms import Form
from gateway.portal.pages import Problems
from gateway.portal.reader import Reader, reader_of
from gateway.responses.answering import answerer
from gateway.responses.checking import Checked, Outcome

log = structlog.get_logger(__name__)
_NOT_ME = ("unknown", "moved", "mine")


class FirstPage:
    """Answers /r/{token}."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def show(self, request: Request, token: str) -> Response:
        """Return the neutral page; asks no database and changes nothing."""
        reader = reader_of(request)
        if request.query_params.get("ask") == "not-me":
            return self._not_me_page(request, token, reader)
        return self._page(request, token, reader)

    def take(self, request: Request, token: str, form: Form) -> Response:
        """Check, stop, or note that the link reached somebody else."""
        if self._desk.is_foreign(request):
            return self._desk.notice("foreign", request, 403)
        reader, wanted = reader_of(request), form.get("do")
        if wanted == "stop":
            return self._stop(request, token, reader)  # never refused: the address itself is the permission
        now = self._desk.clock.now()
        is_fresh = self._desk.forms.read(form.get("form", ""), "first", token, now) is not None
        if wanted == "not-me":
            return self._not_me(request, token, reader, form, is_fresh)
        return self._check(request, token, reader, form, is_fresh)

    def _page(
        self,
        request: Request,
        token: str,
        reader: Reader,
        *,
        status: int = 200,
        problems: Problems | None = None,
        form: Form | None = None,
        name: str = "first.html",
    ) -> Response:
        return self._desk.pages.page(
            name,
            request,
            reader,
            status=status,
            problems=problems,
            asked=self._desk.questions,
            given=form or {},
            form_token=self._desk.forms.make("first", token, self._desk.clock.now()),
        )

    def _check(self, request: Request, token: str, reader: Reader, form: Form, is_fresh: bool) -> Response:
        problems = self._missing(reader, form)
        if not is_fresh:
            problems = {"check": str(self._say(reader, "form.stale"))}
        if problems:
            return self._page(request, token, reader, status=422, problems=problems, form=form)
        now, desk = self._desk.clock.now(), self._desk
        genuine = desk.links.genuine(token, Purpose.RESPOND, now)
        checked, session = Checked(Outcome.WRONG), None
        if genuine is not None:  # a forged address costs no database anything
            with desk.store.begin() as tx:
                checked = desk.check.check(tx, token, form, now)
                session = desk.sessions.begin(tx, answerer(tx, checked.link), now) if checked.link else None
        _log(genuine, checked.outcome)
        if session is not None:
            response = desk.pages.redirect("/answer", reader)
            desk.keep(response, session, now)
            return response
        if checked.outcome is Outcome.LOCKED:
            return self._page(request, token, reader, status=429, name="locked.html")
        wrong = {"check": f"{self._say(reader, 'check.wrong')} {self._say(reader, 'check.wrong_hint')}"}
        return self._page(request, token, reader, status=422, problems=wrong, form=form)

    def _missing(self, reader: Reader, form: Form) -> dict[str, str]:
        """What is not filled in; asked before the link is looked at, so it is the same for every link."""
        say, asked = self._desk.pages.catalogue.words(reader.language), self._desk.questions
        problems = {
            fact: str(say("check.missing", what=say(f"facts.{fact}")))
            for fact in asked.everybody
            if not form.get(fact)
        }
        either = (*asked.person, *asked.company)
        if either and not any(form.get(fact) for fact in either):
            named = ", ".join(str(say(f"facts.{fact}")) for fact in either)
            problems[either[0]] = str(say("check.missing_either", what=named))
        return problems

    def _stop(self, request: Request, token: str, reader: Reader) -> Response:
        desk, now = self._desk, self._desk.clock.now()
        if desk.links.genuine(token, Purpose.RESPOND, now):
            with desk.store.begin() as tx:
                link = desk.links.read(tx, token, Purpose.RESPOND, now)
                if link is not None:
                    desk.answers.stop_here(tx, link, now)
        return desk.pages.page("stopped.html", request, reader)

    def _not_me_page(
        self, request: Request, token: str, reader: Reader, problems: Problems | None = None
    ) -> Response:
        status = 422 if problems else 200
        return self._page(request, token, reader, name="not_me.html", status=status, problems=problems)

    def _not_me(self, request: Request, token: str, reader: Reader, form: Form, is_fresh: bool) -> Response:
        if not is_fresh:
            stale = {"why": str(self._say(reader, "form.stale"))}
            return self._not_me_page(request, token, reader, stale)
        if form.get("why") not in _NOT_ME:  # a robot that presses every button says nothing here
            say = self._desk.pages.catalogue.words(reader.language)
            choose = {"why": str(say("form.choose", question=say("notme.question")))}
            return self._not_me_page(request, token, reader, choose)
        desk, now = self._desk, self._desk.clock.now()
        if desk.links.genuine(token, Purpose.RESPOND, now):
            with desk.store.begin() as tx:
                link = desk.links.read(tx, token, Purpose.RESPOND, now)
                if link is not None:
                    desk.answers.not_me(tx, link, now)
        return desk.pages.page("not_me_done.html", request, reader)

    def _say(self, reader: Reader, key: str) -> str:
        return self._desk.pages.catalogue.words(reader.language)(key)


def _log(genuine: Token | None, outcome: Outcome) -> None:
    name = genuine.log_name if genuine else None
    say = log.warning if outcome is Outcome.LOCKED else log.info
    say("identity check", action=f"portal:check:{outcome}", link=name)
