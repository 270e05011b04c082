"""What does the page of an account's rules show? Channels, clocks, packs and rules as lines to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from compliance.binding import Bar
from compliance.descriptions import RuleDescription
from compliance.facts import Facts
from compliance.packs import Pack
from compliance.tally import Tally
from compliance.verdict import RuleVerdict, Ruling
from gateway.dispatcher.dossier import Dossier
from gateway.domain.portfolio import Account
from gateway.domain.words import Channel, Verdict
from gateway.oneoffs import Preview


@dataclass(frozen=True, slots=True)
class ChannelAnswer:
    """One channel now, all rules together, as the dispatcher would decide.

    by_rules: the rulebook decided; else something before it did, and the rules are told all the same.
    """

    channel: Channel
    preview: Preview
    point: str
    ruling: Ruling | None

    @property
    def by_rules(self) -> bool:
        """Whether the answer is the rulebook's."""
        return bool(self.preview.rulings)

    @property
    def must_say(self) -> tuple[str, ...]:
        """The disclosures that the message must carry."""
        return self._required(are_steps=False)

    @property
    def must_come_first(self) -> tuple[str, ...]:
        """The steps that must be recorded before."""
        return self._required(are_steps=True)

    def _required(self, *, are_steps: bool) -> tuple[str, ...]:
        required = self.ruling.requires if self.ruling else ()
        return tuple(dict.fromkeys(one.name for one in required if one.is_step is are_steps))


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded event that a rule looked at."""

    at: datetime
    text: str
    attempt_id: str = ""


@dataclass(frozen=True, slots=True)
class Saying:
    """What a rule says about some channels, where it says the same about them."""

    channels: tuple[Channel, ...]
    verdict: RuleVerdict
    tally: Tally | None
    recorded: tuple[Recorded, ...]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule of a pack that applies. aside: why it was not asked about any channel."""

    rule: RuleDescription
    sayings: tuple[Saying, ...]
    aside: str

    @property
    def is_against(self) -> bool:
        """Whether it holds some channel back now."""
        return any(one.verdict.verdict is not Verdict.ALLOW for one in self.sayings)

    @property
    def is_telling(self) -> bool:
        """Whether it holds a channel back, or something that was recorded has to do with it."""
        return self.is_against or any(one.recorded for one in self.sayings)


@dataclass(frozen=True, slots=True)
class PackLine:
    """One pack and why it applies or does not."""

    pack: Pack
    because: str
    bar: Bar | None  # None: it applies
    evidence: tuple[str, ...]
    rules: tuple[RuleLine, ...]

    @property
    def telling(self) -> tuple[RuleLine, ...]:
        """The rules that hold a channel back or rest on what was recorded."""
        return tuple(one for one in self.rules if one.is_telling)

    @property
    def quiet(self) -> tuple[RuleLine, ...]:
        """The other rules: they allow, or are not asked."""
        return tuple(one for one in self.rules if not one.is_telling)


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A clock that the customer may live by. because: what says so."""

    zone: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountRules:
    """The rules and one account, at one instant.

    facts: what was asked, of the first channel that could be; None where no channel reaches the customer.
    """

    account: Account
    dossier: Dossier
    time_zone: str
    facts: Facts | None
    channels: tuple[ChannelAnswer, ...]
    clocks: tuple[ClockLine, ...]
    packs: tuple[PackLine, ...]
    rulebook: str

    @property
    def applying(self) -> tuple[PackLine, ...]:
        """The packs that apply."""
        return tuple(one for one in self.packs if not one.bar)

    @property
    def elsewhere(self) -> tuple[PackLine, ...]:
        """The packs of places to which no sign points."""
        return tuple(one for one in self.packs if one.bar == Bar.ELSEWHERE)

    @property
    def held_off(self) -> tuple[PackLine, ...]:
        """The packs that do not apply for another reason."""
        return tuple(one for one in self.packs if one.bar and one.bar != Bar.ELSEWHERE)

    @property
    def against(self) -> tuple[tuple[PackLine, RuleLine], ...]:
        """The rules that hold some channel back now."""
        return tuple((pack, line) for pack in self.applying for line in pack.rules if line.is_against)
