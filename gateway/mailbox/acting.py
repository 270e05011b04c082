"""What follows from a mail, by its kind? All in the caller's transaction; no machine answers."""

from __future__ import annotations

from datetime import datetime

from channels.email_inbound import InboundMail, MailKind
from gateway.domain.ids import CustomerId, EntryId, Ids
from gateway.domain.words import REACHES, Channel
from gateway.inbound import Understands, ask_a_person, keep, receive
from gateway.ledger import Ledger
from gateway.mailbox.complaints import NO_STOP, people_behind, stop_emails
from gateway.mailbox.replies import as_message
from gateway.mailbox.reports import REPORTS, apply_report, note_arrival
from gateway.store import Tx, contact_points, received_mail
from gateway.store.contact_points import Holder
from gateway.store.events import lock_customers


def act(
    tx: Tx,
    ledger: Ledger,
    mail: InboundMail,
    key: str,
    *,
    now: datetime,
    ids: Ids,
    understands: Understands,
) -> None:
    """Do what a mail asks for, in the safe direction."""
    if mail.kind in REPORTS:
        apply_report(tx, ledger, mail, key, now=now, ids=ids)
        return
    lock_customers(tx, _concerned(tx, mail))
    if mail.kind is MailKind.FEEDBACK:
        _complaint(tx, ledger, mail, key, now, ids, understands)
        return
    note_arrival(tx, ledger, mail, key, now=now, ids=ids)
    message = as_message(tx, mail, key, now)
    if mail.kind is MailKind.REPLY:
        receive(tx, ledger, message, now=now, ids=ids, understand=understands)
        return
    wants_out = _wants_out(mail, now, understands)
    for customer_id in sorted(_concerned(tx, mail)):  # a machine wrote: kept, and no answer to anything
        entry_id = EntryId(ids.new())
        keep(tx, ledger, message, entry_id, customer_id, now)
        if wants_out or mail.kind is MailKind.CHALLENGE:
            ask_a_person(tx, "inbound-text", entry_id, customer_id, now, ids)
    if wants_out:
        stop_emails(tx, ledger, _writers(tx, mail), key, now=now, ids=ids)


def _wants_out(mail: InboundMail, now: datetime, understands: Understands) -> bool:
    """Whether a mail that looks like a machine's asks us to stop: some programs mark every mail so."""
    said = understands(mail.text, language=None, today=now.date(), channel=Channel.EMAIL)
    return any(meaning.kind == "stop" for meaning in said.meanings)


def _complaint(
    tx: Tx,
    ledger: Ledger,
    mail: InboundMail,
    key: str,
    now: datetime,
    ids: Ids,
    understands: Understands,
) -> None:
    if mail.feedback_type in NO_STOP:
        return
    people = people_behind(tx, mail)
    if not people or _is_from_customer(tx, mail):  # somebody may have written more than that
        message = as_message(tx, mail, key, now)
        said = receive(tx, ledger, message, now=now, ids=ids, understand=understands)
        if "stop" in said.meanings:
            people = [one for one in people if one.customer_id not in said.customers]
    stop_emails(tx, ledger, people, key, now=now, ids=ids)


def _is_from_customer(tx: Tx, mail: InboundMail) -> bool:
    return bool(_writers(tx, mail))


def _writers(tx: Tx, mail: InboundMail) -> list[Holder]:
    return list(contact_points.holders_of(tx, mail.sender, REACHES[Channel.EMAIL]))


def _concerned(tx: Tx, mail: InboundMail) -> set[CustomerId]:
    """Everybody whom the mail may be about; locked before anything is done, all at once."""
    addresses = {mail.sender, *mail.complainants}
    about = received_mail.mailed(tx, mail.attempt_id) if mail.attempt_id and not mail.is_forged else None
    if about is not None:
        addresses.add(about.address)
    found = {
        one.customer_id
        for address in addresses
        if address
        for one in contact_points.holders_of(tx, address, REACHES[Channel.EMAIL])
    }
    return found | ({about.customer_id} if about else set())
