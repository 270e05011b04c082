"""How does the rulebook read as a page for officers? Markdown, made from the packs alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from compliance.descriptions import RuleDescription

_GRADES = """| grade | what was seen |
|---|---|
| T | the primary text, or the regulator's own page |
| S | a secondary source: a law firm, a trade body, a project that quotes the text |
| M-H, M-M, M-L | nothing: from memory, with high, middle or low confidence |
| policy | no law: our own choice, which only tightens |
"""
_OPENING = f"""# Rulebook

Made by `make docs` from the packs in `config/compliance`; edit those. This is not legal advice: every rule
names its source, and the day on which somebody last compared the two.

Every rule that binds a contact is asked, and the strictest answer wins: any refusal, else the latest
deferral, else it may go. A rule that cannot decide refuses. The first part always holds; law is asked where
actor, debt and any region that appears call for it; policy is what the operator added.

{_GRADES}"""
_HEADINGS = {"core": "Always asked", "law": "Law", "policy": "Policy"}


def rulebook_page(rules: Iterable[RuleDescription]) -> str:
    """Return the page, in the order of the rules."""
    parts = [_OPENING]
    for kind, of_kind in groupby(rules, key=lambda rule: rule.pack_kind):
        parts.append(f"\n## {_HEADINGS[kind]}\n")
        for _, of_pack in groupby(of_kind, key=lambda rule: rule.pack):
            parts.append(_pack(list(of_pack)))
    return "\n".join(parts)


def _pack(rules: list[RuleDescription]) -> str:
    first = rules[0]
    lines = [f"### {first.pack_title}", "", f"`{first.pack}`: {_binds(first)}.", ""]
    if not first.enabled:
        lines += [f"**Off.** {first.why_off}", ""]
    for rule in rules:
        lines.append(f"- **{rule.id}**: {rule.sentence}")
        lines.append(
            f"  {', '.join(rule.channels)}; {rule.source}; {_dates(rule)}; {rule.evidence}; {rule.effect}."
        )
        if rule.limits:
            lines.append(f"  `{_said(rule.limits)}`")
    return "\n".join([*lines, ""])


def _binds(rule: RuleDescription) -> str:
    where = ", ".join(rule.regions) or "everywhere"
    roles = "whoever contacts" if len(rule.roles) == 5 else ", ".join(rule.roles).replace("_", " ")
    return f"{where}; {roles}"


def _dates(rule: RuleDescription) -> str:
    until = f" until {rule.effective_until}" if rule.effective_until else ""
    return f"from {rule.effective_from}{until}, verified {rule.verified_on}"


def _said(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {_said(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_said(item) for item in value) or "none"
    return str(value).lower() if isinstance(value, bool) else str(value)
