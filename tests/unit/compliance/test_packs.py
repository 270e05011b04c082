"""Is a pack that is not exact refused, by file, line and key?"""

from __future__ import annotations

import pytest

from compliance.rulebook import load_rulebook
from gateway.domain.errors import ConfigError
from tests.builders.question import PACKS, shipped_rulebook

CORE = (PACKS / "core.toml").read_text("utf-8")
HOLIDAYS = (PACKS / "holidays.toml").read_text("utf-8")
PACK = """
[pack]
id = "xx-test"
title = "A test"
regions = ["US-XX"]
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
"""


def load(text: str):
    return load_rulebook({"core.toml": CORE, "holidays.toml": HOLIDAYS, "xx-test.toml": text})


WRONG = [
    # what is replaced, by what, and what the error must name
    ('title = "A test"\n', "", "title: is missing"),
    ('source = "XX Code 1"\n', "", "source: is missing"),
    ('source = "XX Code 1"', 'source = ""', "source: must be a text"),
    ("verified_on = 2026-11-22\n", "", "verified_on"),
    ("effective_from = 2020-01-01", 'effective_from = "2020-01-01"', "effective_from: must be a date"),
    ('evidence = "T"', 'evidence = "sure"', "evidence"),
    ('id = "hours"', 'id = "Our Hours"', "id: "),
    ('kind = "contact_hours"', 'kind = "moon_phase"', "kind: "),
    ('channels = ["voice"]', 'channels = ["fax"]', "channels: "),
    ('channels = ["voice"]', "channels = []", "channels: is empty"),
    ('effect = "block"', 'effect = "scold"', "effect: "),
    ('effect = "block"', 'effect = "block"\nmood = "stern"', "mood: unknown key"),
    ('regions = ["US-XX"]', 'regions = ["Texas"]', "regions: "),
    ('roles = ["debt_buyer"]', 'roles = ["bailiff"]', "roles: "),
    ('debt_classes = ["consumer"]', 'debt_classes = ["gambling"]', "debt_classes: "),
    ("08:00-21:00", "21:00-08:00", "reversed or impossible"),
    ("08:00-21:00", "08:00-24:30", "reversed or impossible"),
    ("08:00-21:00", "8-21", "not of the form"),
    ('["08:00-21:00"]', '["08:00-12:00", "11:00-21:00"]', "overlap"),
    ('["08:00-21:00"]', "[]", "no hour of the week is open"),
    ('every_day = ["08:00-21:00"]', 'someday = ["08:00-21:00"]', "someday: unknown key"),
    ('["08:00-21:00"]', '["08:00-21:00"], holiday = []', "go together"),
    ('["08:00-21:00"]', '["08:00-21:00"], holiday = [], holidays = "mars"', 'no holiday set "mars"'),
    ('evidence = "T"\n', 'evidence = "T"\neffective_until = 2019-01-01\n', "effective_until"),
    ("[[rule]]", "[rule]", "rule: must be tables"),
    ("[pack]", "[pack", "xx-test.toml: "),
    ('title = "A test"', 'title = "A test"\nenabled = false', "why_off: is missing"),
    ('title = "A test"', 'title = "A test"\nkind = "whim"', "kind: "),
]


@pytest.mark.parametrize(("said", "instead", "named"), WRONG)
def test_a_wrong_pack_is_refused_by_file_and_key(said, instead, named):
    assert said in PACK
    with pytest.raises(ConfigError) as refused:
        load(PACK.replace(said, instead))
    assert "xx-test.toml" in str(refused.value)
    assert named in str(refused.value)


def test_the_line_of_the_rule_is_named():
    with pytest.raises(ConfigError, match=r"xx-test.toml, line 12, rule \"hours\": effect: "):
        load(PACK.replace('effect = "block"', 'effect = "scold"'))


def test_one_rule_may_follow_itself_but_not_overlap():
    rule = PACK[PACK.index("[[rule]]") :]
    later = rule.replace('effect = "block"', 'effect = "block"\neffective_from = 2025-01-01')
    ends = PACK.replace('effect = "block"', 'effect = "block"\neffective_until = 2025-01-01')
    assert load(ends + later)
    with pytest.raises(ConfigError, match="the dates overlap"):
        load(PACK + later)


CAP = """
[[rule]]
id = "cap"
kind = "contact_cap"
sentence = "Not too often."
channels = ["voice"]
source = "XX Code 2"
effect = "block"
limits = { max = 3, days = 7, counts = ["call:placed"], per = "debt" }
"""

WRONG_CAPS = [
    ("max = 3", "max = 0", "max: must be a whole number of at least 1"),
    ("max = 3", "max = true", "max: "),
    ("days = 7, ", "", "exactly one of"),
    ("days = 7", 'days = 7, calendar = "week"', "exactly one of"),
    ("days = 7", 'calendar = "fortnight"', "calendar: "),
    ('"call:placed"', '"call:missed"', "counts: "),
    ('per = "debt"', 'per = "planet"', "per: "),
]


@pytest.mark.parametrize(("said", "instead", "named"), WRONG_CAPS)
def test_an_impossible_window_is_refused(said, instead, named):
    with pytest.raises(ConfigError) as refused:
        load(PACK + CAP.replace(said, instead))
    assert named in str(refused.value)


def test_two_files_may_not_hold_one_pack():
    with pytest.raises(ConfigError, match='another file has a pack "xx-test"'):
        load_rulebook({"core.toml": CORE, "a.toml": PACK, "b.toml": PACK})


def test_a_holiday_that_cannot_be_read_is_refused():
    text = '[[holiday_set]]\nid = "x"\nsource = "y"\ndays = ["the ides of March"]\n'
    with pytest.raises(ConfigError, match=r"x\.toml: holiday_set x: days: cannot read the holiday"):
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
    assert [rule.pack for rule in weak if rule.enabled and rule.pack_kind == "law"] == []
