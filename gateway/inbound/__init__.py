"""What do customers write to us, and what follows at once? One way in, whatever channel it came by."""

from gateway.inbound.messages import InboundMessage, Meaning, Received, Understanding, Understands
from gateway.inbound.receiving import receive

__all__ = ["InboundMessage", "Meaning", "Received", "Understanding", "Understands", "receive"]
