"""Which event loop runs what waits for sockets? The quickest that the platform has."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


def run_in_loop(work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Return what asynchronous work returns, run in the quickest event loop there is."""
    if sys.platform == "win32":
        return asyncio.run(work())
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work())
