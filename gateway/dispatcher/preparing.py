"""How does a batch of due outreach become reserved attempts? In one transaction, with nothing slow in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from gateway.dispatcher.cases import Case, CaseMaker
from gateway.dispatcher.composing import Composed, Composer
from gateway.dispatcher.contexts import Addresses
from gateway.dispatcher.dossier import Dossier, gather
from gateway.dispatcher.hops import DispatchReport
from gateway.dispatcher.judging import Judge
from gateway.dispatcher.metering import REACHED, Meter
from gateway.dispatcher.pacing import Pacer, Turns
from gateway.dispatcher.parcel import Parcel
from gateway.dispatcher.pricing import cost_of
from gateway.dispatcher.rule_faults import RuleAlarm
from gateway.dispatcher.writing import Pages
from gateway.domain.clock import Clock
from gateway.domain.ids import AttemptId, CreditorId, CustomerId, Ids, WorkerId
from gateway.domain.limits import Limit
from gateway.domain.portfolio import Creditor
from gateway.domain.prices import Cost, PriceList
from gateway.domain.stops import Stops
from gateway.domain.words import Channel
from gateway.ledger import Ledger
from gateway.ledger.checkpoint import printed_checkpoint
from gateway.links import LinkOrder, Links
from gateway.store import Store, Tx, controls, dispatch

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction took in hand."""

    claimed: int
    parcels: tuple[Parcel, ...]

    def by_turn(self) -> tuple[list[Parcel], list[Parcel]]:
        """Return what may leave at once, and what waits for its turn at the provider."""
        at_once = [parcel for parcel in self.parcels if parcel.leaves_at is None]
        return at_once, [parcel for parcel in self.parcels if parcel.leaves_at is not None]


