"""How does the rulebook read as a page for officers? Markdown, made from the packs alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from compliance.descriptions import EFFECT_IN_WORDS, EVIDENCE_IN_WORDS, RuleDescription
from compliance.plain_words import listed, spaced

_OPENING = """# Rulebook

Made by `make docs` from the packs in `config/compliance`; edit those. This is not legal advice: every rule
names its source, and the day on which somebody last compared the two. Which subject of which law is carried
by which rule, and what is left out and why, stands in [law-coverage](law-coverage.md).

Every rule that binds a contact is asked, and the strictest answer wins: any refusal, else the latest
deferral, else it may go. A rule that cannot decide refuses. The first part always holds; law is asked where
actor, debt and any region that appears call for it; policy is what the operator added. A rule or pack that
is off is not asked: why it is off stands beside it. Days are those of the person's calendar; where more than
one clock may be the person's, the strictest counts.
"""
_HEADINGS = {"core": "Always asked", "law": "Law", "policy": "Policy"}
_EVERYWHERE = "everywhere"


def rulebook_page(rules: Iterable[RuleDescription]) -> str:
    """Return the page, in the order of the rules."""
    rules = list(rules)
    parts = [_OPENING, _grades(), _counts(rules)]
    for kind, of_kind in groupby(rules, key=lambda rule: rule.pack_kind):
        parts.append(f"\n## {_HEADINGS[kind]}\n")
        for _, of_pack in groupby(of_kind, key=lambda rule: rule.pack):
            parts.append(_pack(list(of_pack)))
    return "\n".join(parts)


def _grades() -> str:
    rows = [f"| {grade} | {words} |" for grade, words in EVIDENCE_IN_WORDS.items()]
    return "\n".join(["| grade | evidence |", "|---|---|", *rows, ""])


def _counts(rules: Sequence[RuleDescription]) -> str:
    """How many rules there are, by jurisdiction and grade: on, and off behind a plus sign."""
    grades = tuple(EVIDENCE_IN_WORDS)
    found = Counter((_place(rule), rule.evidence, rule.enabled) for rule in rules)
    places = sorted({_place(rule) for rule in rules}, key=lambda place: (place != _EVERYWHERE, place))
    table = {place: [(found[place, g, True], found[place, g, False]) for g in grades] for place in places}
    rows = [_row(place, counts) for place, counts in table.items()]
    packs, on = {rule.pack for rule in rules}, sum(rule.enabled for rule in rules)
    totals = [tuple(sum(found[p, g, on] for p in places) for on in (True, False)) for g in grades]
    return "\n".join(
        [
            f"{len(rules)} rules in {len(packs)} packs, {on} of the rules on. `3 + 1`: three on, one off.\n",
            f"| where | {' | '.join(grades)} | together |",
            "|---|" + "---:|" * (len(grades) + 1),
            *rows,
            _row("**together**", totals),
            "",
        ]
    )


def _row(place: str, counts: Sequence[tuple[int, ...]]) -> str:
    both = tuple(sum(count[on] for count in counts) for on in (0, 1))
    return f"| {place} | {' | '.join(_cell(*count) for count in [*counts, both])} |"


def _cell(on: int, off: int) -> str:
    return f"{on} + {off}" if off else str(on or "")


def _place(rule: RuleDescription) -> str:
    if len(rule.regions) > 5:
        return f"{', '.join(rule.regions[:3])} and {len(rule.regions) - 3} more"
    return ", ".join(rule.regions) or _EVERYWHERE


def _pack(rules: list[RuleDescription]) -> str:
    first = rules[0]
    lines = [f"### {first.pack_title}", "", f"`{first.pack}`: {', '.join(first.regions) or _EVERYWHERE}.", ""]
    if not first.pack_enabled:
        lines += [f"**Off.** {first.why_off}", ""]
    for rule in rules:
        lines += _rule(rule)
    return "\n".join([*lines, ""])


def _rule(rule: RuleDescription) -> list[str]:
    is_off_alone = rule.pack_enabled and not rule.enabled
    told = [
        ("off", rule.why_off if is_off_alone else ""),
        ("limits", rule.limits_in_words),
        ("what counts", rule.counts_in_words),
        ("binds", rule.binds),
        ("never holds back", listed(map(spaced, rule.passes)) if 0 < len(rule.passes) < 6 else ""),
        ("law", f"{rule.source}; {EFFECT_IN_WORDS[rule.effect]}"),
        ("evidence", f"{rule.evidence}, {EVIDENCE_IN_WORDS[rule.evidence]}"),
        ("in force", f"{rule.in_force}; verified on {rule.verified_on}"),
    ]
    return [f"- **{rule.id}**: {rule.sentence}", *(f"  - {name}: {words}" for name, words in told if words)]
