"""Why does a pack apply to a customer, or not? A few short sentences that name the facts."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.binding import Bar
from compliance.explanation import PackStanding, RuleStanding
from compliance.facts import Facts
from compliance.packs import Entry
from gateway.domain.words import ActorRole, DebtClass
from gateway.why.places import listed, place_name
from gateway.why.plain_words import as_words, date_in_words, medium
from gateway.why.whereabouts import Whereabouts

_MANY = 3  # clues or places named in one sentence


def pack_told(standing: PackStanding, facts: Facts, where: Whereabouts) -> str:
    """Return why a pack applies, or what keeps it from applying."""
    if standing.bar is None:
        return " ".join(_applies(standing, facts, where))
    return _PACK_BARS[standing.bar](standing, facts, where)


def rule_told(standing: RuleStanding, facts: Facts) -> str:
    """Return why one rule of a pack that applies was not asked; nothing for one that was."""
    entry = standing.entry
    if standing.bar is Bar.OTHER_CHANNEL:
        return f"It is about {listed([medium(one) + 's' for one in sorted(entry.channels)])}."
    if standing.bar is Bar.OFF:
        return f"Switched off: {entry.why_off.rstrip('.')}."
    if standing.bar is Bar.ROLE:
        return _role_bar([entry], facts)
    if standing.bar is Bar.DEBT_CLASS:
        return _class_bar([entry], facts)
    if standing.bar in (Bar.NOT_YET, Bar.LAPSED):
        return _dates([entry], standing.bar)
    if standing.bar is Bar.NOT_BEGUN:
        return "It binds once collection has begun, and it has not."
    if standing.bar is Bar.TOO_EARLY:
        days, least = facts.account.days_past_due, entry.days_past_due_over
        return f"It binds from {(least or 0) + 1} days past due on; the oldest open bill is at {days}."
    return ""


def _applies(standing: PackStanding, facts: Facts, where: Whereabouts) -> Iterator[str]:
    pack = standing.pack
    if pack.kind == "core":
        yield "It is asked about everybody, always."
        return
    yield _where(standing, where) if pack.regions else "It holds everywhere."
    bound = [one.entry for one in standing.rules if one.bar in (None, Bar.OTHER_CHANNEL)]
    entries = bound or [one.entry for one in standing.rules]
    who = []
    if not any(set(ActorRole) <= entry.roles for entry in entries):
        who.append(f"{where.actor} acts as {as_words(facts.actor.role)}")
    if not any(set(DebtClass) <= entry.debt_classes for entry in entries):
        who.append(f"this is {as_words(facts.account.debt_class)} debt")
    if who:
        yield f"It binds because {listed(who)}."
    if pack.kind == "policy":
        yield "It is no law but a choice of whoever runs Dunwell."
    since = min(entry.effective_from for entry in entries)
    if since.year > 1970:
        yield f"In force since {date_in_words(since)}."


def _where(standing: PackStanding, where: Whereabouts) -> str:
    named = where.naming(standing.signs)
    told = [f"{place} ({_few(clues, 'clues')})" for place, clues in named]
    return f"The customer may be in {_few(told, 'places', ' or ')}." if told else ""


def _few(words: list[str], what: str, between: str = "; ") -> str:
    more = len(words) - _MANY
    return between.join(words[:_MANY]) + (f" and {more} more {what}" if more > 0 else "")


def _elsewhere(standing: PackStanding, facts: Facts, where: Whereabouts) -> str:
    places = listed([place_name(region) for region in sorted(standing.pack.regions)], "or")
    off = " It is switched off besides." if not standing.pack.enabled else ""
    return f"It is for {places}; no sign points there.{off}"


def _off(standing: PackStanding, facts: Facts, where: Whereabouts) -> str:
    place = _where(standing, where) if standing.pack.regions else "It would hold everywhere."
    why = standing.pack.why_off or next(one.why_off for one in _entries(standing) if one.why_off)
    return f"{why.rstrip('.')}. {place}"


def _role_bar(entries: list[Entry], facts: Facts) -> str:
    bound = sorted({as_words(role) + "s" for entry in entries for role in entry.roles})
    return f"It binds {listed(bound)}; here the contact is made as {as_words(facts.actor.role)}."


def _class_bar(entries: list[Entry], facts: Facts) -> str:
    bound = sorted({as_words(one) for entry in entries for one in entry.debt_classes})
    return f"It is about {listed(bound)} debt; this is {as_words(facts.account.debt_class)} debt."


def _dates(entries: list[Entry], bar: Bar) -> str:
    if bar is Bar.NOT_YET:
        return f"It comes into force on {date_in_words(min(one.effective_from for one in entries))}."
    ends = [one.effective_until for one in entries if one.effective_until is not None]
    return f"It was in force until {date_in_words(max(ends))}, that day not included."


def _not_listed(standing: PackStanding, facts: Facts, where: Whereabouts) -> str:
    return "The question does not list it."


def _roles(standing: PackStanding, facts: Facts, where: Whereabouts) -> str:
    return _role_bar(_entries(standing), facts)


def _classes(standing: PackStanding, facts: Facts, where: Whereabouts) -> str:
    return _class_bar(_entries(standing), facts)


def _not_yet(standing: PackStanding, facts: Facts, where: Whereabouts) -> str:
    return _dates(_entries(standing), Bar.NOT_YET)


def _lapsed(standing: PackStanding, facts: Facts, where: Whereabouts) -> str:
    return _dates(_entries(standing), Bar.LAPSED)


def _entries(standing: PackStanding) -> list[Entry]:
    return [one.entry for one in standing.rules]


_PACK_BARS = {
    Bar.ELSEWHERE: _elsewhere,
    Bar.OFF: _off,
    Bar.NOT_LISTED: _not_listed,
    Bar.ROLE: _roles,
    Bar.DEBT_CLASS: _classes,
    Bar.NOT_YET: _not_yet,
    Bar.LAPSED: _lapsed,
}
