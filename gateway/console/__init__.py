"""What do the people who run Dunwell look at? Contacts, messages, account stories; only when signed in."""

from gateway.console.problems import show_problem
from gateway.console.router import router

__all__ = ["router", "show_problem"]
