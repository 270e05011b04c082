"""How does somebody stop messages with one click? RFC 8058: a GET shows a button, a POST stops at once."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from gateway.links import Purpose
from gateway.portal.desk import Desk
from gateway.portal.reader import reader_of


class StopPage:
    """Answers /u/{token}; says the same to every address, good or not."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def show(self, request: Request) -> Response:
        """Return the page with the button; changes nothing."""
        return self._desk.pages.page("stop.html", request, reader_of(request))

    def stop(self, request: Request, token: str) -> Response:
        """Stop. Mail programs send this for their reader: no cookie, no form token, no other page."""
        desk, now = self._desk, self._desk.clock.now()
        if desk.links.genuine(token, Purpose.STOP, now):
            with desk.store.begin() as tx:
                link = desk.links.read(tx, token, Purpose.STOP, now)
                if link is not None:
                    desk.answers.stop_here(tx, link, now)
        return desk.pages.page("stopped.html", request, reader_of(request))
