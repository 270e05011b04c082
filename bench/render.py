"""How many messages can one core render in a second, and how many letters can it print?

python -m bench.render [--seconds N]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from gateway.domain.words import Channel
from gateway.render import MessageContext, Renderer, shipped_templates
from gateway.render.specimens import lines, typical, usd

LOADING = "load and check all templates"


def measure(seconds: float) -> dict[str, float]:
    """Return messages a second by kind; seconds: how long each is measured."""
    started = time.perf_counter()
    renderer = Renderer(shipped_templates())
    rates = {LOADING: (time.perf_counter() - started) * 1000}
    customers = [_customer(number) for number in range(500)]
    for title, channel, template in (
        ("email, ten invoices: subject, text and HTML", Channel.EMAIL, "reminder-1"),
        ("text message", Channel.SMS, "reminder-1"),
        ("call", Channel.VOICE, "reminder-1"),
        ("letter, ten invoices: data only", Channel.LETTER, "reminder-1"),
    ):
        rates[title] = _rate(partial(_render, renderer, channel, template), customers, seconds)
    letters = [renderer.render(c, "reminder-1", Channel.LETTER, "en").letter for c in customers]
    rates["letter: PDF"] = _rate(renderer.letter_pdf, letters, seconds)
    return rates


def main() -> None:
    """Print one line per kind of message."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2.0, help="how long each measurement runs")
    for title, figure in measure(parser.parse_args().seconds).items():
        print(f"{title:<52}{figure:>10,.0f} {'ms' if title == LOADING else '/s'}")


def _render(renderer: Renderer, channel: Channel, template: str, customer: MessageContext) -> object:
    return renderer.render(customer, template, channel, "en")


def _customer(number: int) -> MessageContext:
    """Return one of many customers: amounts differ, so that remembered formatting does not flatter."""
    base = typical(10)
    shifted = tuple(
        replace(
            line, invoice_number=f"{number}-{line.invoice_number}", balance=line.balance + usd(f"{number}.00")
        )
        for line in lines(10)
    )
    return replace(base, customer_name=f"Customer {number} & Sons", reference=f"A-{number}", lines=shifted)


def _rate(work: Callable[[Any], object], items: list[Any], seconds: float) -> float:
    """Return items per second, after one warm-up round over a few of them."""
    for item in items[:20]:
        work(item)
    done, started = 0, time.perf_counter()
    while time.perf_counter() - started < seconds:
        for item in items[:50]:
            work(item)
        items = items[50:] + items[:50]
        done += 50
    return done / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
