"""What can a person do about what waits for them? Settle an unknown outcome, try again, close."""

from gateway.tasks.attempts import AboutAttempt, attempt_of
from gateway.tasks.findings import Found
from gateway.tasks.kinds import KINDS, kind_of
from gateway.tasks.reading import said_in, words_of
from gateway.tasks.settling import close, settle

__all__ = [
    "KINDS",
    "AboutAttempt",
    "Found",
    "attempt_of",
    "close",
    "kind_of",
    "said_in",
    "settle",
    "words_of",
]
