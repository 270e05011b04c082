"""Which customer does an address stand for? Signed, expiring, single-purpose links."""

from gateway.links.links import Link, LinkOrder, Links
from gateway.links.token import Purpose, Token

__all__ = ["Link", "LinkOrder", "Links", "Purpose", "Token"]
