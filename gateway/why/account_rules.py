"""Which packs bind the contacts about an account, what does each rule say of each channel, and from what?

Everything here is read from rulings that the dispatcher's own judge makes on the spot; nothing is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from compliance.binding import Bar
from compliance.descriptions import describe
from compliance.explanation import PackStanding, RuleStanding, explain
from compliance.facts import Event
from compliance.packs import Pack
from compliance.question_text import event_text
from gateway.dispatcher.dossier import Dossier, gather
from gateway.dispatcher.judging import Judgement
from gateway.domain.ids import OutreachId
from gateway.domain.portfolio import Account
from gateway.domain.words import Channel
from gateway.oneoffs import OneOff, Preview, Previewer, draft
from gateway.store import Tx, history
from gateway.store.history import AttemptRow
from gateway.why.binding_told import pack_told, rule_told
from gateway.why.clocks import clock_of
from gateway.why.events_told import what_was_told
from gateway.why.plain_words import as_words, medium
from gateway.why.rule_lines import (
    AccountRules,
    ChannelAnswer,
    ClockLine,
    PackLine,
    Recorded,
    RuleLine,
    Saying,
)
from gateway.why.whereabouts import Whereabouts, no_point_in_words, point_in_words


def account_rules(
    tx: Tx, previewer: Previewer, account: Account, channels: Sequence[Channel], now: datetime
) -> AccountRules | None:
    """Return what the rulebook says about contacts on an account; None where its creditor is not known."""
    dossier = gather(tx, {account.customer_id}, previewer.creditors, now).get(account.customer_id)
    if dossier is None:
        return None
    asked_for = OneOff(account.account_number, Channel.EMAIL, "", "", str(account.creditor_id))
    due = draft(account, asked_for, OutreachId(account.account_id))  # never stored, so any id does
    previews = previewer.by_channel(tx, due, channels, now)
    judged = {
        channel: judgement
        for channel in channels
        for judgement in previewer.judge.judge(replace(due, channels=(channel,)), dossier, (account,), now)[
            -1:
        ]
    }
    attempts = {str(one.attempt_id): one for one in history.attempts_of(tx, account.customer_id)}
    return _Page(previewer, account, dossier, judged, attempts).made(previews)


class _Page:
    """Lays the judgements of all channels side by side."""

    def __init__(
        self,
        previewer: Previewer,
        account: Account,
        dossier: Dossier,
        judged: Mapping[Channel, Judgement],
        attempts: Mapping[str, AttemptRow],
    ) -> None:
        self._book = previewer.judge.rulebook
        self._account, self._dossier, self._judged, self._attempts = account, dossier, judged, attempts
        self._creditors = previewer.creditors
        used = [one.point for one in judged.values()]
        self._where = Whereabouts.of(dossier.customer, dossier.creditor, used, dossier.points)
        self._facts = {channel: one.asked[0] for channel, one in judged.items()}
        self._rulings = {channel: one.rulings[0][1] for channel, one in judged.items()}

    def made(self, previews: Mapping[Channel, Preview]) -> AccountRules:
        dossier = self._dossier
        return AccountRules(
            account=self._account,
            dossier=dossier,
            time_zone=clock_of(dossier.customer, dossier.points, self._creditors),
            facts=next(iter(self._facts.values()), None),
            channels=tuple(self._answer(channel, preview) for channel, preview in previews.items()),
            clocks=tuple(self._clocks()),
            packs=tuple(self._packs()),
            rulebook=self._book.digest,
        )

    def _answer(self, channel: Channel, preview: Preview) -> ChannelAnswer:
        judged = self._judged.get(channel)
        point = point_in_words(judged.point) if judged else no_point_in_words(channel)
        return ChannelAnswer(channel, preview, point, self._rulings.get(channel))

    def _clocks(self) -> Iterator[ClockLine]:
        zones = dict.fromkeys(zone for ruling in self._rulings.values() for zone, _ in ruling.clocks)
        yield from (ClockLine(zone, tuple(self._where.of_zone(zone))) for zone in zones)

    def _packs(self) -> Iterator[PackLine]:
        explained = {
            channel: explain(self._book, self._facts[channel], ruling)
            for channel, ruling in self._rulings.items()
        }
        for standings in zip(*explained.values(), strict=True):
            yield self._pack(dict(zip(explained, standings, strict=True)))

    def _pack(self, standings: Mapping[Channel, PackStanding]) -> PackLine:
        channel, standing = next(
            (pair for pair in standings.items() if pair[1].bar is None), next(iter(standings.items()))
        )
        rules = zip(*(one.rules for one in standings.values()), strict=True)
        return PackLine(
            pack=standing.pack,
            because=pack_told(standing, self._facts[channel], self._where),
            bar=standing.bar,
            evidence=tuple(dict.fromkeys(entry.evidence for entry in standing.pack.entries)),
            rules=() if standing.bar else tuple(self._rule(standing.pack, standings, one) for one in rules),
        )

    def _rule(self, pack: Pack, channels: Iterable[Channel], standings: Sequence[RuleStanding]) -> RuleLine:
        said: dict[tuple[object, ...], list[Channel]] = {}
        first: dict[tuple[object, ...], RuleStanding] = {}
        for channel, one in zip(channels, standings, strict=True):
            if one.verdict is not None:
                key = (one.verdict, one.tally, one.told)
                said.setdefault(key, []).append(channel)
                first.setdefault(key, one)
        sayings = tuple(self._saying(tuple(said[key]), one) for key, one in first.items())
        facts = next(iter(self._facts.values()))
        aside = "" if sayings else rule_told(_plainest(standings), facts)
        return RuleLine(describe(pack, standings[0].entry), sayings, aside)

    def _saying(self, channels: tuple[Channel, ...], standing: RuleStanding) -> Saying:
        assert standing.verdict is not None  # only rules that were asked say something
        events = [*standing.told, *reversed(standing.tally.contacts if standing.tally else ())]
        recorded = tuple(self._recorded(event) for event in events)
        return Saying(channels, standing.verdict, standing.tally, recorded)

    def _recorded(self, event: Event) -> Recorded:
        attempt = self._attempts.get(event.id or "")
        if attempt is None:
            return Recorded(event.at, what_was_told(event.type, event_text(event)))
        name = as_words(attempt.template).capitalize()
        return Recorded(event.at, f"{name} by {medium(attempt.channel)}", str(attempt.attempt_id))


def _plainest(standings: Sequence[RuleStanding]) -> RuleStanding:
    """Of several reasons the one that holds for every channel."""
    return min(standings, key=lambda one: one.bar is Bar.OTHER_CHANNEL)
