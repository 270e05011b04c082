"""How does news become an attempt's state? Kept once, applied in order of rank, written to the ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

import structlog

from channels.message import Aftermath, Again, DeliveryEvent, PointNews
from gateway.deliveries.aftermath import USUAL, follow
from gateway.deliveries.outcome import outcome_entry, outcome_row
from gateway.deliveries.progress import better_result, contradicts, next_state
from gateway.dispatcher.outcomes import Outcome
from gateway.dispatcher.recording import OPEN, Settled, record_outcomes
from gateway.domain.errors import DataError
from gateway.domain.ids import AttemptId, Ids
from gateway.domain.words import AttemptState, OutreachState
from gateway.ledger import Ledger
from gateway.store import Tx, deliveries, dispatch, volume
from gateway.store.deliveries import NewsRow, Sent
from gateway.store.events import bump_facts, lock_customers
from gateway.store.outreach import reconsider

log = structlog.get_logger(__name__)

AT_ONCE = 500  # waiting news in one transaction
REPORTABLE = frozenset(
    {AttemptState.ACCEPTED, AttemptState.DELIVERED, AttemptState.FAILED, AttemptState.BOUNCED}
)


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of some news: how many were new, changed a state, or wait for their attempt."""

    new: int = 0
    changed: int = 0
    waiting: int = 0

    def as_counts(self) -> dict[str, int]:
        """Return them as a tick reports them."""
        return {"new": self.new, "changed": self.changed, "waiting": self.waiting}


def apply_delivery_events(
    tx: Tx, ledger: Ledger, events: Sequence[DeliveryEvent], *, now: datetime, ids: Ids
) -> Applied:
    """Keep and apply news in the caller's transaction.

    What was told before changes nothing. News of an attempt that nobody knows yet are kept, and applied by
    `apply_waiting`. Raises DataError for a state that no provider can report.
    """
    rows = [_row(event) for event in events]
    new = deliveries.insert_news(tx, rows, now)
    return _apply(tx, ledger, [row for row in _distinct(rows) if _key(row) in new], now, ids)


def apply_waiting(tx: Tx, ledger: Ledger, *, now: datetime, ids: Ids) -> Applied:
    """Apply news that came before their attempt was known."""
    return replace(_apply(tx, ledger, deliveries.waiting_news(tx, AT_ONCE), now, ids), new=0)


def _apply(tx: Tx, ledger: Ledger, news: Sequence[NewsRow], now: datetime, ids: Ids) -> Applied:
    attempt_ids = {row.attempt_id for row in news}
    if not attempt_ids:
        return Applied()
    # Who shares the number of somebody who refuses is locked as well, all at once so that none wait in turn.
    refusals = {row.attempt_id for row in news if row.aftermath and row.aftermath["opts_out"]}
    lock_customers(
        tx, deliveries.customers_of(tx, attempt_ids) | deliveries.customers_at_points_of(tx, refusals)
    )
    sent = deliveries.lock_sent(tx, attempt_ids)
    volume.count_again(tx, _left_after_all(sent, news))
    changed = 0
    for row in news:
        before = sent.get(row.attempt_id)
        if before is not None:
            after = _apply_one(tx, ledger, before, row, now, ids)
            changed += after.state is not before.state
            sent[row.attempt_id] = after
    known = [row for row in news if row.attempt_id in sent]
    deliveries.mark_applied(tx, {_key(row) for row in known}, now)
    return Applied(len(news), changed, len(news) - len(known))


def _left_after_all(sent: Mapping[AttemptId, Sent], news: Sequence[NewsRow]) -> set[AttemptId]:
    """Those whose room was given back since nothing had left, and that the provider has."""
    rejected = {one.attempt_id for one in sent.values() if one.state is AttemptState.REJECTED}
    moves = {row.attempt_id for row in news if next_state(AttemptState.REJECTED, AttemptState(row.state))}
    return rejected & moves


