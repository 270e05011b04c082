"""What would the rulebook say? Asked without storing or reserving anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from channels.message import PrintsAddresses
from compliance.verdict import Ruling
from gateway.dispatcher.cases import Case, CaseMaker
from gateway.dispatcher.dossier import gather
from gateway.dispatcher.judging import Judge
from gateway.domain.ids import CreditorId
from gateway.domain.portfolio import Creditor
from gateway.domain.stops import NO_STOPS, Stops
from gateway.domain.words import OPEN_OUTREACH, Channel, MessageKind, OutreachState, Verdict
from gateway.store import Tx, controls, dispatch
from gateway.store.dispatch import DueOutreach
from gateway.store.history import OutreachRow


@dataclass(frozen=True, slots=True)
class Preview:
    """What the rulebook says about a contact if it were handed over at the asked instant."""

    verdict: Verdict
    because: str
    permitted_at: datetime | None
    rulings: tuple[tuple[str, Ruling], ...]  # by account number

    @property
    def sources(self) -> tuple[str, ...]:
        """The law or policy behind a Defer or Refuse."""
        against = (v for _, ruling in self.rulings for v in ruling.verdicts if v.verdict is self.verdict)
        return tuple(dict.fromkeys(v.source for v in against)) if self.verdict is not Verdict.ALLOW else ()

    @classmethod
    def of(cls, case: Case, at: datetime) -> Preview:
        """Return the preview of a decided case."""
        rulings = tuple((a.account_number, r) for a, r in case.way.rulings) if case.judged else ()
        verdict = case.verdict or Verdict.REFUSE
        when = {Verdict.ALLOW: at, Verdict.DEFER: case.due_at, Verdict.REFUSE: None}[verdict]
        return cls(verdict, case.because, when, rulings)


@dataclass(frozen=True, slots=True)
class Previewer:
    """Asks about outreach that exists or might."""

    judge: Judge
    creditors: Mapping[CreditorId, Creditor]
    letters: PrintsAddresses | None = None  # who prints, if addresses have to suit somebody

    def preview(self, tx: Tx, due: DueOutreach, at: datetime) -> Preview:
        """Return what the rulebook would say at an instant."""
        return self._asked(tx, [due], at)[0]

    def decided(
        self, tx: Tx, due: DueOutreach, at: datetime, *, despite_stops: bool = False
    ) -> tuple[Case, Preview]:
        """Return the same with the case behind it.

        despite_stops: as if nothing were stopped, for what would be said once it goes on.
        """
        return self._decided(tx, [due], at, NO_STOPS if despite_stops else controls.stops(tx))[0]

    def of_waiting(self, tx: Tx, row: OutreachRow, now: datetime) -> Preview | None:
        """Return what it would say of an outreach when it comes up; None for one that no longer waits."""
        if row.state not in OPEN_OUTREACH:
            return None
        at = max(row.due_at, now) if row.state == OutreachState.DUE else now
        return self.preview(tx, _due(row), at)

    def by_channel(
        self, tx: Tx, due: DueOutreach, channels: Iterable[Channel], at: datetime
    ) -> dict[Channel, Preview]:
        """Return what it would say of the same message by each channel alone."""
        asked = list(channels)
        found = self._asked(tx, [replace(due, channels=(channel,)) for channel in asked], at)
        return dict(zip(asked, found, strict=True))

    def _asked(self, tx: Tx, outreach: list[DueOutreach], at: datetime) -> list[Preview]:
        return [preview for _, preview in self._decided(tx, outreach, at, controls.stops(tx))]

    def _decided(
        self, tx: Tx, outreach: list[DueOutreach], at: datetime, stops: Stops
    ) -> list[tuple[Case, Preview]]:
        dossiers = gather(tx, {due.customer_id for due in outreach}, self.creditors, at)
        maker = CaseMaker(self.judge, dispatch.newest_feeds(tx), stops)
        cases = [maker.decide(due, dossiers.get(due.customer_id), at) for due in outreach]
        return [(case, self._with_problems(case, Preview.of(case, at))) for case in cases]

    def _with_problems(self, case: Case, preview: Preview) -> Preview:
        """What the rulebook allows, the post may still not be able to carry."""
        if (
            self.letters is None
            or case.dossier is None
            or not case.sends
            or case.way.channel is not Channel.LETTER
        ):
            return preview
        creditor = case.dossier.creditor
        problems = self.letters.problems(
            f"{case.dossier.customer.name}\n{case.way.point.value}",
            sender_name=creditor.neutral_name,
            sender=creditor.address,
        )
        return replace(preview, because=" ".join((preview.because, *problems)))


def _due(row: OutreachRow) -> DueOutreach:
    return DueOutreach(
        outreach_id=row.outreach_id,
        customer_id=row.customer_id,
        creditor_id=row.creditor_id,
        origin=row.origin,
        strategy=row.strategy,
        step=row.step,
        cycle=row.cycle,
        kind=MessageKind(row.kind),
        template=row.template,
        tone=row.tone,
        channels=tuple(Channel(channel) for channel in row.channels),
        account_id=row.account_id,
        ruling_digest=None,
        tries=0,
        facts_version=0,
        not_after=row.not_after,
        made_by=row.made_by,
    )
