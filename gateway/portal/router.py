"""Which addresses do customers open? One router, to be mounted by the web server."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from gateway.portal.answer_pages import AnswerPages
from gateway.portal.desk import Desk
from gateway.portal.first_page import FirstPage
from gateway.portal.forms import Form, read_body, read_form
from gateway.portal.parts import PortalParts
from gateway.portal.stop_page import StopPage
from gateway.portal.uploads import UploadReader

_LOOK = ["GET", "HEAD"]


def portal_router(parts: PortalParts) -> APIRouter:
    """Return the customer pages. Raises ConfigError where words, or a creditor's check, are not complete."""
    desk = Desk(parts)
    router = APIRouter(include_in_schema=False)
    _add_first_page(router, FirstPage(desk))
    _add_stop_page(router, StopPage(desk))
    _add_answer_pages(router, AnswerPages(desk), UploadReader(parts.attachments, desk.may_send_files))

    @router.api_route("/static/portal.css", methods=_LOOK)
    def style() -> Response:
        return desk.pages.style()

    return router


def _add_first_page(router: APIRouter, first: FirstPage) -> None:
    @router.api_route("/r/{token}", methods=_LOOK)
    def show(request: Request, token: str) -> Response:
        return first.show(request, token)

    @router.post("/r/{token}")
    def take(request: Request, token: str, form: Annotated[Form, Depends(read_form)]) -> Response:
        return first.take(request, token, form)


def _add_stop_page(router: APIRouter, page: StopPage) -> None:
    @router.api_route("/u/{token}", methods=_LOOK)
    def show(request: Request, token: str) -> Response:
        return page.show(request)

    @router.post("/u/{token}", dependencies=[Depends(read_body)])
    def stop(request: Request, token: str) -> Response:
        return page.stop(request, token)


def _add_answer_pages(router: APIRouter, pages: AnswerPages, uploads: UploadReader) -> None:
    @router.api_route("/answer", methods=_LOOK)
    def account(request: Request) -> Response:
        return pages.account(request)

    @router.post("/answer/leave", dependencies=[Depends(read_body)])
    def leave(request: Request) -> Response:
        return pages.leave(request)

    @router.api_route("/answer/done/{name}", methods=_LOOK)
    def done(request: Request, name: str) -> Response:
        return pages.done(request, name)

    @router.api_route("/answer/{name}", methods=_LOOK)
    def choice(request: Request, name: str) -> Response:
        return pages.choice(request, name)

    @router.post("/answer/dispute")
    def dispute(request: Request, form: Form = Depends(uploads.read)) -> Response:
        return pages.take(request, "dispute", form)

    @router.post("/answer/{name}")
    def take(request: Request, name: str, form: Annotated[Form, Depends(read_form)]) -> Response:
        return pages.take(request, name, form)
