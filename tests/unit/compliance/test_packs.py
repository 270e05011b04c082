"""Is a pack that is not exact refused, by file, line and key?"""

from __future__ import annotations

import pytest

from compliance.rulebook import load_rulebook
from gateway.domain.errors import ConfigError
from tests.builders.question import PACKS, shipped_rulebook

CORE = (PACKS / "core.toml").read_text("utf-8")
HOLIDAYS = (PACKS / "holidays.toml").read_text("utf-8")
PACK = """\
[pack]
id = "xx-test"
title = "A test"
regions = ["US-NV"]
roles = ["debt_buyer"]
debt_classes = ["consumer"]
effective_from = 2020-01-01
verified_on = 2026-11-22
evidence = "T"

[[rule]]
id = "hours"
kind = "contact_hours"
sentence = "Only by day."
channels = ["voice"]
source = "XX Code 1"
effect = "block"
limits = { hours = { every_day = ["08:00-21:00"] } }

[[rule]]
id = "cap"
kind = "contact_cap"
sentence = "Not too often."
channels = ["voice"]
source = "XX Code 2"
effect = "block"

[rule.limits]
max = 3
days = 7
counts = [
  "call:placed",
  "sms",
]
per = "debt"
"""


def load(text: str):
    return load_rulebook({"core.toml": CORE, "holidays.toml": HOLIDAYS, "xx-test.toml": text})


TWICE = PACK[PACK.index("[[rule]]") : PACK.index('[[rule]]\nid = "cap"')]

