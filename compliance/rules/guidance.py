"""What should whoever writes or decides bear in mind? Said beside the verdicts; it holds no contact back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Self

from compliance.case import CONSUMERS, PROFESSIONALS, Case
from compliance.holidays import HolidaySet
from compliance.limits import Limits
from compliance.opinion import Opinion, allow
from compliance.question_events import EVENT_TYPES, FORMS
from compliance.rule import NEVER, Quiet
from compliance.validation import in_validation_period
from gateway.domain.words import MessageKind

_RELATIONS = tuple(sorted({"third_party", *CONSUMERS, *PROFESSIONALS}))
_LONGER_THAN_ANY_PERIOD = timedelta(days=60)  # thirty days after five business days, and then some
_NOT_NOW = allow("the guidance is about other contacts")


@dataclass(frozen=True, slots=True)
class Guidance:
    """Advice in one clause. Where it is for certain contacts only, it stands among the notes of these; advice
    that is always true stands in the verdict alone, or nobody would read the notes.

    after: once one of these facts stands. relations, forms: with such persons, in such a form.
    if_time_barred: where the debt is. in_validation_period: while it runs.
    """

    passes: ClassVar[frozenset[MessageKind]] = NEVER
    quiet: Quiet | None
    given: Opinion
    after: tuple[str, ...]
    relations: frozenset[str]
    forms: frozenset[str]
    if_time_barred: bool
    in_validation_period: bool
    holidays: HolidaySet | None

    @classmethod
    def read(cls, limits: Limits) -> Self:
        advice = limits.text("advice")
        after = limits.words("after", EVENT_TYPES, ())
        relations = frozenset(limits.words("relations", _RELATIONS, ()))
        forms = frozenset(limits.words("forms", FORMS, ()))
        barred = limits.flag("if_time_barred", default=False)
        in_period = limits.flag("in_validation_period", default=False)
        is_special = bool(after or relations or forms or barred or in_period)
        said = allow(advice, notes=(f"{advice[0].upper()}{advice[1:]}.",) if is_special else ())
        quiet = Quiet(frozenset(after), _NOT_NOW if is_special else said) if after or not is_special else None
        holidays = limits.holiday_set("holidays")
        return cls(quiet, said, after, relations, forms, barred, in_period, holidays)

    def ask(self, case: Case, at: datetime) -> Opinion:
        facts = case.facts
        if self.if_time_barred and not facts.account.time_barred:
            return _NOT_NOW
        if self.relations and facts.person.relation not in self.relations:
            return _NOT_NOW
        if self.forms and (facts.message is None or facts.message.form not in self.forms):
            return _NOT_NOW
        return self.given if self._is_due(case, at) else _NOT_NOW

    def _is_due(self, case: Case, at: datetime) -> bool:
        latest = case.latest(*self.after) if self.after else None
        if self.after and latest is None:
            return False
        if not self.in_validation_period:
            return True
        is_long_ago = latest is not None and at - latest.at > _LONGER_THAN_ANY_PERIOD
        return not is_long_ago and in_validation_period(case, at, self.holidays)
