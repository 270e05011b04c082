"""Who called a message of ours spam, or wrote to an address that stops it? Emails to them stop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from channels.email_inbound import InboundMail
from gateway.deliveries.refusals import record_refusals
from gateway.domain.ids import Ids
from gateway.domain.words import REACHES, Channel
from gateway.ledger import Ledger
from gateway.store import Tx, contact_points, received_mail
from gateway.store.contact_points import Holder
from gateway.store.events import lock_customers

NO_STOP = frozenset({"auth-failure", "not-spam"})
"""Reports that say nothing of what a reader wants."""


def people_behind(tx: Tx, mail: InboundMail) -> list[Holder]:
    """Return everybody who has the address that a complaint is about; empty where it names nobody of ours."""
    return list({one.contact_point_id: one for one in _found(tx, _addresses(tx, mail))}.values())


def stop_emails(
    tx: Tx, ledger: Ledger, people: Sequence[Holder], key: str, *, now: datetime, ids: Ids
) -> None:
    """Record that these want no more emails, once for each mail that says so."""
    lock_customers(tx, {one.customer_id for one in people})
    record_refusals(tx, ledger, people, Channel.EMAIL, f"complaint:{key}", now=now, ids=ids)


def _addresses(tx: Tx, mail: InboundMail) -> list[str]:
    about = received_mail.mailed(tx, mail.attempt_id) if mail.attempt_id and not mail.is_forged else None
    named = [about.address] if about else list(mail.complainants)
    return named or [mail.sender]


def _found(tx: Tx, addresses: Sequence[str]) -> list[Holder]:
    kinds = REACHES[Channel.EMAIL]
    return [one for address in addresses for one in contact_points.holders_of(tx, address, kinds)]