FAULTS = [
    # the fault; what is replaced, by what; the line that the error names, and what it says of the key
    ("no title", 'title = "A test"\n', "", 1, "pack: title: is missing"),
    ("no citation", 'source = "XX Code 1"\n', "", 11, 'rule "hours": source: is missing'),
    ("an empty citation", 'source = "XX Code 1"', 'source = ""', 16, "source: must be a text"),
    ("a citation of blanks", 'source = "XX Code 1"', 'source = "  "', 16, "source: must be a text"),
    ("no day of verification", "verified_on = 2026-11-22\n", "", 1, "pack: verified_on: is missing"),
    ("no first day", "effective_from = 2020-01-01\n", "", 1, "pack: effective_from: is missing"),
    ("a day in quotes", "= 2020-01-01", '= "2020-01-01"', 7, "effective_from: must be a date"),
    ("an instant for a day", "= 2020-01-01", "= 2020-01-01T00:00:00Z", 7, "effective_from: must be a date"),
    ("a grade of our own", 'evidence = "T"', 'evidence = "sure"', 9, '"sure" is not one of T, S'),
    ("an id that is no id", 'id = "hours"', 'id = "Our Hours"', 12, '"Our Hours" must be lower-case'),
    ("an unknown kind", '"contact_hours"', '"moon_phase"', 13, 'kind: "moon_phase" is not one of'),
    (
        "an unknown channel",
        'channels = ["voice"]\nsource = "XX Code 1',
        'channels = ["fax"]\nsource = "XX Code 1',
        15,
        '"fax" is not one of',
    ),
    (
        "no channel",
        'channels = ["voice"]\nsource = "XX Code 1',
        'channels = []\nsource = "XX Code 1',
        15,
        "channels: is empty",
    ),
    ("no role", 'roles = ["debt_buyer"]', "roles = []", 11, 'rule "hours": roles: is empty'),
    (
        "an unknown effect",
        'effect = "block"\nlimits',
        'effect = "scold"\nlimits',
        17,
        '"scold" is not one of',
    ),
    (
        "an unknown key of a rule",
        'effect = "block"\nlimits',
        'effect = "block"\nmood = "stern"\nlimits',
        18,
        'rule "hours": mood: unknown key',
    ),
    (
        "an unknown key of the pack",
        'evidence = "T"',
        'evidence = "T"\nmood = "stern"',
        10,
        "pack: mood: unknown key",
    ),
    (
        "an unknown table",
        '[[rule]]\nid = "cap"',
        '[weather]\n[[rule]]\nid = "cap"',
        20,
        "weather: unknown key",
    ),
    ("an unknown limit", "max = 3", "max = 3\nleast = 1", 30, 'rule "cap": limits: least: unknown key'),
    ("a country's name", 'regions = ["US-NV"]', 'regions = ["Nevada"]', 4, '"Nevada" is not of the form'),
    ("a country that is none", 'regions = ["US-NV"]', 'regions = ["UK"]', 4, 'there is no "UK"'),
    ("a state that is none", 'regions = ["US-NV"]', 'regions = ["US-XX"]', 4, 'there is no "US-XX"'),
    ("an unknown role", '"debt_buyer"', '"bailiff"', 5, '"bailiff" is not one of'),
    ("a role twice", '"debt_buyer"', '"debt_buyer", "debt_buyer"', 5, "roles: names something twice"),
    ("an unknown class", '["consumer"]', '["gambling"]', 6, '"gambling" is not one of'),
    ("a list that is a text", '["consumer"]', '"consumer"', 6, "must be a list of texts"),
    ("reversed hours", "08:00-21:00", "21:00-08:00", 18, "reversed or impossible"),
    ("an hour after midnight", "08:00-21:00", "08:00-24:30", 18, "reversed or impossible"),
    ("hours in a form of our own", "08:00-21:00", "8-21", 18, "not of the form"),
    ("overlapping hours", '"08:00-21:00"', '"08:00-12:00", "11:00-21:00"', 18, "overlap"),
    ("no hour at all", '["08:00-21:00"]', "[]", 18, "no hour of the week is open"),
    ("an unknown day", "every_day", "someday", 18, "hours: someday: unknown key"),
    ("holiday hours without a set", '["08:00-21:00"]', '["08:00-21:00"], holiday = []', 18, "go together"),
    (
        "an unknown holiday set",
        '["08:00-21:00"]',
        '["08:00-21:00"], holiday = [], holidays = "mars"',
        18,
        'no holiday set "mars"',
    ),
    (
        "an end before the beginning",
        'evidence = "T"',
        'evidence = "T"\neffective_until = 2019-01-01',
        10,
        "pack: effective_until: is not later",
    ),
    ("one rule twice at a time", "", TWICE, 38, 'rule "hours": id: the dates overlap'),
    (
        "overlapping dates",
        "",
        TWICE + "effective_from = 2025-01-01\n",
        46,
        "effective_from: the dates overlap",
    ),
    ("one bracket too few", '[[rule]]\nid = "hours', '[rule]\nid = "hours', 20, "this is not TOML"),
    ("an open bracket", "[pack]", "[pack", 1, "this is not TOML"),
    (
        "a pack that is off without a reason",
        'title = "A test"',
        'title = "A test"\nenabled = false',
        1,
        "pack: why_off: is missing",
    ),
    (
        "a rule that is off without a reason",
        'id = "hours"',
        'id = "hours"\nenabled = false',
        11,
        'rule "hours": why_off: is missing',
    ),
    ("a switch that is a text", 'id = "hours"', 'id = "hours"\nenabled = "no"', 13, "must be true or false"),
    (
        "a kind of pack of our own",
        'title = "A test"',
        'title = "A test"\nkind = "whim"',
        4,
        '"whim" is not one of',
    ),
    ("a cap of none", "max = 3", "max = 0", 29, "max: must be a whole number of at least 1"),
    ("a cap that is a text", "max = 3", 'max = "3"', 29, "max: must be a whole number"),
    ("a cap that is a truth", "max = 3", "max = true", 29, "max: must be a whole number"),
    ("no window", "days = 7\n", "", 28, "exactly one of"),
    ("two windows", "days = 7", 'days = 7\ncalendar = "week"', 30, "exactly one of"),
    ("a window of no day", "days = 7", "days = 0", 30, "days: must be a whole number of at least 1"),
    ("a window of ages", "days = 7", "days = 7000000000", 30, "at most 100000"),
    ("an unknown window", "days = 7", 'calendar = "fortnight"', 30, '"fortnight" is not one of'),
    (
        "the first day of a window that has none",
        "days = 7",
        'days = 7\nweek_starts = "mon"',
        31,
        "week_starts: unknown key",
    ),
    ("a call that does not exist", '"call:placed"', '"call:missed"', 31, '"call:missed" is not one of'),
    ("nothing that counts", '[\n  "call:placed",\n  "sms",\n]', "[]", 31, "counts: is empty"),
    ("an unknown unit", 'per = "debt"', 'per = "planet"', 35, '"planet" is not one of'),
    (
        "an unknown consent",
        'per = "debt"',
        'per = "debt"\nwithout_consent_to = "fax"',
        36,
        '"fax" is not one of',
    ),
]


