"""What can a person do about what waits for them? Settle an unknown outcome, try again, close."""

from gateway.tasks.findings import Found
from gateway.tasks.reading import words_of
from gateway.tasks.settling import close, settle

__all__ = ["Found", "close", "settle", "words_of"]
