"""What do the people who run Dunwell look at? Contacts, messages, account stories; only when signed in."""

from gateway.console.routes import router

__all__ = ["router"]
