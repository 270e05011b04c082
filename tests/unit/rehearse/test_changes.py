"""Is every difference between two rulebooks named, and no other?"""

from __future__ import annotations

from datetime import date

import pytest

from compliance.rulebook import Rulebook, load_rulebook
from gateway.rehearse.changes import Change, changes, said
from gateway.rehearse.draft import Draft, Side
from gateway.strategies import Strategies, load_strategies
from tests.builders.draft import NO_EMAIL, shipped

CORE = shipped("compliance/core.toml")
HOURS = shipped("compliance/policy-decent-hours.toml")
HOLIDAYS = shipped("compliance/holidays.toml")
COMMERCIAL = shipped("strategies/commercial.toml")
NO_STRATEGIES = Strategies(())
FIRST, LAST = date(2027, 3, 1), date(2027, 3, 15)


def a_rulebook(**texts: str) -> Rulebook:
    return load_rulebook({"core.toml": CORE, **{f"{name}.toml": text for name, text in texts.items()}})


def found(before: Rulebook, after: Rulebook) -> list[Change]:
    draft = Draft(Side(before, NO_STRATEGIES), Side(after, NO_STRATEGIES))
    return changes(draft, first=FIRST, last=LAST)


def test_a_changed_limit_is_told_as_old_and_new() -> None:
    draft = HOURS.replace("max = 7, days = 7", "max = 3, days = 7")
    (change,) = found(a_rulebook(hours=HOURS), a_rulebook(hours=draft))
    assert (change.what, change.name, change.how) == ("rule", "policy-decent-hours/weekly-cap", "changed")
    assert change.told == (("limits.max", "7", "3"),)
    assert change.asleep is None


def test_another_file_name_and_comments_change_nothing() -> None:
    assert found(a_rulebook(hours=HOURS), a_rulebook(zzz=f"# our hours\n{HOURS}")) == []


def test_what_is_added_here_is_dropped_there() -> None:
    without, having = a_rulebook(), a_rulebook(no_email=NO_EMAIL)
    added, dropped = found(without, having), found(having, without)
    assert [(c.what, c.name, c.how) for c in added] == [
        ("pack", "policy-no-email", "added"),
        ("rule", "policy-no-email/consent-to-email", "added"),
    ]
    assert [(c.name, c.how) for c in dropped] == [(c.name, "dropped") for c in added]


def test_a_pack_that_is_switched_off_is_told_once() -> None:
    off = NO_EMAIL.replace('kind = "policy"', 'kind = "policy"\nenabled = false\nwhy_off = "Not yet."', 1)
    (change,) = found(a_rulebook(no_email=NO_EMAIL), a_rulebook(no_email=off))
    assert (change.what, change.told) == ("pack", (("on", "yes", "no"),))


@pytest.mark.parametrize(
    ("words", "asleep"),
    [
        (("2026-01-01", "2027-03-16"), "not in force in the days rehearsed"),
        (("2026-01-01", "2027-03-15"), None),  # begins on the last day
        (('"policy"\neff', '"policy"\nenabled = false\nwhy_off = "Later."\neff'), "the pack is off"),
        (('effect = "', 'enabled = false\nwhy_off = "Later."\neffect = "'), "the rule is off"),
    ],
)
def test_a_rule_that_can_do_nothing_in_these_days_is_marked(
    words: tuple[str, str], asleep: str | None
) -> None:
    assert words[0] in NO_EMAIL
    change = found(a_rulebook(), a_rulebook(no_email=NO_EMAIL.replace(*words, 1)))[1]
    assert change.asleep == asleep


def test_a_second_period_of_a_rule_is_an_entry_of_its_own() -> None:
    head, rule = NO_EMAIL.replace("effective_from = 2026-01-01\n", "").split("[[rule]]")
    first = f"{rule}effective_from = 2026-01-01\neffective_until = 2027-01-01\n"
    second = f"{rule}effective_from = 2027-01-01\n"
    both = f"{head}[[rule]]{first}\n[[rule]]{second}"
    told = {c.name: c.how for c in found(a_rulebook(no_email=NO_EMAIL), a_rulebook(no_email=both))}
    assert told == {
        "policy-no-email/consent-to-email": "changed",
        "policy-no-email/consent-to-email (2)": "added",
    }


def test_a_changed_holiday_is_told() -> None:
    draft = HOLIDAYS.replace('"01-01"', '"01-02"', 1)
    assert draft != HOLIDAYS
    kinds = [change.what for change in found(a_rulebook(days=HOLIDAYS), a_rulebook(days=draft))]
    assert kinds == ["holidays"]


def test_a_changed_step_is_told_in_words() -> None:
    before = load_strategies({"commercial.toml": COMMERCIAL})
    after = load_strategies(
        {"commercial.toml": COMMERCIAL.replace("days_past_due = 35", "days_past_due = 40")}
    )
    rulebook = a_rulebook()
    draft = Draft(Side(rulebook, before), Side(rulebook, after))
    (change,) = changes(draft, first=FIRST, last=LAST)
    assert change.told == (
        (
            "step reminder-4",
            "day 35: reminder-3 by letter or email; dunning, firm",
            "day 40: reminder-3 by letter or email; dunning, firm",
        ),
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "yes"),
        ([], "none"),
        (["a", "b"], "a, b"),
        ({"sun": [], "weekdays": ["08:00-20:00"]}, "sun none; weekdays 08:00-20:00"),
        (date(2027, 3, 1), "2027-03-01"),
        (frozenset({"sms", "email"}), "email, sms"),
        (7, "7"),
    ],
)
def test_values_are_said_in_words(value: object, words: str) -> None:
    assert said(value) == words
