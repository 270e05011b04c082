"""Whatever is pressed in a call, what can it never bring about?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.voice_twilio.news import Listener
from gateway.domain.errors import ConfigError
from gateway.voice.flow import Conversation, a_machine
from gateway.voice.keypad import day_of, spelled
from gateway.voice.recording import read_recording_rules
from gateway.voice.talk import Step, Talk, kept_of, talk_of
from gateway.voice.words import Words

TODAY = date(2027, 3, 1)
WORDS = Path(__file__).resolve().parents[3] / "templates/voice"
PUBLIC = Words(WORDS).public | {"greeting", "voicemail"}


@dataclass
class FakeDesk:
    """A desk that remembers what was brought about."""

    today: date = TODAY
    promise_within: timedelta = timedelta(days=30)
    has_greeting: bool = True
    has_voicemail: bool = True
    facts: tuple[str, ...] = ("postal_code", "birth_year")
    can_transfer: bool = True
    owing: bool = True
    done: list[str] = field(default_factory=list)
    promised: list[date] = field(default_factory=list)
    passed: bool = False

    def passes(self, answers: tuple[str, ...]) -> bool | None:
        self.passed = self.passed or answers == ("10005", "1980")
        return self.passed

    def owes(self) -> bool:
        return self.owing

    def promise(self, due_on: date) -> None:
        self.promised.append(due_on)

    def dispute(self) -> None:
        self.done.append("dispute")

    def stop(self, *, everywhere: bool) -> None:
        self.done.append("stop")

    def wrong_person(self) -> None:
        self.done.append("wrong")

    def call_back(self) -> None:
        self.done.append("call back")


KEYS = st.sampled_from(["", "0", "1", "1", "1", "2", "3", "5", "9", "*", "10005", "1980", "3", "0315", "99"])


@given(keys=st.lists(KEYS, max_size=25), listener=st.sampled_from(list(Listener)))
def test_no_keys_disclose_before_the_check_or_promise_unconfirmed(
    keys: list[str], listener: Listener
) -> None:
    desk = FakeDesk()
    talk = Conversation(desk).pick_up(listener)
    for pressed in keys:
        assert desk.passed or set(talk.said) <= PUBLIC
        if talk.step is Step.ENDED:
            break
        before, count = talk, len(desk.promised)
        talk = Conversation(desk).press(talk, pressed)
        if len(desk.promised) > count:
            assert (before.step, pressed, before.said[-1]) == (Step.CONFIRM, "1", "confirm")
            assert desk.promised[-1] == before.due_on
            assert desk.passed
        assert talk_of(kept_of(talk)) == talk
    assert desk.passed or set(talk.said) <= PUBLIC
    assert len(desk.promised) <= 1


@given(
    keys=st.lists(KEYS, max_size=12),
    machine=st.sampled_from([Listener.MACHINE, Listener.GREETING, Listener.FAX]),
)
def test_a_machine_never_hears_anything_else(keys: list[str], machine: Listener) -> None:
    desk = FakeDesk()
    talk = Conversation(desk).pick_up(machine)
    heard = list(talk.said)
    for pressed in keys:
        talk = Conversation(desk).press(talk, pressed)
        heard += talk.said
    assert set(heard) <= {"voicemail"}
    assert len(heard) <= 1
    assert desk.done == desk.promised == []


@given(keys=st.lists(KEYS, min_size=1, max_size=12))
def test_a_call_ends_after_two_repetitions_of_one_question(keys: list[str]) -> None:
    desk = FakeDesk()
    talk = Conversation(desk).pick_up(Listener.HUMAN)
    for _ in keys:
        talk = Conversation(desk).press(talk, "")
    assert talk.step is (Step.WHO if len(keys) < 3 else Step.ENDED)
    assert talk.step is Step.WHO or len(keys) > 3 or talk.said == ("unheard",)


def test_a_machine_after_a_person_is_told_nothing_more() -> None:
    talk = Conversation(FakeDesk()).pick_up(Listener.HUMAN)
    after = a_machine(talk, Listener.MACHINE)
    assert (after.step, after.said, after.result) == (Step.ENDED, (), "voicemail")
    spoken = a_machine(Talk(step=Step.MENU, listener=Listener.HUMAN, result="conversation"), Listener.MACHINE)
    assert spoken.result == "conversation"


def test_a_call_that_only_leaves_a_message_excuses_itself_to_a_person() -> None:
    talk = Conversation(FakeDesk(has_greeting=False)).pick_up(Listener.HUMAN)
    assert (talk.step, talk.said, talk.result) == (Step.ENDED, ("no_message",), "dropped")


def test_where_the_check_cannot_be_keyed_in_nothing_is_opened() -> None:
    desk = FakeDesk(facts=())
    talk = Conversation(desk).press(Conversation(desk).pick_up(Listener.HUMAN), "1")
    assert (talk.step, talk.said) == (Step.ENDED, ("check_failed",))


def test_nothing_can_be_promised_where_nothing_is_open() -> None:
    desk = FakeDesk(owing=False)
    talk = Conversation(desk).press(Talk(step=Step.MENU), "1")
    assert (talk.step, talk.said) == (Step.ENDED, ("nothing_open",))
    Conversation(desk).press(Talk(step=Step.CONFIRM, due_on=TODAY), "1")
    assert desk.promised == []


@pytest.mark.parametrize(
    ("keys", "today", "day"),
    [
        ("0", TODAY, TODAY),
        ("3", TODAY, date(2027, 3, 4)),
        ("30", TODAY, date(2027, 3, 31)),
        ("0301", TODAY, TODAY),
        ("0315", TODAY, date(2027, 3, 15)),
        ("0228", TODAY, date(2028, 2, 28)),
        ("0229", TODAY, date(2028, 2, 29)),
        ("0229", date(2026, 3, 1), None),
        ("0105", date(2027, 12, 20), date(2028, 1, 5)),
        ("1301", TODAY, None),
        ("0431", TODAY, None),
        ("315", TODAY, None),
        ("", TODAY, None),
        ("*", TODAY, None),
        ("03150", TODAY, None),
    ],
)
def test_days_by_keys(keys: str, today: date, day: date | None) -> None:
    assert day_of(keys, today) == day


@pytest.mark.parametrize(
    ("text", "keys"), [("10005", "10005"), ("INV-1001", "4681001"), ("Muñoz", "68669"), ("Ж1", ""), ("", "")]
)
def test_texts_by_keys(text: str, keys: str) -> None:
    assert spelled(text) == keys


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (('unheard = "You', 'unheard = "Your debt. You'), "debt"),
        (("{telephone}. Goodbye.", "{amounts}. Goodbye."), "amounts"),
        (("{telephone}", "{phone}"), "phone"),
        (("unheard =", "unheeard ="), "unhe"),
        (("[private]", "[privat]"), "private"),
    ],
)
def test_wrong_words_are_refused_by_file_and_key(tmp_path: Path, change: tuple[str, str], wrong: str) -> None:
    for file in WORDS.glob("*.toml"):
        text = file.read_text("utf-8")
        (tmp_path / file.name).write_text(text.replace(*change) if ".en." in file.name else text, "utf-8")
    with pytest.raises(ConfigError, match=wrong):
        Words(tmp_path)


@pytest.mark.parametrize(
    ("regions", "announced"),
    [
        (["US-NY"], False),
        (["US-NY", "US-TX"], False),
        (["US-CA"], True),
        (["US-NY", "US-CA"], True),
        (["US-VT"], True),
        (["US-NY", None], True),
        (["DE-BE"], True),
        ([], True),
    ],
)
def test_a_recording_is_announced_wherever_it_is_not_certain_that_it_need_not_be(
    regions: list[str | None], announced: bool
) -> None:
    rules = read_recording_rules(WORDS.parents[1] / "config/providers/call-recording.toml")
    assert rules.announces(regions) is announced


def test_a_state_on_both_lists_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text('[one_party]\nregions = ["US-CA"]\n[all_parties]\nUS-CA = "x"\n', "utf-8")
    with pytest.raises(ConfigError, match="US-CA"):
        read_recording_rules(file)
