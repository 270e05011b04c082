"""Strategies of few words for planner tests."""

from gateway.domain.strategy import Conditions, LateStart, Missed, Step, Strategy
from gateway.domain.words import Channel, MessageKind

EMAIL = (Channel.EMAIL,)


def a_step(name: str, day: int | None = None, after: int | None = None, **rest: object) -> Step:
    """A step by email."""
    return Step(name, name, EMAIL, days_past_due=day, days_after_previous=after, **rest)


def a_strategy(*steps: Step, **rest: object) -> Strategy:
    """Reminders after 3, 10 and 21 days, unless the test says otherwise; missed ones are sent late."""
    chosen = steps or (a_step("one", 3), a_step("two", 10), a_step("three", 21))
    values = {"id": "plain", "title": "Plain", "conditions": Conditions(), "missed": Missed.SEND_LATE} | rest
    return Strategy(steps=chosen, **values)


NOTICE = a_step("notice", 1, kind=MessageKind.VALIDATION_NOTICE)
__all__ = ["NOTICE", "LateStart", "Missed", "a_step", "a_strategy"]
