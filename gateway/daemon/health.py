"""Can work be done, and if not, why? Faults as one word and one sentence each, kept in memory."""

from __future__ import annotations

import threading

STARTING = "starting"
STOPPING = "stopping"
DATABASE = "database"
DISK = "disk"
CLOCK = "clock"


class Health:
    """What is wrong at the moment; shared by threads."""

    def __init__(self) -> None:
        self._faults = {STARTING: "The daemon is starting."}
        self._lock = threading.Lock()

    def report(self, word: str, sentence: str) -> bool:
        """Note a fault; returns whether it is news."""
        with self._lock:
            is_news = word not in self._faults
            self._faults[word] = sentence
            return is_news

    def clear(self, word: str) -> bool:
        """Note that a fault is over; returns whether there was one."""
        with self._lock:
            return self._faults.pop(word, None) is not None

    def has(self, word: str) -> bool:
        """Whether a fault is there."""
        return word in self._faults

    @property
    def faults(self) -> dict[str, str]:
        """Every fault with its sentence."""
        with self._lock:
            return dict(self._faults)

    @property
    def may_send(self) -> bool:
        """Whether nothing speaks against taking outreach in hand."""
        return not self._faults.keys() & {STARTING, STOPPING, DATABASE, DISK, CLOCK}
