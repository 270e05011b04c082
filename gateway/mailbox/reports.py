"""What does a mail system's report mean for the attempt that it is about?"""

from __future__ import annotations

from datetime import datetime

import structlog

from channels.email_inbound import Failure, InboundMail, MailKind
from channels.message import Aftermath, Again, DeliveryEvent, PointNews, Scope
from gateway.deliveries import apply_delivery_events
from gateway.domain.ids import AttemptId, Ids
from gateway.domain.words import AttemptState
from gateway.ledger import Ledger
from gateway.store import Tx, received_mail
from gateway.store.received_mail import Mailed

log = structlog.get_logger(__name__)
PROVIDER = "mailbox"
REPORTS = frozenset(
    (MailKind.HARD_BOUNCE, MailKind.SOFT_BOUNCE, MailKind.DELAYED, MailKind.DELIVERED, MailKind.RELAYED)
)
_UNSETTLED = frozenset((AttemptState.RESERVED, AttemptState.SENDING, AttemptState.UNKNOWN))
# A full mailbox empties, and what is said of us or of the words says nothing of the address.
_FULL = Aftermath(PointNews.FINE, Again.TOMORROW)
_BY_SCOPE = {
    Scope.SENDER: Aftermath(PointNews.FINE, Again.TOMORROW, task="sender-refused"),
    Scope.CONTENT: Aftermath(PointNews.FINE, Again.NO, task="delivery-failed"),
}
_STATES = {
    MailKind.HARD_BOUNCE: AttemptState.BOUNCED,
    MailKind.SOFT_BOUNCE: AttemptState.FAILED,
    MailKind.DELIVERED: AttemptState.DELIVERED,
    MailKind.RELAYED: AttemptState.ACCEPTED,  # it left, and nobody will say more
    MailKind.DELAYED: AttemptState.ACCEPTED,  # it left, and is being tried still
}


def apply_report(tx: Tx, ledger: Ledger, mail: InboundMail, key: str, *, now: datetime, ids: Ids) -> None:
    """Apply a report to its attempt, where it is proven or names the address that the attempt went to."""
    if mail.is_forged:
        log.warning("a report came to an address that we never gave out", action="mail:forged", mail=key)
        return
    about = received_mail.mailed(tx, mail.attempt_id) if mail.attempt_id else None
    if about is None:
        log.info("a report names no email of ours", action="mail:report:unmatched", mail=key)
        return
    ours = [one for one in mail.failures if one.address == about.address]
    if not mail.is_proven and not ours:
        log.warning(
            "a report proves nothing of the attempt that it names",
            action="mail:report:unproven",
            attempt_id=str(about.attempt_id),
        )
        return
    event = _news(mail, about.attempt_id, ours or list(mail.failures), key)
    apply_delivery_events(tx, ledger, [event], now=now, ids=ids)


def note_arrival(tx: Tx, ledger: Ledger, mail: InboundMail, key: str, *, now: datetime, ids: Ids) -> None:
    """Settle an attempt whose outcome was unknown: whoever answers an email has got it."""
    about = received_mail.mailed(tx, mail.attempt_id) if mail.attempt_id else None
    if about is None or about.state not in _UNSETTLED or not _is_from_reader(mail, about):
        return
    event = DeliveryEvent(about.attempt_id, AttemptState.ACCEPTED.value, PROVIDER, key, code="answered")
    apply_delivery_events(tx, ledger, [event], now=now, ids=ids)


def _is_from_reader(mail: InboundMail, about: Mailed) -> bool:
    return mail.is_proven or mail.sender == about.address


def _news(mail: InboundMail, attempt_id: AttemptId, failures: list[Failure], key: str) -> DeliveryEvent:
    hard = [one for one in failures if one.is_hard]
    final = [one for one in failures if not one.is_delayed]
    worst = next(iter(hard or final or failures), None)
    kind = mail.kind
    if worst is not None:  # of several recipients in one report, the attempt's own counts
        kind = MailKind.HARD_BOUNCE if hard else MailKind.SOFT_BOUNCE if final else MailKind.DELAYED
    return DeliveryEvent(
        attempt_id=attempt_id,
        state=_STATES[kind].value,
        provider=PROVIDER,
        provider_event_id=key,
        code=f"{worst.reason} {worst.status}".strip() if worst else kind.value,
        aftermath=_aftermath(worst) if kind is MailKind.SOFT_BOUNCE and worst else None,
    )


def _aftermath(failure: Failure) -> Aftermath | None:
    """What follows where nothing is said for good; None: what usually follows."""
    return _FULL if failure.reason == "full" else _BY_SCOPE.get(failure.scope)
