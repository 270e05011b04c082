"""May this outreach go now, by which channel, to which contact point, about which accounts?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from compliance.facts import AccountFacts, Actor, Facts, MessageFacts, Person, Point
from compliance.rulebook import Rulebook
from compliance.verdict import Requirement, RuleVerdict, Ruling
from gateway.dispatcher.dossier import Dossier
from gateway.domain.portfolio import Account, ContactPoint
from gateway.domain.words import Channel, MadeBy, MessageKind, Verdict
from gateway.locate import locations
from gateway.store.dispatch import DueOutreach


@dataclass(frozen=True, slots=True)
class Judgement:
    """One channel and contact point, judged for every account that the outreach is about.

    asked: the facts that were put to the rulebook, in the order of the rulings.
    """

    channel: Channel
    point: ContactPoint
    rulings: tuple[tuple[Account, Ruling], ...]
    asked: tuple[Facts, ...]

    @property
    def allowed(self) -> tuple[Account, ...]:
        """The accounts that may be spoken about now."""
        return tuple(account for account, ruling in self.rulings if ruling.verdict is Verdict.ALLOW)

    @property
    def verdict(self) -> Verdict:
        """Allow if any account may be spoken about, else Defer if waiting helps any, else Refuse."""
        verdicts = {ruling.verdict for _, ruling in self.rulings}
        return next(v for v in (Verdict.ALLOW, Verdict.DEFER, Verdict.REFUSE) if v in verdicts)

    @property
    def deciding(self) -> Ruling:
        """The ruling that gives the verdict its reason; of several deferrals the one that ends first."""
        same = [ruling for _, ruling in self.rulings if ruling.verdict is self.verdict]
        return min(same, key=lambda ruling: ruling.permitted_at.timestamp() if ruling.permitted_at else 0.0)

    @property
    def reasons(self) -> tuple[RuleVerdict, ...]:
        """What spoke against it: every verdict of the deciding ruling that is not Allow."""
        return tuple(v for v in self.deciding.verdicts if v.verdict is not Verdict.ALLOW)

    @property
    def requires(self) -> tuple[Requirement, ...]:
        """What the message must carry: the requirements of every account that it speaks about."""
        found = {
            requirement.name: requirement
            for _, ruling in self.rulings
            if ruling.verdict is Verdict.ALLOW
            for requirement in ruling.requires
        }
        return tuple(found.values())

    @property
    def not_after(self) -> datetime | None:
        """When the first of the permissions ends."""
        ends = [r.not_after for _, r in self.rulings if r.verdict is Verdict.ALLOW and r.not_after]
        return min(ends, default=None)


class Judge:
    """Asks the rulebook about an outreach, channel by channel in the order of preference."""

    def __init__(self, rulebook: Rulebook, channels: Collection[Channel]) -> None:
        self.rulebook, self._channels = rulebook, channels

    def judge(
        self, due: DueOutreach, dossier: Dossier, accounts: Sequence[Account], now: datetime
    ) -> tuple[Judgement, ...]:
        """Return what was judged, in order; the last one decides. Empty when there is nobody to reach.

        A channel that defers is waited for; only one that refuses gives way to the next.
        """
        judged: list[Judgement] = []
        for channel, point in self._ways(due, dossier):
            asked = tuple(
                facts_for(
                    due.kind,
                    dossier,
                    channel,
                    point,
                    a,
                    now,
                    in_reply_to=due.in_reply_to,
                    made_by=due.made_by,
                )
                for a in accounts
            )
            rulings = tuple((a, ask(self.rulebook, facts)) for a, facts in zip(accounts, asked, strict=True))
            judged.append(Judgement(channel, point, rulings, asked))
            if judged[-1].verdict is not Verdict.REFUSE:
                break
        return tuple(judged)

    def _ways(self, due: DueOutreach, dossier: Dossier) -> Iterator[tuple[Channel, ContactPoint]]:
        for channel in dossier.preferred_first(due.channels):
            if channel in self._channels or due.made_by is MadeBy.COLLECTOR:  # who dials needs no adapter
                points = dossier.points_for(channel)
                wanted = due.contact_point_id
                yield from ((channel, p) for p in points if wanted in (None, p.contact_point_id))


def ask(rulebook: Rulebook, facts: Facts) -> Ruling:
    """Return what the rulebook says to us, who take no contact up whose prior steps are not recorded."""
    return _without_missing_steps(rulebook.judge(facts))


def facts_for(
    kind: MessageKind,
    dossier: Dossier,
    channel: Channel,
    point: ContactPoint,
    account: Account,
    now: datetime,
    *,
    in_reply_to: str | None = None,
    made_by: MadeBy = MadeBy.DUNWELL,
) -> Facts:
    """Return the facts of one question: one account, one channel, one contact point.

    in_reply_to: id of the event that the contact answers.
    """
    customer = dossier.customer
    country = dossier.creditor.default_country
    return Facts(
        at=now,
        channel=channel,
        kind=kind,
        in_reply_to=in_reply_to,
        actor=Actor(
            actor_id(str(account.creditor_id), account), account.actor_role, dossier.creditor.licence_regions
        ),
        account=_account_facts(account, dossier, now),
        accounts=tuple(_account_facts(a, dossier, now) for a in dossier.accounts if a is not account),
        person=Person(
            id=str(customer.customer_id),
            region=customer.region or customer.country or country,
            locations=locations(customer, point, dossier.points, creditor_country=country),
        ),
        contact_point=_point(point),
        contact_points=tuple(_point(p) for p in dossier.points),
        message=_SPOKEN[made_by] if channel is Channel.VOICE else None,
        events=dossier.events,
    )


# Our own calls are spoken by a machine, which the law treats as a recording: 47 CFR 64.1200(a)(1). What calls
# must say is known only when they are written, so the rules are asked for it.
_SPOKEN = {
    MadeBy.DUNWELL: MessageFacts(form="prerecorded", disclosures=None),
    MadeBy.COLLECTOR: MessageFacts(form="live", disclosures=None),
}


def actor_id(creditor_id: str, account: Account) -> str:
    """Return who contacts: the same creditor in another role is somebody else to the law."""
    return f"{creditor_id}:{account.actor_role}"


def _account_facts(account: Account, dossier: Dossier, now: datetime) -> AccountFacts:
    due = [
        invoice.due_on for invoice in dossier.invoices_of(account.account_id) if invoice.balance.amount > 0
    ]
    return AccountFacts(
        id=str(account.account_id),
        creditor=str(account.creditor_id),
        debt_class=account.debt_class,
        number_group=account.number_group,
        days_past_due=(now.date() - min(due)).days if due else None,
    )


def _point(point: ContactPoint) -> Point:
    return Point(str(point.contact_point_id), point.kind.value, point.place, point.employer_provided)


def _without_missing_steps(ruling: Ruling) -> Ruling:
    """A prior step that nobody has taken is a reason not to go, and waiting takes no step: the safe harbour
    would be lost then as well."""
    missing = [requirement for requirement in ruling.requires if requirement.is_step]
    if ruling.verdict is Verdict.REFUSE or not missing:
        return ruling
    step = missing[0]
    because = f"A step must come first and has not been recorded: {step.name.replace('_', ' ')}."
    verdict = RuleVerdict("prior-step", "policy", Verdict.REFUSE, because, step.source, "prior_step")
    return replace(
        ruling,
        verdict=Verdict.REFUSE,
        permitted_at=None,
        because=because,
        verdicts=(*ruling.verdicts, verdict),
        not_after=None,
    )
