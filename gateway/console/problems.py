"""What does a person see when something is not there or not allowed? A page, not a JSON document."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from gateway.console import pages
from gateway.console.guard import show_out

FOR_CUSTOMERS = ("/r/", "/u/", "/answer")
_HEADINGS = {
    403: "That is not yours to do",
    404: "There is nothing here",
    405: "That cannot be done here",
    409: "Somebody was quicker",
    413: "That is too large",
    422: "Something needs another look",
    503: "The database does not answer",
}


def show_problem(request: Request, status: int, detail: str) -> Response:
    """Return the page for a refusal; somebody who is not signed in is led to where they can."""
    if request.url.path.startswith(FOR_CUSTOMERS):
        return pages.page("customer-problem.html", status)
    if status == 401:
        return show_out(request)
    caller = getattr(request.state, "caller", None)
    heading = _HEADINGS.get(status, "That did not work")
    text = detail[:1].upper() + detail[1:]
    return pages.page("problem.html", status, heading=heading, text=text, caller=caller)
