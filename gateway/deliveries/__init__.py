"""What became of what was sent, as providers tell it later? Applied once each, and never backwards."""

from gateway.deliveries.applying import Applied, apply_delivery_events, apply_waiting
from gateway.deliveries.closing import close_unconfirmed
from gateway.deliveries.print_house import AcknowledgementReader
from gateway.deliveries.progress import next_state
from gateway.deliveries.reconciling import Reconciled, Reconciler
from gateway.deliveries.strays import tell_strays
from gateway.deliveries.tracing import Tracer

__all__ = [
    "AcknowledgementReader",
    "Applied",
    "Reconciled",
    "Reconciler",
    "Tracer",
    "apply_delivery_events",
    "apply_waiting",
    "close_unconfirmed",
    "next_state",
    "tell_strays",
]
