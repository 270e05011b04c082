"""Which attempt is a task about? When it left, by which way, and to whom, masked."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from gateway.domain.errors import NotFound
from gateway.domain.words import Channel
from gateway.ledger import Ledger
from gateway.store import Tx, history
from gateway.store.history import AttemptRow
from gateway.store.tasks import TaskRow

ABOUT_ATTEMPTS = frozenset({"unknown-outcome", "call-without-outcome"})


@dataclass(frozen=True, slots=True)
class AboutAttempt:
    """to: masked; empty where the customer was erased."""

    attempt: AttemptRow
    to: str


def attempt_of(tx: Tx, ledger: Ledger, task: TaskRow) -> AboutAttempt | None:
    """Return the attempt that a task asks about, or None for a task about something else."""
    if task.kind not in ABOUT_ATTEMPTS:
        return None
    attempt = history.find_attempt(tx, UUID(task.reference))
    return AboutAttempt(attempt, _to(tx, ledger, attempt)) if attempt else None


def masked(channel: str, to: str) -> str:
    """Return an address as somebody may see it who has to recognise it, not use it."""
    if channel == Channel.EMAIL:
        name, _, domain = to.rpartition("@")
        return f"{name[:1]}…@{domain}"
    if channel == Channel.LETTER:
        town = [line for line in to.splitlines() if any(character.isdigit() for character in line)][-1:]
        return f"a postal address in {town[0]}" if town else "a postal address"
    return f"a number that ends in {to[-2:]}"


def _to(tx: Tx, ledger: Ledger, attempt: AttemptRow) -> str:
    try:
        private = ledger.open(tx, attempt.entry_id)["private"]
    except NotFound:
        return ""
    message = private.get("message") if isinstance(private, dict) else None
    return masked(attempt.channel, message["to"]) if message else ""
