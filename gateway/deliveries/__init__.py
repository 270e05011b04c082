"""What became of what was sent, as providers tell it later? Applied once each, and never backwards."""

from gateway.deliveries.applying import Applied, apply_delivery_events, apply_waiting
from gateway.deliveries.print_house import AcknowledgementReader
from gateway.deliveries.progress import next_state
from gateway.deliveries.tracing import Tracer

__all__ = [
    "AcknowledgementReader",
    "Applied",
    "Tracer",
    "apply_delivery_events",
    "apply_waiting",
    "next_state",
]
