"""What do customers write to us, and what follows at once? One way in, whatever channel it came by."""

from gateway.inbound.keeping import keep
from gateway.inbound.messages import InboundMessage, Meaning, Received, Understanding, Understands
from gateway.inbound.receiving import ask_a_person, receive

__all__ = [
    "InboundMessage",
    "Meaning",
    "Received",
    "Understanding",
    "Understands",
    "ask_a_person",
    "keep",
    "receive",
]
