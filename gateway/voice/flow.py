"""What is said next in a call? Who picked up and which keys were pressed decide; nothing here knows a number.

A machine hears the limited content or nothing. Whoever presses no key learns of no debt. Whoever hangs up has
promised nothing: only the key that confirms does.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

from channels.voice_twilio.news import Listener
from gateway.voice.keypad import day_of
from gateway.voice.talk import Party, Step, Talk

MOST_MISSES = 2  # how often one question is repeated; then the call ends politely
MOST_CHECKS = 2  # how often the check may be tried in one call; the portal's own lock counts besides
STOP, BACK = "9", "*"


class Desk(Protocol):
    """What a conversation can ask and bring about; everything it brings about is recorded at once."""

    @property
    def today(self) -> date:
        """The customer's date."""

    @property
    def promise_within(self) -> timedelta:
        """How far ahead may be promised; a later day is a plan, and a person looks at it."""

    @property
    def has_greeting(self) -> bool:
        """Whether there is anything to say to a person; else the call only leaves a message."""

    @property
    def has_voicemail(self) -> bool:
        """Whether a message may be left on a machine."""

    @property
    def facts(self) -> tuple[str, ...]:
        """What the check asks for; nothing where it cannot be asked by keys."""

    @property
    def can_transfer(self) -> bool:
        """Whether there is a number to put people through to."""

    def passes(self, answers: tuple[str, ...]) -> bool | None:
        """Return whether the answers are right; None where no more are heard."""

    def owes(self) -> bool:
        """Return whether anything is open that can be promised."""

    def promise(self, due_on: date) -> None:
        """Record a promise of all that is open."""

    def dispute(self) -> None:
        """Record that everything is contested."""

    def stop(self, *, everywhere: bool) -> None:
        """Record that calls are not wanted: at this number, or everywhere."""

    def wrong_person(self) -> None:
        """Record that the number reaches somebody else."""

    def call_back(self) -> None:
        """Have a person call back, and hold reminders meanwhile."""