class Preparation:
    """Claims, judges, renders and reserves; everything commits together or not at all."""

    def __init__(
        self,
        *,
        store: Store,
        ledger: Ledger,
        judge: Judge,
        composer: Composer,
        links: Links,
        creditors: Mapping[CreditorId, Creditor],
        clock: Clock,
        ids: Ids,
        worker_id: WorkerId,
        pacer: Pacer,
        limits: Sequence[Limit] = (),
        prices: PriceList,
    ) -> None:
        self._pacer, self._limits, self._prices = pacer, limits, prices
        self._store, self._ledger, self._judge, self._composer = store, ledger, judge, composer
        self._links, self._creditors = links, creditors
        self._clock, self._ids, self._worker_id = clock, ids, worker_id

    def prepare(self, limit: int, report: DispatchReport) -> Batch:
        """Return a batch of at most `limit` outreach, decided, with the reserved attempts' parcels."""
        now = self._clock.now()
        with self._store.begin() as tx:
            with report.hops.time("claim"):
                stops = controls.stops(tx)
                if stops.of_everything:
                    return Batch(0, ())
                lines = self._pacer.call_up(tx, now)
                due = dispatch.claim_due(tx, now, limit)
                dossiers = self._dossiers(tx, due, now)
            if not due:
                return Batch(0, ())
            pages = Pages(self._ids, self._worker_id, self._judge.rulebook.digest, now)
            with report.hops.time("judge"):
                cases = self._decide(tx, due, dossiers, stops, pages, now)
            with report.hops.time("render"):
                turns, meter = self._pacer.turns(tx, lines, now), Meter(tx, self._limits, now)
                parcels = self._compose(tx, cases, pages, turns, meter, now)
            with report.hops.time("record"):
                pages.write(tx, self._ledger)
        report.rulings.update(row["state"] for row in pages.outreach)
        return Batch(len(due), tuple(parcels))

    def _dossiers(
        self, tx: Tx, due: Sequence[dispatch.DueOutreach], now: datetime
    ) -> dict[CustomerId, Dossier]:
        return gather(tx, [one.customer_id for one in due], self._creditors, now) if due else {}

    def _decide(
        self,
        tx: Tx,
        due: Sequence[dispatch.DueOutreach],
        dossiers: Mapping[CustomerId, Dossier],
        stops: Stops,
        pages: Pages,
        now: datetime,
    ) -> list[Case]:
        maker = CaseMaker(self._judge, dispatch.newest_feeds(tx), stops)
        alarm = RuleAlarm(self._ids, now)
        cases: list[Case] = []
        for one in due:
            try:
                cases.append(maker.decide(one, dossiers.get(one.customer_id), now))
            except Exception as error:
                _set_aside(pages, one, error)
            else:
                alarm.hear(cases[-1].judged)
        pages.tasks += alarm.tasks()
        return cases

    def _compose(
        self, tx: Tx, cases: Sequence[Case], pages: Pages, turns: Turns, meter: Meter, now: datetime
    ) -> list[Parcel]:
        metered = meter.sorted_out(case for case in cases if case.sends)
        cases = [
            *(case for case in (*cases, *metered) if not case.sends),
            *turns.sorted_out(case for case in metered if case.sends),
        ]
        sending = [case for case in cases if case.sends]
        attempt_ids = [AttemptId(self._ids.new()) for _ in sending]
        addresses = self._addresses(tx, sending, attempt_ids, now)
        checkpoint = self._checkpoint(tx, sending)
        for case in cases:
            if not case.sends:
                pages.add(case)
        parcels: list[Parcel] = []
        for case, attempt_id, links in zip(sending, attempt_ids, addresses, strict=True):
            try:
                composed = self._composer.compose(case, attempt_id, links, now, checkpoint)
            except Exception as error:
                _set_aside(pages, case.due, error)
                continue
            cost = self._cost(case, composed)
            turn = turns.turn(case)
            if isinstance(turn, Case):
                pages.add(turn)
                continue
            taken = meter.take(case, cost.micros if cost else 0)
            if isinstance(taken, Case):
                pages.add(taken)
                continue
            turns.take(case, composed.message)
            pages.add(case, composed, cost, taken)
            parcels.append(_parcel(case, composed, self._pacer.route(case).way, turn, now))
        turns.write()
        meter.write()
        pages.tasks += _limit_tasks(meter, self._ids, now)
        return parcels

    def _cost(self, case: Case, composed: Composed) -> Cost | None:
        assert case.dossier is not None
        country = case.dossier.customer.country or case.dossier.creditor.default_country
        return cost_of(self._prices, composed.adapter, composed.message, country)

    def _checkpoint(self, tx: Tx, cases: Sequence[Case]) -> str | None:
        """What letters print of the ledger: with that on paper elsewhere, its past cannot be rewritten."""
        has_letters = any(case.way.channel is Channel.LETTER for case in cases)
        note = self._ledger.checkpoint(tx) if has_letters else None
        return printed_checkpoint(note) if note else None

    def _addresses(
        self, tx: Tx, cases: Sequence[Case], attempt_ids: Sequence[AttemptId], now: datetime
    ) -> list[Addresses]:
        orders = [
            LinkOrder(
                customer_id=case.due.customer_id,
                contact_point_id=case.way.point.contact_point_id,
                attempt_id=attempt_id,
                purpose=purpose,
            )
            for case, attempt_id in zip(cases, attempt_ids, strict=True)
            for purpose in ("respond", "stop")
        ]
        found = self._links.issue_many(tx, orders, now=now) if orders else []
        return [Addresses(*pair) for pair in zip(found[::2], found[1::2], strict=True)]


def _parcel(case: Case, composed: Composed, way: str, turn: datetime | None, now: datetime) -> Parcel:
    return Parcel(
        way=way,
        leaves_at=turn,
        message=composed.message,
        outreach_id=case.due.outreach_id,
        customer_id=case.due.customer_id,
        contact_point_id=case.way.point.contact_point_id,
        creditor_id=case.due.creditor_id,
        template=case.due.template,
        tries=case.due.tries,
        judged_at=now,
        letter=composed.letter,
        enclosed=composed.enclosed,
    )


def _limit_tasks(meter: Meter, ids: Ids, now: datetime) -> list[dict[str, object]]:
    return [
        {
            "task_id": ids.new(),
            "customer_id": None,
            "kind": REACHED,
            "reference": f"{name}:{window}",
            "text": f"{limit.because} dunwell limit lift {name}",
            "opened_at": now,
        }
        for (name, window), limit in sorted(meter.reached.items(), key=lambda item: item[0])
    ]


def _set_aside(pages: Pages, due: dispatch.DueOutreach, error: Exception) -> None:
    """One poisoned outreach never stops the others; the error's text may hold personal data, its type not."""
    log.error(
        "outreach set aside",
        action="outreach:dispatch:broken",
        outreach_id=str(due.outreach_id),
        error=type(error).__name__,
    )
    pages.add_broken(due, type(error).__name__)
