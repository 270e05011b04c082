"""Which entries are other systems told of, and what of each? Ids and kinds, nothing personal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from gateway.domain.news import News
from gateway.ledger.entries import Entry
from gateway.ledger.kinds import EntryKind

_ABOUT_CONTACT = ("outreach_id", "attempt_id", "channel", "kind", "rule")
_ABOUT_PLAN = ("plan_id", "event_id")
_ABOUT_STOP = ("scope", "name", "cause")
_TOLD: Mapping[str, tuple[str | Callable[[Entry], str], tuple[str, ...]]] = {
    EntryKind.EVENT_RECORDED: (lambda entry: f"event.{entry.public['type']}", ("event_id", "source")),
    EntryKind.INBOUND_RECEIVED: ("inbound.received", ("channel", "provider")),
    EntryKind.CONTACT_OUTCOME: (lambda entry: f"attempt.{entry.public['state']}", ("attempt_id", "code")),
    EntryKind.CONTACT_WITHDRAWN: ("attempt.withdrawn", ("attempt_id",)),
    EntryKind.CONTACT_ALLOWED: ("contact.allowed", _ABOUT_CONTACT),
    EntryKind.CONTACT_DEFERRED: ("contact.deferred", _ABOUT_CONTACT),
    EntryKind.CONTACT_REFUSED: ("contact.refused", _ABOUT_CONTACT),
    EntryKind.CONTACT_BROKEN: ("contact.broken", _ABOUT_CONTACT),
    EntryKind.PLAN_KEPT: ("plan.kept", _ABOUT_PLAN),
    EntryKind.PLAN_BROKEN: ("plan.broken", _ABOUT_PLAN),
    EntryKind.LINK_OPENED_CHECK: ("check.passed", ()),
    EntryKind.CHECK_FAILED: ("check.failed", ()),
    EntryKind.SENDING_STOPPED: ("sending.stopped", _ABOUT_STOP),
    EntryKind.SENDING_RESUMED: ("sending.resumed", _ABOUT_STOP),
    EntryKind.CUSTOMER_ERASED: ("customer.erased", ()),
}
"""What of an entry's public part is told, and under which name."""


def told(entries: Iterable[Entry]) -> list[News]:
    """Return the news in entries; a message has its entry's id.

    What a file said is not told back to whoever sent the file.
    """
    return [_news(e) for e in entries if e.kind in _TOLD and e.public.get("source") != "import"]


def _news(entry: Entry) -> News:
    name, keys = _TOLD[entry.kind]
    data: dict[str, Any] = {"entry_id": str(entry.entry_id)}
    data |= {key: entry.public[key] for key in keys if entry.public.get(key) is not None}
    if isinstance(entry.private, Mapping) and entry.private.get("account_id"):
        data["account_ids"] = [entry.private["account_id"]]
    type_ = name if isinstance(name, str) else name(entry)
    return News(entry.entry_id, type_, entry.at, entry.customer_id, data)