class Conversation:
    """Leads one call, turn by turn."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def pick_up(self, listener: Listener) -> Talk:
        """Return the first turn: who picked up decides."""
        talk = Talk(listener=listener)
        if listener is Listener.HUMAN:
            return self._greet(replace(talk, result="dropped"))
        if listener not in (Listener.MACHINE, Listener.UNKNOWN) or not self._desk.has_voicemail:
            return _end(replace(talk, result="no_message_possible"))
        talk = replace(talk, result="limited_content_voicemail")
        if listener is Listener.UNKNOWN and self._desk.has_greeting:
            return _ask(talk, Step.SIGN_OF_LIFE, "voicemail")
        return _end(talk, "voicemail")

    def press(self, talk: Talk, keys: str) -> Talk:
        """Return the next turn after some keys; "" where nobody pressed one."""
        if talk.step is Step.SIGN_OF_LIFE:
            return self._greet(talk) if keys else _end(talk)
        if keys == STOP and talk.step in (Step.WHO, Step.CHECK, Step.MENU, Step.CONFIRM):
            return self._stop(talk)
        answer = {
            Step.WHO: self._who,
            Step.CHECK: self._check,
            Step.MENU: self._menu,
            Step.DAY: self._day,
            Step.CONFIRM: self._confirm,
        }.get(talk.step)
        return answer(talk, keys) if answer else _end(talk)

    def transferred(self, talk: Talk, *, was_answered: bool) -> Talk:
        """Return the turn after somebody was put through, or was not."""
        if talk.step is not Step.TRANSFER or was_answered:
            return _end(talk)
        self._desk.call_back()
        return _end(talk, "call_back")

    def _greet(self, talk: Talk) -> Talk:
        if not self._desk.has_greeting:
            return _end(talk, "no_message")
        return _ask(talk, Step.WHO, "greeting", "press_who")

    def _stop(self, talk: Talk) -> Talk:
        is_right = talk.party is Party.RIGHT
        self._desk.stop(everywhere=is_right)
        return _end(_spoke(talk, Party.UNCONFIRMED), "stopped_everywhere" if is_right else "stopped")

    def _who(self, talk: Talk, keys: str) -> Talk:
        if keys == "1":
            return self._begin_check(_spoke(talk, Party.UNCONFIRMED))
        if keys == "2":
            self._desk.wrong_person()
            return _end(_spoke(talk, Party.THIRD), "wrong_person")
        if keys == "3":
            return _end(_spoke(talk, Party.THIRD), "not_there")
        return _missed(talk, keys, "press_who")

    def _begin_check(self, talk: Talk) -> Talk:
        if not self._desk.facts:
            return _end(talk, "check_failed")
        return _ask(talk, Step.CHECK, "check", _fact(self._desk.facts[0]))

    def _check(self, talk: Talk, keys: str) -> Talk:
        facts = self._desk.facts
        if not keys.isdecimal():
            return _missed(talk, keys, _fact(facts[len(talk.answers)]))
        answers = (*talk.answers, keys)
        if len(answers) < len(facts):
            return _ask(replace(talk, answers=answers), Step.CHECK, _fact(facts[len(answers)]))
        passed = self._desk.passes(answers)
        talk = replace(talk, answers=(), checks=talk.checks + 1)
        if passed:
            return self._open(replace(talk, party=Party.RIGHT))
        if passed is None or talk.checks >= MOST_CHECKS:
            return _end(talk, "check_failed")
        return _ask(talk, Step.CHECK, "check_wrong", _fact(facts[0]))

    def _open(self, talk: Talk) -> Talk:
        return _ask(talk, Step.MENU, "message", "menu")

    def _menu(self, talk: Talk, keys: str) -> Talk:
        if keys == "1":
            return _ask(talk, Step.DAY, "ask_day") if self._desk.owes() else _end(talk, "nothing_open")
        if keys == "2":
            self._desk.dispute()
            return _end(talk, "disputed")
        if keys == "3":
            return _ask(talk, Step.MENU, "message_again", "menu")
        if keys == "0":
            return self._talk_to_somebody(talk)
        return _missed(talk, keys, "menu")

    def _talk_to_somebody(self, talk: Talk) -> Talk:
        if self._desk.can_transfer:
            return replace(_ask(talk, Step.TRANSFER, "transfer"), misses=0)
        self._desk.call_back()
        return _end(talk, "call_back")

    def _day(self, talk: Talk, keys: str) -> Talk:
        if keys == BACK:
            return _ask(talk, Step.MENU, "menu")
        due_on = day_of(keys, self._desk.today)
        if due_on is None:
            return _missed(talk, keys, "ask_day", ending="nothing_promised")
        if due_on > self._desk.today + self._desk.promise_within:
            return _missed(talk, keys, "too_late", "ask_day", ending="nothing_promised")
        if not self._desk.owes():
            return _end(talk, "nothing_open")
        return _ask(replace(talk, due_on=due_on), Step.CONFIRM, "confirm")

    def _confirm(self, talk: Talk, keys: str) -> Talk:
        if keys == "2":
            return _ask(replace(talk, due_on=None), Step.DAY, "ask_day")
        if keys != "1" or talk.due_on is None:
            return _missed(talk, keys, "confirm", ending="nothing_promised")
        if not self._desk.owes():
            return _end(talk, "nothing_open")
        self._desk.promise(talk.due_on)
        return _end(talk, "promised")


def a_machine(talk: Talk, listener: Listener) -> Talk:
    """Return the end of a call that was begun as with a person, and reaches a machine: silence.

    What a machine has recorded by then is more than the limited content.
    """
    was_greeted = talk.listener is Listener.HUMAN and talk.result == "dropped"
    return replace(_end(talk), listener=listener, result="voicemail" if was_greeted else talk.result)


def _ask(talk: Talk, step: Step, *said: str) -> Talk:
    return replace(talk, step=step, turn=talk.turn + 1, said=said, misses=0)


def _end(talk: Talk, *said: str) -> Talk:
    return replace(talk, step=Step.ENDED, turn=talk.turn + 1, said=said, answers=())


def _missed(talk: Talk, keys: str, *said: str, ending: str = "unheard") -> Talk:
    """Ask once more, or end: nothing is done for keys that mean nothing, or for none."""
    if talk.misses >= MOST_MISSES:
        return replace(_end(talk, ending), due_on=None)
    words = ("not_understood", *said) if keys else said
    return replace(_ask(talk, talk.step, *words), misses=talk.misses + 1)


def _spoke(talk: Talk, party: Party) -> Talk:
    known = talk.party if talk.party is not Party.NOBODY else party
    return replace(talk, result="conversation", party=known)


def _fact(name: str) -> str:
    return f"fact_{name}"
