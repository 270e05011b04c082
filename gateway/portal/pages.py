"""How does a customer page look? Templates, words, and the headers that keep a page to its reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import jinja2
import phonenumbers
from babel.lists import format_list
from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from gateway.domain.portfolio import Creditor
from gateway.portal.catalogue import LANGUAGES, NAMES, Catalogue
from gateway.portal.reader import Reader

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_CACHED_FOR = "public, max-age=3600"
Problems = Mapping[str, str]
"""What is wrong, by the id of the field, in the reader's words."""


class Pages:
    """Renders pages; the same for everybody unless told about somebody."""

    def __init__(self, templates: Path, public_url: str, creditors: Iterable[Creditor]) -> None:
        folder = templates / "pages"
        self.catalogue = Catalogue(folder)
        self._base = urlsplit(public_url).path.rstrip("/")
        self._style = (folder / "portal.css").read_bytes()
        self._neutral = sorted({(each.neutral_name, each.telephone) for each in creditors})
        self._environment = _environment(folder)

    def page(
        self,
        name: str,
        request: Request,
        reader: Reader,
        *,
        status: int = 200,
        problems: Problems | None = None,
        **values: Any,
    ) -> Response:
        """Return a page made from a template."""
        context = {
            "t": self.catalogue.words(reader.language),
            "reader": reader,
            "url": lambda path: self.url(path, reader),
            "languages": [(code, NAMES[code], _switch(request, code)) for code in LANGUAGES],
            "problems": problems or {},
            "neutral": self._neutral,
            "neutral_names": format_list([n for n, _ in self._neutral], "or", locale=reader.language),
        }
        html = self._environment.get_template(name).render({**context, **values})
        return HTMLResponse(html, status, HEADERS)

    def style(self) -> Response:
        """Return the stylesheet; it says nothing about anybody, so it may be kept for an hour."""
        return Response(self._style, headers=HEADERS | {"Cache-Control": _CACHED_FOR}, media_type="text/css")

    def redirect(self, path: str, reader: Reader) -> Response:
        """Send a browser on after a form, so that reloading does not send the form again."""
        return RedirectResponse(self.url(path, reader), 303, HEADERS)

    def url(self, path: str, reader: Reader) -> str:
        """Return a path of ours in the language that the reader chose."""
        query = f"?lang={reader.chosen}" if reader.chosen else ""
        return f"{self._base}{path}{query}"


@lru_cache(maxsize=4)
def _environment(folder: Path) -> jinja2.Environment:
    """Compiled templates, shared: making them costs more than filling them in."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["telephone"] = _telephone
    return environment


def _telephone(number: str) -> str:
    """Return a number as people read it; one that cannot be read stays as it is."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def _switch(request: Request, language: str) -> str:
    """The same page in another language: a relative address, so that it does not repeat a token."""
    kept = {"ask": "not-me"} if request.query_params.get("ask") == "not-me" else {}
    return "?" + urlencode({**kept, "lang": language})
