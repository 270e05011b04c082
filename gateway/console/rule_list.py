"""Which rules does an officer want to read? Filters that live in the address, one pack after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from compliance.descriptions import RuleDescription
from compliance.regions import is_region, with_parents
from compliance.rulebook import Rulebook
from gateway.domain.errors import NotFound
from gateway.domain.words import Channel
from gateway.ledger import Ledger
from gateway.replay import KeptRulebook, Rulebooks
from gateway.store import Tx
from gateway.why import listed, place_in_country, place_name

EVERYWHERE = "everywhere"
_STATES = ("on", "off")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; unknown values are as if they were not there.

    place: a region; what holds in it and in all that contain it. rulebook: a digest; "": today's.
    """

    find: str = ""
    place: str = ""
    channel: str = ""
    state: str = ""
    rulebook: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Wanted:
        """Return what a query string asks for."""
        place, channel, state = (query.get(name, "") for name in ("place", "channel", "state"))
        return cls(
            find=query.get("find", "").strip(),
            place=place if place == EVERYWHERE or is_region(place) else "",
            channel=channel if channel in {word.value for word in Channel} else "",
            state=state if state in _STATES else "",
            rulebook=query.get("rulebook", ""),
        )

    @property
    def has_filters(self) -> bool:
        """Whether anything is left out."""
        return bool(self.find or self.place or self.channel or self.state)

    @property
    def without_filters(self) -> str:
        """The address that leaves nothing out."""
        return "/rules" + (f"?{urlencode({'rulebook': self.rulebook})}" if self.rulebook else "")

    def fits(self, rule: RuleDescription) -> bool:
        """Return whether a rule is wanted."""
        return (
            self.find.casefold() in _words_of(rule)
            and (not self.channel or self.channel in rule.channels)
            and (not self.state or rule.enabled is (self.state == "on"))
            and self._holds_there(rule)
        )

    def _holds_there(self, rule: RuleDescription) -> bool:
        if not self.place:
            return True
        if self.place == EVERYWHERE:
            return not rule.regions
        return not rule.regions or not set(rule.regions).isdisjoint(with_parents(self.place))


def view(tx: Tx, ledger: Ledger, today: Rulebook, wanted: Wanted) -> dict[str, Any]:
    """Return what the page shows. Raises NotFound for a rulebook that was never in force here."""
    kept = Rulebooks(tx, ledger, today).of(wanted.rulebook or today.digest)
    if kept.rulebook is None:
        raise NotFound(_missing(kept))
    everything = kept.rulebook.rules()
    shown = [rule for rule in everything if wanted.fits(rule)]
    return {
        "wanted": wanted,
        "kept": kept,
        "is_today": kept.digest == today.digest,
        "packs": _by_pack(shown),
        "shown_count": len(shown),
        "rule_count": len(everything),
        "off_count": sum(not rule.enabled for rule in everything),
        "places": _places(everything),
    }


def _missing(kept: KeptRulebook) -> str:
    if kept.since is None:
        return "no rulebook of that digest was ever in force here"
    return f"the rules behind this digest cannot be shown: {kept.problem}"


def _words_of(rule: RuleDescription) -> str:
    places = map(place_name, rule.regions)
    said = (rule.id, rule.pack, rule.pack_title, rule.sentence, rule.limits_in_words, rule.source, *places)
    return " ".join(said).casefold()


def _by_pack(rules: Sequence[RuleDescription]) -> list[dict[str, Any]]:
    packs = []
    for _, group in groupby(rules, key=lambda rule: rule.pack):
        members = list(group)
        places = [place_name(region) for region in members[0].regions]
        is_off = len({(rule.enabled, rule.why_off) for rule in members}) == 1 and not members[0].enabled
        packs.append(
            {
                "first": members[0],
                "rules": members,
                "places": listed(places) or EVERYWHERE,
                "is_off": is_off,
            }
        )
    return packs


def _places(rules: Sequence[RuleDescription]) -> list[tuple[str, str]]:
    regions = {region for rule in rules for region in rule.regions}
    named = [(region, place_in_country(region)) for region in regions]
    return sorted(named, key=lambda pair: (pair[0].partition("-")[0], pair[0] != pair[0][:2], pair[1]))


def force_in_words(start: date, end: date | None) -> str:
    """Return from when until when a rule holds. end: the first day on which it no longer does."""
    since = f"from {start:%-d %b %Y}" if start.year > 1970 else "always"
    return f"{since}, until {end:%-d %b %Y}" if end else since
