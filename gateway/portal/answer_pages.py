"""What does a customer see and do after the check? Their account, the choices, and what each began."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response

from gateway.domain.ids import EventId
from gateway.portal.case_pages import CASE_PAGES
from gateway.portal.catalogue import Words
from gateway.portal.choice_pages import CHOICE_PAGES, ChoicePage
from gateway.portal.confirming import section_of
from gateway.portal.desk import Desk, Visit
from gateway.portal.fields import Fields
from gateway.portal.forms import Form
from gateway.portal.plan_page import PlanPage
from gateway.portal.receipt import WITH_DETAILS, receipt, told
from gateway.portal.uploads import Posted
from gateway.portal.wish_pages import WISH_PAGES
from gateway.responses.attachments import Accepted, Fault, examine, has_room, keep
from gateway.store import attachments, events

_ON_THE_ACCOUNT = ("promise", "plan", "dispute", "help", "contact", "halt")
"""The choices that stand below what is owed, in the order of what helps the person."""


class AnswerPages:
    """Answers /answer and what is below it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._choices: Mapping[str, ChoicePage] = {
            page.name: page for page in (*CHOICE_PAGES, PlanPage(), *CASE_PAGES, *WISH_PAGES)
        }

    def account(self, request: Request) -> Response:
        """Return what is owed, how it is made up, and the choices."""

        def show(visit: Visit) -> Response:
            possible = [name for name in _ON_THE_ACCOUNT if self._choices[name].is_possible(visit)]
            return self._page(
                "account.html", visit, possible=possible, told=told(visit), numbers=visit.statement.numbers
            )

        return self._desk.behind_check(request, show)

    def choice(self, request: Request, name: str) -> Response:
        """Return the page of one choice, not filled in."""
        page = self._choices.get(name)
        if page is None:
            return self._desk.notice("missing_page", request, 404)
        return self._desk.behind_check(request, lambda visit: self._choice(visit, page))

    def take(self, request: Request, name: str, form: Form) -> Response:
        """Record a choice, and send the browser on to its confirmation."""
        page = self._choices.get(name)
        if page is None or not page.is_form:
            return self._desk.notice("missing_page", request, 404)
        if self._desk.is_foreign(request):
            return self._desk.notice("foreign", request, 403)
        with self._desk.store.begin() as tx:
            return self._desk.behind_check(request, lambda visit: self._taken(tx, visit, page, form), tx)

    def done(self, request: Request, name: str) -> Response:
        """Return the confirmation of something that this customer told us."""
        event_id = _event_id(name)
        with self._desk.store.read() as tx:

            def show(visit: Visit) -> Response:
                customer_id = visit.statement.customer.customer_id
                row = events.find_event(tx, event_id, customer_id) if event_id else None
                section = section_of(row) if row is not None and row.source == "portal" else None
                if row is None or section is None:
                    return self._desk.notice("missing_page", request, 404)
                template = "done.html" if section in WITH_DETAILS else "told.html"
                return self._page(
                    template, visit, **receipt(row, section, visit, attachments.of_event(tx, row.event_id))
                )

            return self._desk.behind_check(request, show, tx)

    def leave(self, request: Request) -> Response:
        """End the session."""
        if self._desk.is_foreign(request):
            return self._desk.notice("foreign", request, 403)
        return self._desk.leave(request)

    def _choice(
        self,
        visit: Visit,
        page: ChoicePage,
        problems: Mapping[str, str] | None = None,
        form: Form | None = None,
        shown: Mapping[str, Any] | None = None,
    ) -> Response:
        if not page.is_possible(visit):
            return self._desk.pages.redirect("/answer", visit.reader)
        return self._page(
            f"{page.name}.html",
            visit,
            status=422 if problems else 200,
            problems=problems,
            given=form or {},
            form_token=self._desk.form_token(visit, page.name),
            page=page.name,
            attachments=self._desk.parts.attachments,
            back=f"/answer/{page.back}" if page.back else "/answer",
            **{**page.values(visit), **(shown or {})},
        )

    def _taken(self, tx: Any, visit: Visit, page: ChoicePage, form: Form) -> Response:
        say = self._desk.pages.catalogue.words(visit.reader.language)
        number = self._desk.form_number(visit, page.name, form)
        if number is None:
            return self._choice(visit, page, {"page": str(say("form.stale"))}, form)
        known = events.event_of_key(tx, f"form:{number}")
        if known is not None:
            return self._confirm(visit, known)
        if not page.is_possible(visit):
            return self._desk.pages.redirect("/answer", visit.reader)
        fields = Fields(form, visit.reader, say)
        events_told = page.events(visit, fields)
        if not events_told:
            return self._choice(visit, page, fields.problems, form, fields.shown)
        files, problem = self._files(tx, visit, page, form, say)
        if problem:
            return self._choice(visit, page, {"files": problem}, form, fields.shown)
        recorded = self._desk.answers.record_all(tx, events_told, number, visit.now)
        if recorded.is_new:
            who, parts = visit.session.who.customer_id, self._desk.parts
            keep(tx, parts.ledger, who, recorded.event_id, files, now=visit.now, ids=parts.ids)
        return self._confirm(visit, recorded.event_id)

    def _files(
        self, tx: Any, visit: Visit, page: ChoicePage, form: Form, say: Words
    ) -> tuple[list[Accepted], str]:
        """Return the files to keep, or what is wrong with one of them in the reader's words."""
        uploads = form.files if page.takes_files and isinstance(form, Posted) else []
        limits = self._desk.parts.attachments
        files, fault = examine(uploads, limits)
        if fault is None and not has_room(tx, visit.session.who.customer_id, len(files), limits):
            fault = Fault("full")
        if fault is None:
            return files, ""
        size = visit.reader.size(limits.most_bytes)
        words = say(f"files.{fault.word}", number=fault.number, count=limits.most_files, size=size)
        return [], f"{words} {say('files.again')}"

    def _confirm(self, visit: Visit, event_id: EventId) -> Response:
        return self._desk.pages.redirect(f"/answer/done/{event_id}", visit.reader)

    def _page(self, template: str, visit: Visit, **values: Any) -> Response:
        return self._desk.pages.page(
            template, visit.request, visit.reader, statement=visit.statement, **values
        )


def _event_id(name: str) -> EventId | None:
    try:
        return EventId(UUID(name))
    except ValueError:
        return None
