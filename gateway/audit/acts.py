"""What passed between us and a person, whoever told of it? Contacts in both directions, in order of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gateway.audit.history import Contact, History

_TYPES = frozenset({"call", "sms", "email", "letter", "portal"})
NOT_PLACED = frozenset({"busy", "out_of_service"})


@dataclass(frozen=True, slots=True)
class Act:
    """One contact in one direction. contact: ours, where the ledger allowed it; seq: when it became known."""

    type: str
    at: datetime
    seq: int
    inbound: bool
    id: str
    actor: str | None
    person: str | None
    accounts: tuple[str, ...]
    point: str | None
    result: str | None
    form: str | None
    kind: str | None
    in_reply_to: str | None
    contact: Contact | None = None

    @property
    def is_placed_call(self) -> bool:
        """Whether it is a call of our side that was connected, even if it only rang."""
        return self.type == "call" and not self.inbound and self.result not in NOT_PLACED

    def was_known(self, seq: int) -> bool:
        """Whether it counted when the entry of that number was written."""
        return self.contact.stood_at(seq) if self.contact else self.seq < seq

    def result_at(self, seq: int) -> str | None:
        """Return what a call was known to have come to when the entry of that number was written."""
        return self.contact.result_at(seq) if self.contact else self.result

    @property
    def was_made(self) -> bool:
        """Whether it took place, or may have."""
        return self.contact is None or self.contact.was_made


def acts_of(history: History) -> list[Act]:
    """Return everything that passed, oldest first."""
    found = [_told(one.said, one.at, one.seq) for one in history.told if one.said["type"] in _TYPES]
    found += [_ours(contact) for contact in history.contacts]
    return sorted(found, key=lambda act: act.at)


def _told(said: dict[str, Any], at: datetime, seq: int) -> Act:
    return Act(
        type=said["type"],
        at=at,
        seq=seq,
        inbound=said.get("direction") == "inbound",
        id=said["id"],
        actor=said.get("actor"),
        person=said.get("person"),
        accounts=(*(said.get("accounts") or ()), *(said.get("discussed") or ())),
        point=said.get("contact_point"),
        result=said.get("result"),
        form=said.get("form"),
        kind=said.get("kind"),
        in_reply_to=said.get("in_reply_to"),
    )


def _ours(contact: Contact) -> Act:
    return Act(
        type=contact.type,
        at=contact.at,
        seq=contact.seq,
        inbound=False,
        id=contact.attempt_id,
        actor=contact.actor,
        person=None,
        accounts=contact.accounts,
        point=contact.point,
        result=contact.result_at(),
        form=contact.form,
        kind=contact.kind,
        in_reply_to=None,
        contact=contact,
    )
