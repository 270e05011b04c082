"""What does a rehearsal say to an officer at a terminal? Plain words and exact numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from statistics import median
from textwrap import wrap

from gateway.rehearse.answers import Move, Shift
from gateway.rehearse.changes import Change
from gateway.rehearse.days import Days, Shifts
from gateway.rehearse.present import Present
from gateway.rehearse.rehearsing import Example, Rehearsed
from gateway.rehearse.report import assumed, window_names
from gateway.rehearse.windows import OverCap

WIDTH = 110
_TITLES = {
    Move.NEWLY_BLOCKED: "newly blocked",
    Move.NEWLY_PERMITTED: "newly permitted",
    Move.LATER: "later",
    Move.EARLIER: "earlier",
    Move.OTHER_TERMS: "on other terms",
    Move.NEWLY_WANTED: "newly asked for",
    Move.NO_LONGER_WANTED: "no longer asked for",
    Move.UNCHANGED: "unchanged",
}
_MEANING = {
    Move.NEWLY_BLOCKED: "waiting does not help any more",
    Move.NEWLY_PERMITTED: "waiting did not help before",
    Move.OTHER_TERMS: "the message must carry something else",
    Move.NEWLY_WANTED: "only the draft's strategies ask for it",
    Move.NO_LONGER_WANTED: "only the strategies in force ask for it",
}


def as_lines(found: Rehearsed) -> list[str]:
    """Return the rehearsal in words and columns."""
    rulebooks = found.draft.in_force.rulebook.digest, found.draft.tried.rulebook.digest
    return [
        f"A draft rehearsed from {_instant(found.at)} on for {_count(found.length, 'day')}. "
        "Nothing was sent, nothing was changed.",
        f"  in force  {rulebooks[0]}",
        f"  draft     {rulebooks[1]}",
        *_assumed(found),
        "",
        *_changes(found.changes),
        "",
        *_now(found.present, found.draft.sentences()),
        "",
        *_days(found),
        "",
        *_windows(found),
        "",
        "The draft changes nothing for anybody in this portfolio."
        if not found.changes_anything
        else "Whether these changes are wanted is for a person to decide; nothing was activated.",
    ]


def _assumed(found: Rehearsed) -> list[str]:
    return _wrapped("Assumed for the coming days: " + " ".join(assumed(found)), "  ")


def _changes(changes: list[Change]) -> Iterator[str]:
    if not changes:
        yield "The draft says the same as what is in force."
        return
    yield "What the draft says otherwise"
    for change in changes:
        asleep = f" ({change.asleep})" if change.asleep else ""
        yield f"  {change.how:<9}{change.what:<10}{change.name}{asleep}"
        told = {key: (before, after) for key, before, after in change.told}
        if change.how == "changed":
            for key, (before, after) in told.items():
                otherwise = f"{key}: {_or_none(before)} -> {_or_none(after)}"
                yield from _wrapped(otherwise, " " * 12)
            continue
        for key in ("title", "sentence", "on", "effective_from", "effective_until"):
            text = next((one for one in told.get(key, ()) if one is not None), None)
            if text is not None:
                yield from _wrapped(text if key in ("title", "sentence") else f"{key}: {text}", " " * 12)
        for key, pair in told.items():
            if key.startswith(("limits.", "step ")):
                limit = next(one for one in pair if one is not None)
                yield from _wrapped(f"{key}: {limit}", " " * 12)


def _now(present: Present, sentences: Mapping[str, str]) -> Iterator[str]:
    yield from _wrapped(
        f"Now: {_count(present.customers, 'customer')} looked at; "
        f"{_count(present.contacts.total(), 'contact')} judged under both: open outreach and the next step, "
        "each account by each channel",
        "",
    )
    for move in Move:
        count = present.contacts[move]
        if not count and move not in (Move.NEWLY_BLOCKED, Move.NEWLY_PERMITTED, Move.LATER, Move.EARLIER):
            continue
        meaning = f"  ({_MEANING[move]})" if move in _MEANING and count else ""
        by = ", ".join(f"{c.value} {n:,}" for (m, c), n in sorted(present.by_channel.items()) if m is move)
        customers = f"{_count(present.affected[move], 'customer')}: {by}" if count else ""
        yield f"  {count:>8,}  {_TITLES[move]:<20}{customers}{meaning}".rstrip()
        for (of, rule), number in present.by_rule.most_common():
            if of is move and rule:
                yield from _wrapped(f"{number:,} by {rule}: {sentences.get(rule, '')}", " " * 12)
        for shift in present.shifts.get(move, ()):
            yield from _shift(shift, present.at)
    if present.set_aside:
        who = _plural(present.set_aside, "customer")
        yield f"  {present.set_aside:>8,}  {who} could not be judged at all"
    yield from _over(present)


def _shift(shift: Shift, now: datetime) -> list[str]:
    before, after = (_from(at, now) for at in (shift.before, shift.after))
    when = f"{before} -> {after}"
    if shift.move in (Move.NEWLY_WANTED, Move.NO_LONGER_WANTED):
        when = after if shift.move is Move.NEWLY_WANTED else before
    return _wrapped(
        f"{shift.account_number} of {shift.customer_number}, {shift.channel.value}, {shift.step}: {when}. "
        f"{shift.because}",
        " " * 12,
    )


def _over(present: Present) -> Iterator[str]:
    if not present.over_counts:
        yield "  No account is over a cap of the draft today."
        return
    yield "  Over a cap of the draft today, by contacts that were made already:"
    for rule, count in present.over_counts.most_common():
        yield f"  {count:>8,}  {'account' if count == 1 else 'accounts'} over {rule}"
    for one in present.over:
        yield from _wrapped(_over_cap(one), " " * 12)


def _over_cap(one: OverCap) -> str:
    in_force = "no such cap is in force" if one.in_force is None else f"{one.in_force} in force"
    return (
        f"{one.account_number} of {one.customer_number}: {one.count} contacts count for {one.rule}, "
        f"the draft allows {one.limit} ({in_force})"
    )


def _days(found: Rehearsed) -> Iterator[str]:
    days = found.days
    yield f"The coming {_count(found.length, 'day')}, until {_instant(days.before.ends_at)}"
    yield f"  {'':<34}{'in force':>10}{'draft':>10}{'change':>10}"
    yield _row("contacts", len(days.before.made), len(days.after.made))
    yield _row("customers contacted", days.both + len(days.no_longer), days.both + len(days.newly))
    for title, before, after in (
        ("still put off at the end", days.before.deferred_because, days.after.deferred_because),
        ("refused at the end", days.before.refused_because, days.after.refused_because),
        ("set aside as broken at the end", days.before.broken_because, days.after.broken_because),
    ):
        yield _row(title, before.total(), after.total())
    yield _row("most with one customer in 7 days", days.before.most_in_a_week, days.after.most_in_a_week)
    yield from _table("by channel", days.by_channel().items())
    yield from _table("by step", days.by_step().items())
    volumes = {str(on): (old.total(), new.total()) for on, (old, new) in days.by_day().items()}
    yield from _table("by day (UTC)", volumes.items())
    yield ""
    yield from _who(found, days)


def _who(found: Rehearsed, days: Days) -> Iterator[str]:
    yield f"  {len(days.newly):>8,}  {_plural(len(days.newly), 'customer')} newly contacted"
    yield from _examples(found.newly)
    yield f"  {len(days.no_longer):>8,}  {_plural(len(days.no_longer), 'customer')} no longer contacted"
    yield from _examples(found.no_longer)
    yield f"  {len(days.first.later):>8,}  first contacted later{_by(days.first.later)}"
    yield from _examples(found.delayed)
    yield f"  {len(days.first.earlier):>8,}  first contacted earlier{_by(days.first.earlier)}"
    yield f"  {days.first.same:>8,}  first contacted at the same instant"
    yield from _steps(days, days.steps)


def _steps(days: Days, steps: Shifts) -> Iterator[str]:
    yield "  Of the steps that both take:"
    yield f"  {len(steps.later):>8,}  later{_by(steps.later)}"
    yield f"  {len(steps.earlier):>8,}  earlier{_by(steps.earlier)}"
    for (before, after), count in days.other_channel.most_common():
        yield f"  {count:>8,}  by {after} in place of {before}"
    yield f"  {days.only_before:>8,}  {_plural(days.only_before, 'contact')} only under what is in force"
    yield f"  {days.only_after:>8,}  {_plural(days.only_after, 'contact')} only under the draft"


def _windows(found: Rehearsed) -> Iterator[str]:
    names = window_names(found.before, found.after)
    if not names:
        yield "No capped rule counted a contact in these days."
        return
    yield "Fullest window of each capped rule: the most contacts that counted at once, of how many"
    yield f"  {'rule':<46}{'in force':>10}{'draft':>10}  window"
    for name in names:
        old, new = found.before.windows.get(name), found.after.windows.get(name)
        one = new or old
        assert one is not None
        cells = [f"{each.count}/{each.limit}" if each else "-" for each in (old, new)]
        yield f"  {'/'.join(name):<46}{cells[0]:>10}{cells[1]:>10}  {one.window} per {one.unit}"


def _table(title: str, rows: Iterable[tuple[str, tuple[int, int]]]) -> Iterator[str]:
    yield f"  {title}"
    for name, (before, after) in rows:
        yield _row(f"  {name}", before, after)


def _row(name: str, before: int, after: int) -> str:
    change = f"{after - before:+,}" if after != before else "0"
    return f"  {name:<34}{before:>10,}{after:>10,}{change:>10}"


def _examples(examples: Iterable[Example]) -> Iterator[str]:
    for one in examples:
        words = [one.customer_number]
        if one.by is not None:
            words.append(f"by {_length(one.by)}")
        if one.because:
            words.append(one.because)
        yield from _wrapped(": ".join(words), " " * 12)


def _by(lengths: tuple[timedelta, ...]) -> str:
    if not lengths:
        return ""
    middle = timedelta(seconds=round(median(one.total_seconds() for one in lengths)))
    return f": median {_length(middle)}, worst {_length(lengths[-1])}"


def _length(length: timedelta) -> str:
    minutes = round(length.total_seconds() / 60)
    days, hours = divmod(minutes, 24 * 60)
    parts = (_count(days, "day"), f"{hours // 60} h", f"{hours % 60} min")
    told = [part for part, value in zip(parts, (days, hours // 60, hours % 60), strict=True) if value]
    return " ".join(told) or "less than a minute"


def _from(at: datetime | None, now: datetime) -> str:
    if at is None:
        return "not by waiting"
    return "now" if at <= now else f"from {_instant(at)}"


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _or_none(text: str | None) -> str:
    return "not there" if text is None else text


def _count(count: int, noun: str) -> str:
    return f"{count:,} {_plural(count, noun)}"


def _plural(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"


def _wrapped(text: str, indent: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ")
