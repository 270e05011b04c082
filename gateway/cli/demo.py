"""`dunwell demo`: an invented portfolio, already at work."""

from __future__ import annotations

import typer

app = typer.Typer()


@app.command()
def demo() -> None:
    """Load the demo portfolio on the first start, and say where to look."""
    from gateway.bootstrap import App, RandomIds, SystemClock, run_in_loop
    from gateway.demo.people import people
    from gateway.demo.playing import COUNT, SEED, SetClock, play
    from gateway.demo.tour import tour
    from gateway.settings_reading import load_settings
    from gateway.store.portfolio import has_customers

    settings, ids = load_settings(), RandomIds()
    with App(settings, SystemClock(), ids) as real:
        today = real.clock.now()
        with real.store.read() as tx:
            is_empty = not has_customers(tx)
        if is_empty:
            print("Playing through the last weeks of an invented portfolio …", flush=True)
            clock = SetClock(today)
            with App(settings, clock, ids) as past:
                run_in_loop(lambda: play(past, clock, today, lambda number: None))
        for line in tour(real, list(people(today.date(), count=COUNT, seed=SEED))):
            print(line)
