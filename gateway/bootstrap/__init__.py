"""Which concrete objects are used? Picked here, once, and handed to whoever needs them."""

from gateway.bootstrap.app import App, open_app
from gateway.bootstrap.loop import run_in_loop
from gateway.bootstrap.sources import RandomIds, StandingClock, StartedClock, SystemClock, steady_seconds

__all__ = [
    "App",
    "RandomIds",
    "StandingClock",
    "StartedClock",
    "SystemClock",
    "open_app",
    "run_in_loop",
    "steady_seconds",
]
