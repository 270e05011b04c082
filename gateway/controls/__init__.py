"""How is sending stopped, and set going again?"""

from gateway.controls.stopping import Resumed, Stopped, resume, stop
from gateway.controls.wanted import extent_of

__all__ = ["Resumed", "Stopped", "extent_of", "resume", "stop"]
