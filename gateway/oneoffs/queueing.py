"""How is a one-off queued? The same outreach row as a strategy's step, judged at once for whoever asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gateway.directory import account_named
from gateway.domain.errors import Conflict, DataError
from gateway.domain.ids import CustomerId, EntryId, Ids, OutreachId
from gateway.domain.portfolio import Account
from gateway.domain.words import Channel, MadeBy, MessageKind, Origin, OutreachState
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.oneoffs.previewing import Preview, Previewer
from gateway.oneoffs.templates import Template, check_template
from gateway.store import Tx, history, oneoffs
from gateway.store.dispatch import DueOutreach

CALL_WITHIN = timedelta(days=7)  # a call that a collector wanted and nobody made is not wanted any more
AHEAD_AT_MOST = timedelta(days=366)  # nobody knows further ahead what will be owed


@dataclass(frozen=True, slots=True)
class OneOff:
    """A collector's request. `key` tells a repeated request of one asker from a second one."""

    account_number: str
    channel: Channel
    template: str
    key: str
    creditor: str | None = None
    not_before: datetime | None = None
    requested_by: str = "collector"
    made_by: MadeBy = MadeBy.DUNWELL


@dataclass(frozen=True, slots=True)
class Queued:
    """A queued one-off. `preview` is None once it is no longer waiting, `is_new` False for a repeated one."""

    outreach_id: OutreachId
    customer_id: CustomerId
    state: str
    preview: Preview | None
    is_new: bool


def queue(
    tx: Tx,
    ledger: Ledger,
    request: OneOff,
    *,
    previewer: Previewer,
    templates: Mapping[str, Template],
    now: datetime,
    ids: Ids,
) -> Queued:
    """Queue a one-off and return it with its preview.

    Raises NotFound for an account nobody knows, DataError for a message that cannot be asked for or an
    instant too far ahead, Conflict where the same key asked for something else before.
    """
    check_template(templates, request.template, request.channel)
    due_at = due_instant(request.not_before, now)
    account = account_named(tx, request.account_number, request.creditor)
    due = draft(account, request, OutreachId(ids.new()))
    if request.made_by is MadeBy.COLLECTOR:
        due = replace(due, not_after=due_at + CALL_WITHIN)
    inserted = oneoffs.insert_one_off(
        tx, due, due_at=due_at, planned_at=now, requested_by=request.requested_by
    )
    if inserted != due.outreach_id:
        return _repeated(tx, inserted, due, previewer, now)
    ledger.append(tx, [_entry(due, request, now, ids)])
    preview = previewer.preview(tx, due, due_at)
    return Queued(inserted, due.customer_id, OutreachState.DUE.value, preview, True)


def due_instant(not_before: datetime | None, now: datetime) -> datetime:
    """Return when a request comes up. Raises DataError for an instant too far ahead."""
    due_at = max(not_before or now, now)
    if due_at - now > AHEAD_AT_MOST:
        raise DataError("not_before may be at most a year ahead", field="not_before")
    return due_at


def draft(account: Account, request: OneOff, outreach_id: OutreachId) -> DueOutreach:
    """Return the outreach that a request would become."""
    return DueOutreach(
        outreach_id=outreach_id,
        customer_id=CustomerId(account.customer_id),
        creditor_id=account.creditor_id,
        origin=Origin.ONE_OFF.value,
        strategy=Origin.ONE_OFF.value,
        step=f"{request.requested_by}/{request.key}",
        cycle=str(account.account_id),
        kind=MessageKind.DUNNING,
        template=request.template,
        tone="friendly",
        channels=(request.channel,),
        account_id=account.account_id,
        ruling_digest=None,
        tries=0,
        facts_version=0,
        made_by=request.made_by,
    )


def _repeated(
    tx: Tx, outreach_id: OutreachId, due: DueOutreach, previewer: Previewer, now: datetime
) -> Queued:
    row = history.find_outreach(tx, outreach_id)
    assert row is not None
    if (row.template, row.channels) != (due.template, due.channels):
        raise Conflict("this request was made before, for another message; make a new one")
    return Queued(outreach_id, due.customer_id, row.state, previewer.of_waiting(tx, row, now), False)


def _entry(due: DueOutreach, request: OneOff, now: datetime, ids: Ids) -> Entry:
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
            "made_by": due.made_by.value,
        },
        private={"requested_by": request.requested_by, "account_id": str(due.account_id)},
    )
