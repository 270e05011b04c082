"""Is a strategy file read as written, and a mistake named with file, line and remedy?"""

import re
from pathlib import Path

import pytest

from gateway.domain.errors import ConfigError
from gateway.domain.strategy import LateStart, Missed
from gateway.domain.words import Channel, MadeBy, MessageKind
from gateway.strategies import load_strategies
from tests.unit.strategies.texts import RIGHT

SHIPPED = Path(__file__).resolve().parents[3] / "config" / "strategies"
TEMPLATES = {"upcoming", "reminder-1", "reminder-2"}


def test_a_file_is_read_as_written():
    plain = load_strategies({"plain.toml": RIGHT}, TEMPLATES).get("plain")
    assert plain is not None
    assert (plain.missed, plain.min_days_between, plain.late_start) == (
        Missed.COLLAPSE,
        2,
        LateStart.FIRST_STEP,
    )
    assert plain.minimum_balance == (("USD", "25.00"),)
    assert [(s.id, s.days_past_due, s.days_after_previous) for s in plain.steps] == [
        ("upcoming", -3, None),
        ("first", 3, None),
        ("second", None, 7),
    ]
    assert plain.steps[1].channels == (Channel.EMAIL, Channel.LETTER)
    assert (plain.steps[1].kind, plain.steps[2].tone) == (MessageKind.DUNNING, "firm")


