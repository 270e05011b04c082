"""How is sending stopped, and set going again? By an operator, or by a channel itself."""

from gateway.controls.breaker import Breaker
from gateway.controls.changes import CHANNEL_STOPPED
from gateway.controls.stopping import Resumed, Stopped, resume, stop
from gateway.controls.wanted import extent_of

__all__ = ["CHANNEL_STOPPED", "Breaker", "Resumed", "Stopped", "extent_of", "resume", "stop"]
