"""How do operators read what happens? One JSON object a line on standard error, nothing personal in it."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping, Sequence
from typing import Any

import structlog

from gateway.domain.error_place import place_of
from gateway.domain.errors import DunwellError


def set_up_logs() -> None:
    """Write structlog's events as JSON; of libraries only what is wrong."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, *shared, structlog.processors.JSONRenderer()],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(of_libraries(shared))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it remarks on every pass that takes long
    logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)  # it tells of each damaged mail, and goes on


def of_libraries(shared: Sequence[Any]) -> logging.Formatter:
    """Return what writes libraries' records as ours are written, after the processors that both share.

    Of a record only the constant sentence is kept: what is filled in quotes requests and rows, and asyncio
    quotes the error on the lines that follow.
    """
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
        foreign_pre_chain=[structlog.stdlib.add_logger_name, _discreet, *shared],
    )


def _discreet(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    said = event["_record"].msg
    event["event"] = said.split("\n", 1)[0] if isinstance(said, str) else type(said).__name__
    _, error, _ = event.pop("exc_info", None) or (None, None, None)
    if error is not None:
        event["error"] = description(error)
    return event


def description(error: BaseException) -> str:
    """Return what an operator may read of an error: our own words, else its type and place."""
    if isinstance(error, DunwellError):
        return str(error)
    return place_of(error)
