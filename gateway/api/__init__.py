"""How do other programs ask and tell? HTTP with role-bound keys; errors are problem documents."""

from gateway.api.parts import Readiness, WebParts
from gateway.api.web import make_web

__all__ = ["Readiness", "WebParts", "make_web"]
