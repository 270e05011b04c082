"""What does a rehearsal say to a machine? Stable keys, described in docs/rehearsal.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.rehearse.answers import Move
from gateway.rehearse.days import Days
from gateway.rehearse.present import Present
from gateway.rehearse.rehearsing import Example, Played, Rehearsed
from gateway.rehearse.windows import Name

ASSUMED = (
    "Every message is taken by its provider, and nobody answers, stops, disputes or promises.",
    "The creditors' files keep coming and bring no new bills.",
)
NOBODY_PAYS = "Nobody pays."
SOME_PAY = "One contact in four leads to full payment within three weeks, drawn alike for both sides."


def assumed(found: Rehearsed) -> list[str]:
    """Return what the coming days rest on."""
    return [*ASSUMED, NOBODY_PAYS if found.seed is None else SOME_PAY]


def as_dict(found: Rehearsed) -> dict[str, Any]:
    """Return everything as JSON values."""
    draft = found.draft
    return {
        "at": found.at.isoformat(),
        "days": found.length,
        "seed": found.seed,
        "rulebook": {"in_force": draft.in_force.rulebook.digest, "draft": draft.tried.rulebook.digest},
        "strategies": {"in_force": draft.in_force.strategies.digest, "draft": draft.tried.strategies.digest},
        "assumed": assumed(found),
        "changes_anything": found.changes_anything,
        "changes": [change.as_dict() for change in found.changes],
        "now": _now(found.present, draft.sentences()),
        "coming_days": _days(found),
        "windows": _windows(found.before, found.after),
    }


def window_names(before: Played, after: Played) -> list[Name]:
    """Return the caps that a window was counted for on either side."""
    return sorted({*before.windows, *after.windows})


def _now(present: Present, sentences: Mapping[str, str]) -> dict[str, Any]:
    return {
        "customers": present.customers,
        "set_aside": present.set_aside,
        "contacts": present.contacts.total(),
        "moves": {move.value: _move(present, move, sentences) for move in Move},
        "over_a_cap": {
            "accounts_by_rule": dict(present.over_counts.most_common()),
            "sample": [one.as_dict() for one in present.over],
        },
    }


def _move(present: Present, move: Move, sentences: Mapping[str, str]) -> dict[str, Any]:
    by_channel = {c.value: n for (m, c), n in sorted(present.by_channel.items()) if m is move}
    by_rule = [
        {"rule": rule, "sentence": sentences.get(rule), "contacts": count}
        for (of, rule), count in present.by_rule.most_common()
        if of is move and rule
    ]
    return {
        "contacts": present.contacts[move],
        "customers": present.affected[move],
        "by_channel": by_channel,
        "by_rule": by_rule,
        "sample": [shift.as_dict() for shift in present.shifts.get(move, ())],
    }


def _days(found: Rehearsed) -> dict[str, Any]:
    days = found.days
    return {
        "ends_at": days.before.ends_at.isoformat(),
        "contacts": _pair(len(days.before.made), len(days.after.made)),
        "customers": {
            **_pair(days.both + len(days.no_longer), days.both + len(days.newly)),
            "newly_contacted": len(days.newly),
            "no_longer_contacted": len(days.no_longer),
            "first_contact": days.first.as_dict(),
            "newly_contacted_sample": [_example(one) for one in found.newly],
            "no_longer_contacted_sample": [_example(one) for one in found.no_longer],
            "later_sample": [_example(one) for one in found.delayed],
        },
        "same_step": {
            **days.steps.as_dict(),
            "other_channel": [
                {"in_force": before, "draft": after, "contacts": count}
                for (before, after), count in days.other_channel.most_common()
            ],
            "only_in_force": days.only_before,
            "only_draft": days.only_after,
        },
        "by_channel": {name: _pair(*counts) for name, counts in days.by_channel().items()},
        "by_step": {name: _pair(*counts) for name, counts in days.by_step().items()},
        "by_day": _by_day(days),
        "most_in_a_week": _pair(days.before.most_in_a_week, days.after.most_in_a_week),
        "at_the_end": {
            "deferred": _pair(days.before.deferred_because.total(), days.after.deferred_because.total()),
            "refused": _pair(days.before.refused_because.total(), days.after.refused_because.total()),
            "broken": _pair(days.before.broken_because.total(), days.after.broken_because.total()),
        },
    }


def _by_day(days: Days) -> list[dict[str, Any]]:
    return [
        {"on": on.isoformat(), "in_force": dict(before), "draft": dict(after)}
        for on, (before, after) in days.by_day().items()
    ]


def _windows(before: Played, after: Played) -> list[dict[str, Any]]:
    found = []
    for name in window_names(before, after):
        old, new = before.windows.get(name), after.windows.get(name)
        found.append(
            {
                "rule": "/".join(name),
                "in_force": old.as_dict() if old else None,
                "draft": new.as_dict() if new else None,
            }
        )
    return found


def _example(one: Example) -> dict[str, Any]:
    by = round(one.by.total_seconds()) if one.by is not None else None
    return {"customer_number": one.customer_number, "later_by_seconds": by, "because": one.because}


def _pair(before: int, after: int) -> dict[str, int]:
    return {"in_force": before, "draft": after}
