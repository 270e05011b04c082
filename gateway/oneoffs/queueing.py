"""How is a one-off queued? The same outreach row as a strategy's step, judged at once for whoever asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from compliance.verdict import Ruling
from gateway.directory import account_named
from gateway.dispatcher.cases import Case, CaseMaker
from gateway.dispatcher.dossier import gather
from gateway.dispatcher.judging import Judge
from gateway.domain.errors import DataError
from gateway.domain.ids import CreditorId, CustomerId, EntryId, Ids, OutreachId
from gateway.domain.portfolio import Account, Creditor
from gateway.domain.words import Channel, MessageKind, Origin, OutreachState, Verdict
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.store import Tx, dispatch, oneoffs


@dataclass(frozen=True, slots=True)
class OneOff:
    """A collector's request. `key` tells a repeated request from a second one."""

    account_number: str
    channel: Channel
    template: str
    key: str
    creditor: str | None = None
    not_before: datetime | None = None
    requested_by: str = "collector"


@dataclass(frozen=True, slots=True)
class Preview:
    """What the rulebook says about a contact if it were handed over at the asked instant."""

    verdict: Verdict
    because: str
    permitted_at: datetime | None
    rulings: tuple[tuple[str, Ruling], ...]  # by account number

    @classmethod
    def of(cls, case: Case, at: datetime) -> Preview:
        """Return the preview of a decided case."""
        rulings = tuple((a.account_number, r) for a, r in case.way.rulings) if case.judged else ()
        verdict = case.verdict or Verdict.REFUSE
        when = {Verdict.ALLOW: at, Verdict.DEFER: case.due_at, Verdict.REFUSE: None}[verdict]
        return cls(verdict, case.because, when, rulings)


@dataclass(frozen=True, slots=True)
class Queued:
    """A queued one-off with its preview. `is_new` is False where the same request had been queued before."""

    outreach_id: OutreachId
    preview: Preview
    is_new: bool


def queue(
    tx: Tx,
    ledger: Ledger,
    request: OneOff,
    *,
    judge: Judge,
    creditors: Mapping[CreditorId, Creditor],
    templates: frozenset[str],
    now: datetime,
    ids: Ids,
) -> Queued:
    """Queue a one-off and return it with its preview.

    Raises NotFound for an account nobody knows, DataError for a template nobody wrote.
    """
    if request.template not in templates:
        known = ", ".join(sorted(templates))
        raise DataError(f"there is no template of that name; there are {known}", field="template")
    account = account_named(tx, request.account_number, request.creditor)
    due_at = max(request.not_before or now, now)
    due = _outreach(request, account, OutreachId(ids.new()))
    inserted = oneoffs.insert_one_off(
        tx, due, due_at=due_at, planned_at=now, requested_by=request.requested_by
    )
    if inserted == due.outreach_id:
        ledger.append(tx, [_entry(due, request, now, ids)])
    return Queued(inserted, preview(tx, due, judge, creditors, due_at), inserted == due.outreach_id)


def preview(
    tx: Tx,
    due: dispatch.DueOutreach,
    judge: Judge,
    creditors: Mapping[CreditorId, Creditor],
    at: datetime,
) -> Preview:
    """Return what the rulebook would say at an instant; nothing is stored or reserved."""
    dossiers = gather(tx, [due.customer_id], creditors, at)
    maker = CaseMaker(judge, dispatch.newest_feeds(tx))
    return Preview.of(maker.decide(due, dossiers.get(due.customer_id), at), at)


def _outreach(request: OneOff, account: Account, outreach_id: OutreachId) -> dispatch.DueOutreach:
    return dispatch.DueOutreach(
        outreach_id=outreach_id,
        customer_id=CustomerId(account.customer_id),
        creditor_id=account.creditor_id,
        origin=Origin.ONE_OFF.value,
        strategy=Origin.ONE_OFF.value,
        step=request.key,
        cycle=str(account.account_id),
        kind=MessageKind.DUNNING,
        template=request.template,
        tone="friendly",
        channels=(request.channel,),
        account_id=account.account_id,
        ruling_digest=None,
        tries=0,
        facts_version=0,
    )


def _entry(due: dispatch.DueOutreach, request: OneOff, now: datetime, ids: Ids) -> Entry:
    return Entry(
        entry_id=EntryId(ids.new()),
        customer_id=due.customer_id,
        kind=EntryKind.OUTREACH_ONE_OFF,
        at=now,
        public={
            "outreach_id": str(due.outreach_id),
            "channel": request.channel.value,
            "template": request.template,
            "state": OutreachState.DUE.value,
        },
        private={"requested_by": request.requested_by, "account_id": str(due.account_id)},
    )