@pytest.mark.parametrize(("said", "instead", "line", "named"), [fault[1:] for fault in FAULTS],
                         ids=[fault[0] for fault in FAULTS])  # fmt: skip
def test_a_wrong_pack_is_refused_by_file_line_and_key(said, instead, line, named):
    text = PACK.replace(said, instead, 1) if said else f"{PACK}\n{instead}"
    with pytest.raises(ConfigError) as refused:
        load(text)
    assert str(refused.value).startswith(f"xx-test.toml, line {line}: ")
    assert named in str(refused.value)


def test_the_pack_that_the_faults_are_made_of_has_none():
    assert [rule.id for rule in load(PACK).rules() if rule.pack == "xx-test"] == ["hours", "cap"]


def test_a_pack_without_rules_is_refused():
    with pytest.raises(ConfigError, match=r"xx-test.toml, line 1: rule: the pack has no \[\[rule\]\]"):
        load(PACK[: PACK.index("[[rule]]")])


def test_one_rule_may_follow_itself():
    ends = PACK.replace('effect = "block"\nlimits', 'effect = "block"\neffective_until = 2025-01-01\nlimits')
    assert load(ends + "\n" + TWICE + "effective_from = 2025-01-01\n")


def test_a_first_day_after_the_packs_last_is_named_in_the_rule():
    text = PACK.replace("= 2020-01-01", "= 2020-01-01\neffective_until = 2021-01-01")
    late = text.replace('id = "hours"', 'id = "hours"\neffective_from = 2022-01-01')
    with pytest.raises(ConfigError, match=r'line 14: rule "hours": effective_from: .*never in force'):
        load(late)


def test_two_files_may_not_hold_one_pack():
    with pytest.raises(ConfigError, match=r'b\.toml, line 2: pack: id: another file has a pack "xx-test"'):
        load_rulebook({"core.toml": CORE, "a.toml": PACK, "b.toml": PACK})


def test_a_holiday_that_cannot_be_read_is_refused():
    text = '[[holiday_set]]\nid = "x"\nsource = "y"\ndays = ["the ides of March"]\n'
    with pytest.raises(ConfigError, match=r"x\.toml, line 4: holiday_set x: days: cannot read the holiday"):
        load_rulebook({"core.toml": CORE, "x.toml": text})


def test_without_the_core_there_is_no_rulebook():
    with pytest.raises(ConfigError, match="no pack of kind core"):
        load_rulebook({"xx-test.toml": PACK})


def test_the_digest_is_of_what_packs_say_and_not_of_how():
    assert load(PACK).digest == load(f"# a remark\n{PACK}").digest
    assert load(PACK).digest != load(PACK.replace("21:00", "20:00")).digest


def test_every_shipped_rule_is_described_with_its_source_and_grade():
    rules = shipped_rulebook().rules()
    assert len(rules) > 40
    for rule in rules:
        assert rule.sentence.endswith("."), rule
        assert rule.source
        assert rule.verified_on.year == 2026
        assert rule.enabled or rule.why_off


def test_an_id_stands_once_in_a_pack_at_a_time():
    rules = shipped_rulebook().rules()
    starts = [(rule.pack, rule.id, rule.effective_from) for rule in rules]
    assert len(starts) == len(set(starts))


def test_weakly_evidenced_law_is_switched_off():
    weak = [rule for rule in shipped_rulebook().rules() if rule.evidence in ("M-M", "M-L")]
    assert [f"{rule.pack}/{rule.id}" for rule in weak if rule.enabled and rule.pack_kind == "law"] == []
