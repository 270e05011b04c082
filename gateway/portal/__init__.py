"""What does a customer see and say? Pages made on the server behind signed links; looking changes nothing."""

from gateway.portal.parts import PortalParts
from gateway.portal.router import portal_router

__all__ = ["PortalParts", "portal_router"]