def _apply_one(tx: Tx, ledger: Ledger, sent: Sent, news: NewsRow, now: datetime, ids: Ids) -> Sent:
    reported = AttemptState(news.state)
    state, result = next_state(sent.state, reported), better_result(sent.result, news.result)
    if state is None and result is not None:
        return _came_to(tx, ledger, sent, result, news, now, ids)
    if state is None:
        if contradicts(sent.state, reported):
            log.warning(
                "news of an attempt contradicts what is known",
                action="delivery:contradiction",
                attempt_id=str(sent.attempt_id),
                known=sent.state.value,
                reported=reported.value,
            )
        return sent
    sent = _adopted(tx, ledger, sent, news, now, ids)
    if sent.state is state:
        return _came_to(tx, ledger, sent, result, news, now, ids) if result else sent
    sent = replace(sent, state=state, code=news.code or sent.code, result=result or sent.result)
    dispatch.set_outcomes(tx, [outcome_row(sent, now)])
    if result is not None:
        _keep_result(tx, sent, result, now)
    ledger.append(tx, [outcome_entry(sent, now, ids)])
    if state in USUAL:
        follow(tx, ledger, sent, _aftermath(news) or USUAL[state], now=now, ids=ids)
    return sent


def _came_to(tx: Tx, ledger: Ledger, sent: Sent, result: str, news: NewsRow, now: datetime, ids: Ids) -> Sent:
    """Note what a call came to while its state stays as it is."""
    sent = replace(sent, result=result, code=news.code or sent.code)
    dispatch.set_outcomes(tx, [outcome_row(sent, now)])
    _keep_result(tx, sent, result, now)
    ledger.append(tx, [outcome_entry(sent, now, ids)])
    return sent


def _keep_result(tx: Tx, sent: Sent, result: str, now: datetime) -> None:
    """A conversation closes what a call that nobody picked up leaves open, and a busy line opens it again:
    what was judged before, and has not left, is judged once more."""
    deliveries.set_result(tx, sent.attempt_id, result)
    bump_facts(tx, [sent.customer_id])
    reconsider(tx, [sent.customer_id], now)


def _adopted(tx: Tx, ledger: Ledger, sent: Sent, news: NewsRow, now: datetime, ids: Ids) -> Sent:
    """Return the attempt as one that the provider has, and note that where nobody knew it."""
    reference = sent.provider_reference or news.provider_reference
    if sent.state in OPEN:
        taken = Outcome(AttemptState.ACCEPTED, OutreachState.DONE, "callback", provider_reference=reference)
        record_outcomes(tx, ledger, [_settled(sent, taken)], now=now, ids=ids)
    elif sent.state is AttemptState.REJECTED:
        log.error(
            "an attempt that had not left did leave",
            action="delivery:rejected-left",
            attempt_id=str(sent.attempt_id),
        )
        found = replace(sent, state=AttemptState.ACCEPTED, provider_reference=reference, code="callback")
        dispatch.set_outcomes(tx, [outcome_row(found, now)])
        deliveries.close_outreach(tx, sent.outreach_id, now)
        ledger.append(tx, [outcome_entry(found, now, ids)])
    else:
        return replace(sent, provider_reference=reference)
    return replace(sent, state=AttemptState.ACCEPTED, provider_reference=reference, code="callback")


def _settled(sent: Sent, outcome: Outcome) -> Settled:
    return Settled(
        sent.attempt_id, sent.outreach_id, sent.customer_id, sent.contact_point_id, sent.channel, outcome
    )


def _row(event: DeliveryEvent) -> NewsRow:
    if event.state not in {state.value for state in REPORTABLE}:
        raise DataError(f"no provider can report the state {event.state}", field="state")
    aftermath = asdict(event.aftermath) if event.aftermath is not None else None
    return NewsRow(
        event.provider,
        event.provider_event_id,
        event.attempt_id,
        event.state,
        event.code,
        event.provider_reference,
        aftermath,
        event.result,
    )


def _aftermath(news: NewsRow) -> Aftermath | None:
    told = news.aftermath
    if told is None:
        return None
    return Aftermath(PointNews(told["point"]), Again(told["again"]), told["opts_out"], told["task"])


def _key(row: NewsRow) -> tuple[str, str]:
    return row.provider, row.provider_event_id


def _distinct(rows: Sequence[NewsRow]) -> list[NewsRow]:
    return list({_key(row): row for row in rows}.values())
