"""What do all customer pages share? The parts, put together once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import Response

from gateway.domain.portfolio import ContactPoint
from gateway.portal.forms import Form, FormTokens, is_foreign
from gateway.portal.pages import Pages
from gateway.portal.parts import PortalParts
from gateway.portal.reader import Reader, reader_of
from gateway.responses.answering import Answers
from gateway.responses.checking import IdentityCheck
from gateway.responses.identity import questions
from gateway.responses.sessions import AT_MOST, Session, Sessions
from gateway.responses.statement import Statement, statement_of
from gateway.responses.wishes import Wish, standing
from gateway.store import Tx, events, portfolio
from gateway.store.preferences import NOTHING, Preference, preferences_of


@dataclass(frozen=True, slots=True)
class Visit:
    """One look at a page behind the check: who looks, and what they are shown."""

    request: Request
    reader: Reader
    session: Session
    statement: Statement
    points: tuple[ContactPoint, ...]  # retired ones left out
    wishes: tuple[Wish, ...]  # what the customer asked about being contacted, as far as it stands
    prefers: Preference
    now: datetime


class Desk:
    """Where customers are received."""

    def __init__(self, parts: PortalParts) -> None:
        self.parts = parts
        self.store, self.clock, self.links = parts.store, parts.clock, parts.links
        self.questions = questions(list(parts.creditors.values()))
        self.pages = Pages(parts.templates, parts.public_url, parts.creditors.values())
        self.forms = FormTokens(parts.form_key, parts.ids)
        self.sessions = Sessions(parts.form_key, parts.ids)
        self.answers = Answers(parts.ledger, parts.links, parts.ids)
        self.check = IdentityCheck(parts.links, parts.ledger, parts.creditors, parts.ids)
        self._is_secure = urlsplit(parts.public_url).scheme == "https"
        # A name that begins with __Host- is taken over TLS only; on a loopback address there is none.
        self._cookie = "__Host-dunwell-customer" if self._is_secure else "dunwell-customer"

    def is_foreign(self, request: Request) -> bool:
        """Return whether another site sent this form."""
        return is_foreign(request, self.parts.public_url)

    def may_send_files(self, request: Request) -> bool:
        """Return whether a request comes from our own page and carries the cookie of somebody who passed the
        check, asked before its body is read."""
        cookie = request.cookies.get(self._cookie, "")
        if self.is_foreign(request) or not self.sessions.is_genuine(cookie, self.clock.now()):
            return False
        with self.store.read() as tx:
            return self.sessions.find(tx, cookie, self.clock.now()) is not None

    def notice(self, name: str, request: Request, status: int) -> Response:
        """Return a page that only says something: `gone`, `foreign`, `missing_page`, `left`."""
        section = "owed" if name == "left" else "form"
        key = f"{section}.{name}"
        return self.pages.page("notice.html", request, reader_of(request), status=status, key=key)

    def behind_check(
        self, request: Request, show: Callable[[Visit], Response], tx: Tx | None = None
    ) -> Response:
        """Return what `show` makes for whoever passed the check just now; else say that it is over."""
        now = self.clock.now()
        if tx is None:
            with self.store.read() as reading:
                visit = self._visit(reading, request, now)
        else:
            visit = self._visit(tx, request, now)
        if visit is None:
            return self.notice("gone", request, 403)
        response = show(visit)
        self.keep(response, visit.session, now)
        return response

    def form_token(self, visit: Visit, page: str) -> str:
        """Return the token of a new form on a page behind the check."""
        return self.forms.make(page, visit.session.digest, visit.now)

    def form_number(self, visit: Visit, page: str, form: Form) -> str | None:
        """Return the number of a form that this session was given on this page; None for any other."""
        return self.forms.read(form.get("form", ""), page, visit.session.digest, visit.now)

    def keep(self, response: Response, session: Session, now: datetime) -> None:
        """Set the session's cookie, used just now."""
        response.set_cookie(
            self._cookie,
            self.sessions.cookie(session, now),
            max_age=int(AT_MOST.total_seconds()),
            path="/",
            secure=self._is_secure,
            httponly=True,
            samesite="lax",
        )

    def leave(self, request: Request) -> Response:
        """End the session."""
        now = self.clock.now()
        with self.store.begin() as tx:
            session = self.sessions.find(tx, request.cookies.get(self._cookie, ""), now)
            if session is not None:
                self.sessions.end(tx, session)
        response = self.notice("left", request, 200)
        response.delete_cookie(self._cookie, path="/", secure=self._is_secure, httponly=True, samesite="lax")
        return response

    def _visit(self, tx: Tx, request: Request, now: datetime) -> Visit | None:
        session = self.sessions.find(tx, request.cookies.get(self._cookie, ""), now)
        if session is None:
            return None
        statement = statement_of(tx, session.who.customer_id, self.parts.creditors, now)
        if statement is None:
            return None
        customer = statement.customer
        country = customer.country or statement.creditor.default_country
        of = customer.customer_id
        points = portfolio.contact_points_of(tx, [of]).get(of, [])
        prefers = preferences_of(tx, [of]).get(of, NOTHING)
        wishes = standing(events.events_of(tx, [of]).get(of, []), points, statement.today)
        return Visit(
            request=request,
            reader=reader_of(request, prefers.language or customer.language, country),
            session=session,
            statement=statement,
            points=tuple(point for point in points if point.retired_at is None),
            wishes=wishes,
            prefers=prefers,
            now=now,
        )