@pytest.mark.parametrize(
    ("was", "becomes", "line", "says"),
    [
        ('missed = "collapse"', 'mised = "collapse"', 3, "unknown key 'mised'"),
        ('missed = "collapse"', 'missed = "forget"', 3, "collapse, send-late, skip"),
        ('title = "Plain"', "", 1, "title is missing"),
        ('title = "Plain"', "title = 7", 2, "title must be a text"),
        ('id = "plain"', 'id = "Plain!"', 1, "lower-case"),
        ("min_days_between = 2", "min_days_between = 0", 4, "1 or more"),
        ("min_days_between = 2", "min_days_between = true", 4, "whole number"),
        ("min_days_between = 2", "min_days_between = 8", 26, "less than min_days_between"),
        ('debt_classes = ["commercial"]', 'debt_classes = ["commercal"]', 7, "commercal"),
        ('debt_classes = ["commercial"]', 'countries = ["USA"]', 7, "ISO 3166-1"),
        ('debt_classes = ["commercial"]', 'customer_kinds = ["firm"]', 7, "company, person"),
        ('debt_classes = ["commercial"]', 'colour = "red"', 7, "unknown key 'colour'"),
        ("[conditions]", "[conditons]", 6, "unknown key 'conditons'"),
        ('USD = "25.00"', 'USX = "25.00"', 10, "ISO 4217"),
        ('USD = "25.00"', 'USD = "25.001"', 10, "an amount of that currency"),
        ('USD = "25.00"', 'USD = "much"', 10, "an amount of that currency"),
        ('USD = "25.00"', "USD = 25", 10, "text in quotes"),
        ('channels = ["email"]', 'channels = ["fax"]', 16, "email, letter, sms, voice"),
        ('channels = ["email"]', "channels = []", 16, "at least one channel"),
        ('channels = ["email"]', 'channels = ["email", "email"]', 16, "twice"),
        ('template = "upcoming"', 'template = "upcomming"', 15, "upcoming"),
        ('template = "upcoming"', 'template = "upcoming"\nkind = "reply"', 16, "cannot be a reply"),
        ('template = "upcoming"', 'template = "upcoming"\nknd = "dunning"', 16, "unknown key 'knd'"),
        ("days_past_due = 3", "", 19, "one of them"),
        ("days_past_due = 3", "days_past_due = 3\ndays_after_previous = 3", 19, "one of them"),
        ("days_past_due = 3", "days_past_due = -3", 20, "must go up"),
        ("days_past_due = 3", "days_after_previous = 3", 20, "needs days_past_due"),
        ("days_after_previous = 7", "days_after_previous = 0", 26, "1 or more"),
        ("days_after_previous = 7", "days_after_previous = 1", 26, "less than min_days_between"),
        ("days_after_previous = 7", "days_past_due = 2", 26, "must go up"),
        ('id = "second"', 'id = "first"', 25, "already"),
        ("missed =", "paused_by = ['rain']\nmissed =", 3, "payment"),
        ('id = "plain"', 'id = "plain', 1, "not TOML"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_remedy(was, becomes, line, says):
    wrong = RIGHT.replace(was, becomes, 1)
    with pytest.raises(ConfigError) as error:
        load_strategies({"plain.toml": wrong}, TEMPLATES)
    message = str(error.value)
    assert says in message
    assert message.startswith(f"plain.toml, line {line}:")


def test_a_strategy_without_steps_is_refused():
    with pytest.raises(ConfigError, match="has no"):
        load_strategies({"plain.toml": RIGHT[: RIGHT.index("[[step]]")]})


def test_two_files_cannot_have_one_id():
    with pytest.raises(ConfigError, match=r"b\.toml, line 1: another file"):
        load_strategies({"a.toml": RIGHT, "b.toml": RIGHT})


def test_another_text_gives_another_digest():
    changed = RIGHT.replace("days_past_due = 3", "days_past_due = 4")
    one, other = load_strategies({"a.toml": RIGHT}), load_strategies({"a.toml": changed})
    assert one.digest != other.digest
    assert one.digest == load_strategies({"b.toml": RIGHT}).digest


def test_the_shipped_strategies_are_right():
    shipped = load_strategies({path.name: path.read_text() for path in SHIPPED.glob("*.toml")})
    assert {one.id for one in shipped} >= {"commercial", "consumer", "third-party-consumer"}


def test_collecting_for_another_from_a_consumer_begins_with_the_validation_notice():
    shipped = load_strategies({path.name: path.read_text() for path in SHIPPED.glob("*.toml")})
    first, second = shipped.get("third-party-consumer").steps[:2]
    assert first.kind is MessageKind.VALIDATION_NOTICE
    assert second.days_after_previous >= 38  # 30 days, and 5 business days for the post with a holiday


CALL = 'channels = ["voice"]\nby = "collector"\ntemplate = "call"'
STEP = 'id = "call"\ndays_past_due = 30\n'


def a_call(step: str) -> str:
    head = RIGHT.split("[[step]]", 1)[0]
    return f"{head}[[step]]\n{STEP}{step}\n"


def test_a_step_may_be_a_persons_call():
    found = load_strategies({"x.toml": a_call(f"{CALL}\ncall_within_days = 3")}, {"call"}, {"call"})
    (step,) = found.get("plain").steps
    assert (step.made_by, step.call_within_days) == (MadeBy.COLLECTOR, 3)


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (CALL.replace('["voice"]', '["voice", "sms"]'), 'channels = ["voice"]'),
        (CALL.replace('template = "call"', 'template = "upcoming"'), "no words that a collector says"),
        (CALL.replace('by = "collector"\n', ""), "no words that Dunwell sends"),
        ('channels = ["email"]\ntemplate = "upcoming"\ncall_within_days = 3', "only a step with by"),
        (CALL.replace("collector", "robot"), "collector, dunwell"),
    ],
)
def test_a_persons_call_is_a_call_with_a_persons_words(step, says):
    with pytest.raises(ConfigError, match=re.escape(says)):
        load_strategies({"x.toml": a_call(step)}, {"call", "upcoming"}, {"call"})


def test_what_calls_leave_on_a_machine_is_no_call_by_itself() -> None:
    wrong = RIGHT.replace('channels = ["email", "letter"]', 'channels = ["voice"]', 1)
    template = "reminder-1"
    with pytest.raises(ConfigError, match=r'message\.toml says on_machine = "reminder-1"'):
        load_strategies({"plain.toml": wrong}, TEMPLATES, only_left={template})
    assert load_strategies({"plain.toml": RIGHT}, TEMPLATES, only_left={template})
