"""How does the mailbox fare? Counts and instants for the status, nothing about any mail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gateway.mailbox.position import position_of
from gateway.mailbox.setting_aside import SET_ASIDE
from gateway.store import Tx, received_mail, status


def state_of(tx: Tx, since: datetime, now: datetime) -> dict[str, Any] | None:
    """Return what waits, what was set aside, and what came since; None where no mail is read."""
    position = position_of(tx)
    came = received_mail.mails_since(tx, since)
    aside = status.open_tasks(tx).get(SET_ASIDE, 0)
    if position is None and not came and not aside:
        return None
    oldest = position.oldest_at if position else None
    return {
        "read_at": _text(position.read_at) if position else None,
        "waiting": position.waiting if position else 0,
        "oldest_at": _text(oldest) if oldest else None,
        "oldest_seconds": round((now - oldest).total_seconds()) if oldest else None,
        "set_aside": aside,
        "today": came,
    }


def as_line(state: dict[str, Any]) -> str:
    """Return it as a line for a terminal."""
    came = ", ".join(f"{kind} {count}" for kind, count in state["today"].items()) or "no mail"
    read = f"read at {state['read_at']}, " if state["read_at"] else ""
    oldest = f" since {state['oldest_at']}" if state["oldest_at"] else ""
    waits = f"{state['waiting']} wait{oldest}, " if state["read_at"] else ""
    return f"Mailbox: {read}{waits}{state['set_aside']} set aside; today (UTC): {came}"


def _text(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
