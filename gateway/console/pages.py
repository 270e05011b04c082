"""How does a console page look? Templates, the words that they need, and the headers that keep them safe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from compliance.descriptions import EFFECT_IN_WORDS, EVIDENCE_IN_WORDS
from gateway.console.rule_list import force_in_words
from gateway.domain.money import Money
from gateway.shipped import shipped
from gateway.why import as_words, date_in_words, dates_in_words, listed, medium, place_name

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers hide from us where a form came from
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
SECRET_ADDRESS = {"Referrer-Policy": "no-referrer"}
# A message's own HTML carries inline styles and is shown in a frame that can run and load nothing.
MESSAGE_HEADERS = HEADERS | {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}
# Browsers show a PDF with styles and pictures of their own making.
LETTER_HEADERS = HEADERS | {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'self'; frame-ancestors 'none'"
}


def page(
    name: str, status: int = 200, *, headers: Mapping[str, str] | None = None, **values: Any
) -> Response:
    """Return a page made from a template of the console."""
    html = _environment().get_template(name).render(values)
    return HTMLResponse(html, status, HEADERS | dict(headers or {}))


def stylesheet() -> str:
    """Return the console's stylesheet."""
    return (_folder() / "console.css").read_text("utf-8")


def in_zone(at: datetime | None, zone: str = "UTC", pattern: str = "d MMM yyyy, HH:mm") -> Markup:
    """Return an instant by a customer's clock, with UTC beside it for the pointer and the screen reader."""
    if at is None:
        return Markup("")
    local = at.astimezone(ZoneInfo(zone))
    shown, name = format_datetime(local, pattern, locale="en"), local.tzname()
    utc = "" if zone == "UTC" else f" ({format_datetime(at, 'd MMM yyyy, HH:mm', locale='en')} UTC)"
    return Markup(
        '<time datetime="{}" title="{}">{}<span class="zone"> {}</span><span class="unseen">{}</span></time>'
    ).format(at.isoformat(), f"{shown} {name}{utc}", shown, name, utc)


def short_day(value: date) -> str:
    """Return a date for a narrow column."""
    return str(format_date(value, "d MMM yyyy", locale="en"))


def evidence(grade: str) -> str:
    """Return what somebody saw of a rule's source."""
    return EVIDENCE_IN_WORDS.get(grade, grade)


def effect(name: str) -> str:
    """Return what acting against a rule means."""
    return EFFECT_IN_WORDS.get(name, name)


_BARS: Mapping[str, str] = {
    "elsewhere": "Elsewhere",
    "off": "Switched off",
    "role": "Binds others",
    "debt-class": "Other debt",
    "not-yet": "Not in force yet",
    "lapsed": "Lapsed",
}


def bar(name: str) -> str:
    """Return in two words why a pack does not apply."""
    return _BARS.get(name, as_words(name).capitalize())


def on_clocks(at: datetime, zones: Iterable[str]) -> list[Markup]:
    """Return an instant as the clocks show it, each reading once."""
    by_reading = {at.astimezone(ZoneInfo(zone)).utcoffset(): zone for zone in reversed(list(zones))}
    return [in_zone(at, zone) for zone in reversed(by_reading.values())]


def money(value: Money) -> str:
    """Return an amount as the console writes it."""
    return str(format_currency(value.amount, value.currency, locale="en"))


_RULINGS: Mapping[str, tuple[str, str]] = {
    "allow": ("●", "Sent"),
    "defer": ("◐", "Put off"),
    "refuse": ("○", "Refused"),
}
_OUTCOMES: Mapping[str, tuple[str, str, str]] = {
    "reserved": ("◔", "Ready to leave", "wait"),
    "sending": ("◔", "Leaving", "wait"),
    "accepted": ("●", "Sent", "allow"),
    "delivered": ("●", "Delivered", "allow"),
    "unconfirmed": ("●", "Sent, arrival not confirmed", "allow"),
    "failed": ("◆", "Not delivered", "refuse"),
    "bounced": ("◆", "Came back", "refuse"),
    "rejected": ("◇", "Did not leave", "refuse"),
    "unknown": ("◈", "Not known", "defer"),
}


def ruling(value: str, state: str | None = None) -> Markup:
    """Return a ruling, or what became of the message, as a word and a shape; colour only repeats it."""
    shape, word = _RULINGS.get(value, ("·", value))
    kind = value
    if state is not None:
        shape, word, kind = _OUTCOMES.get(state, ("·", state, value))
    return Markup('<span class="ruling {}"><span aria-hidden="true">{}</span> {}</span>').format(
        kind, shape, word
    )


def answer(verdict: str) -> Markup:
    """Return one rule's answer as a word and a shape."""
    shape, word = {"allow": ("●", "Allow"), "defer": ("◐", "Defer"), "refuse": ("○", "Refuse")}[verdict]
    return Markup('<span class="ruling {}"><span aria-hidden="true">{}</span> {}</span>').format(
        verdict, shape, word
    )


def instant(text: str) -> Markup:
    """Return an instant that is written as machines do, in UTC."""
    return in_zone(datetime.fromisoformat(text))


def told(result: Mapping[str, Any] | None) -> str:
    """Return a tick's result as words; what did not happen is left out."""
    said = []
    for key, value in (result or {}).items():
        if isinstance(value, Mapping):
            said.append(told(value))
        elif value:
            said.append(f"{as_words(str(key))} {value}")
    return ", ".join(one for one in said if one)


def _listed(words: Iterable[str], last: str = "and") -> str:
    return listed(list(words), last)


def capitalised(text: str) -> str:
    """Return a text with a capital at its beginning and the rest as it is."""
    return text[:1].upper() + text[1:]


def _folder() -> Path:
    return Path(str(shipped("templates"))) / "console"


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_folder()),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "in_zone": in_zone,
        "day": date_in_words,
        "short_day": short_day,
        "evidence": evidence,
        "bar": bar,
        "effect": effect,
        "force": force_in_words,
        "on_clocks": on_clocks,
        "place": place_name,
        "listed": _listed,
        "money": money,
        "words": as_words,
        "ruling": ruling,
        "answer": answer,
        "instant": instant,
        "told": told,
        "medium": medium,
        "capitalised": capitalised,
        "spoken": dates_in_words,
    }
    return environment
