"""Which customer does an address stand for? Signed, expiring, single-purpose links."""

from gateway.links.links import Link, LinkOrder, Links

__all__ = ["Link", "LinkOrder", "Links"]
