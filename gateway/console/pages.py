"""How does a console page look? Templates, the words that they need, and the headers that keep them safe."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import jinja2
from babel.dates import format_datetime
from babel.numbers import format_currency
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from gateway.domain.money import Money
from gateway.shipped import shipped

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
# A message's own HTML carries inline styles and is shown in a frame that can run and load nothing.
MESSAGE_HEADERS = {
    **HEADERS,
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'"
    ),
}


def page(name: str, status: int = 200, **values: Any) -> Response:
    """Return a page made from a template of the console."""
    return HTMLResponse(_environment().get_template(name).render(values), status, HEADERS)


def stylesheet() -> str:
    """Return the console's stylesheet."""
    return (_folder() / "console.css").read_text("utf-8")


def in_zone(at: datetime | None, zone: str | None) -> Markup:
    """Return an instant by the customer's clock, with UTC beside it for the pointer and the screen reader."""
    if at is None:
        return Markup("")
    local = at.astimezone(_zone(zone))
    shown = format_datetime(local, "d MMM yyyy, HH:mm", locale="en")
    label = f"{shown} {local.tzname()}; {at:%Y-%m-%d %H:%M} UTC"
    return Markup('<time datetime="{}" title="{}">{} <span class="zone">{}</span></time>').format(
        at.isoformat(), label, shown, local.tzname()
    )


def money(value: Money) -> str:
    """Return an amount as the console writes it."""
    return str(format_currency(value.amount, value.currency, locale="en"))


def words(value: str) -> str:
    """Return an identifier as words."""
    return value.replace("-", " ").replace("_", " ")


_RULINGS: Mapping[str, tuple[str, str]] = {
    "allow": ("●", "Sent"),
    "defer": ("◐", "Put off"),
    "refuse": ("○", "Not sent"),
}


def ruling(value: str, state: str | None = None) -> Markup:
    """Return a ruling as a word and a shape; colour only repeats it."""
    shape, word = _RULINGS.get(value, ("?", value))
    if state in ("rejected", "reserved", "sending", "unknown", "bounced", "failed"):
        shape, word = {"unknown": ("◇", "Unknown")}.get(state, ("◆", words(state).capitalize()))
    return Markup('<span class="ruling {}"><span aria-hidden="true">{}</span> {}</span>').format(
        value, shape, word
    )


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _folder() -> Path:
    return Path(str(shipped("templates"))) / "console"


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_folder()), autoescape=True, undefined=jinja2.StrictUndefined
    )
    environment.filters |= {"in_zone": in_zone, "money": money, "words": words, "ruling": ruling}
    return environment
