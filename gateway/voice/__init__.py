"""What happens in a call? A machine hears the limited content alone; a person answers by keys."""

from gateway.voice.calling import Calls, Heard
from gateway.voice.desk import DeskParts
from gateway.voice.fallback import limited_content
from gateway.voice.outline import KeysOffered, keys_offered
from gateway.voice.recording import RecordingRules, read_recording_rules
from gateway.voice.words import Words

__all__ = [
    "Calls",
    "DeskParts",
    "Heard",
    "KeysOffered",
    "RecordingRules",
    "Words",
    "keys_offered",
    "limited_content",
    "read_recording_rules",
]
