"""How is sending stopped, limited, and set going again? By an operator, two people, or a channel itself."""

from gateway.controls.breaker import Breaker
from gateway.controls.changes import CHANNEL_STOPPED
from gateway.controls.lifting import (
    LIMIT_REACHED,
    approve_lift,
    ask_lift,
    lift_as_json,
    refuse_lift,
    standings,
)
from gateway.controls.stopping import Resumed, Stopped, resume, stop
from gateway.controls.wanted import extent_of

__all__ = [
    "CHANNEL_STOPPED",
    "LIMIT_REACHED",
    "Breaker",
    "Resumed",
    "Stopped",
    "approve_lift",
    "ask_lift",
    "extent_of",
    "lift_as_json",
    "refuse_lift",
    "resume",
    "standings",
    "stop",
]
