"""What happened, as people and other systems tell it? The one way in for facts, whoever brings them."""

from gateway.events.new_event import NewEvent, Recorded
from gateway.events.parsing import parse_event
from gateway.events.recording import record_events

__all__ = ["NewEvent", "Recorded", "parse_event", "record_events"]
