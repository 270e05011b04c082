"""Does the message carry what the law wants said?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import ClassVar, Self

from compliance.case import CONSUMERS, PROFESSIONALS, Case
from compliance.limits import Limits
from compliance.opinion import Opinion, allow, refuse, require
from compliance.question_events import FORMS
from compliance.rule import NEVER, Quiet
from compliance.verdict import Requirement
from gateway.domain.words import Channel, MessageKind, PointKind

_NOT_NEEDED = allow("nothing of this kind needs saying in this message")
_SAID = allow("the message says what is required")
NAMES = (
    "opt_out",
    "debt_collector",
    "validation_information",
    "caller_identity",
    "call_back_number",
    "time_barred",
    "licence_number",
    "rights_notice",
)
_RELATIONS = tuple(sorted({"third_party", *CONSUMERS, *PROFESSIONALS}))
_NO_COMMUNICATION = frozenset({"no_answer", "no_message_possible", "busy", "out_of_service", "dropped",
                               "limited_content_voicemail"})  # fmt: skip
"""Attempts that told nobody anything: the next contact is still the first communication."""
_LIMITED = frozenset({"caller_identity", "call_back_number"})


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Where the message is not known yet, what is required is named; where it is, what is missing refuses.

    kinds, not_kinds, forms, not_forms, relations, point_kinds: which messages are meant; empty means any.
    if_time_barred: only where the debt is time-barred.
    source_of_first: the provision for the first communication, where it is another one.
    """

    passes: ClassVar[frozenset[MessageKind]] = NEVER
    quiet: ClassVar[Quiet | None] = None
    names: tuple[str, ...]
    kinds: frozenset[str]
    not_kinds: frozenset[str]
    forms: frozenset[str]
    not_forms: frozenset[str]
    relations: frozenset[str]
    point_kinds: frozenset[str]
    if_time_barred: bool
    source: str
    source_of_first: str

    @classmethod
    def read(cls, limits: Limits) -> Self:
        kinds = tuple(MessageKind)
        return cls(
            names=limits.some_words("disclosures", NAMES),
            kinds=frozenset(limits.words("kinds", kinds, ())),
            not_kinds=frozenset(limits.words("not_kinds", kinds, ())),
            forms=frozenset(limits.words("forms", FORMS, ())),
            not_forms=frozenset(limits.words("not_forms", FORMS, ())),
            relations=frozenset(limits.words("relations", _RELATIONS, ())),
            point_kinds=frozenset(limits.words("point_kinds", tuple(PointKind), ())),
            if_time_barred=limits.flag("if_time_barred", default=False),
            source=limits.source,
            source_of_first=limits.text("source_of_first", limits.source),
        )

    def ask(self, case: Case, at: datetime) -> Opinion:
        if not self._is_meant(case):
            return _NOT_NEEDED
        message = case.facts.message
        if message is None or message.disclosures is None:
            return _must_carry(self.names, self._source(case))
        missing = [name for name in self.names if name not in message.disclosures]
        if not missing:
            return _SAID
        source = self._source(case)
        requires = tuple(Requirement(name, source) for name in missing)
        named = ", ".join(missing).replace("_", " ")
        because = f"the message lacks {named}"
        refused = refuse(because, sentence=f"The message does not say what it must: {named}.")
        return replace(refused, requires=requires, source=source)

    def _is_meant(self, case: Case) -> bool:
        facts = case.facts
        form = _form(case)
        return (
            (not self.kinds or facts.kind in self.kinds)
            and facts.kind not in self.not_kinds
            and (not self.forms or form in self.forms)
            and form not in self.not_forms
            and (not self.relations or facts.person.relation in self.relations)
            and (not self.point_kinds or facts.contact_point.kind in self.point_kinds)
            and (not self.if_time_barred or facts.account.time_barred)
        )

    def _source(self, case: Case) -> str:
        if self.source_of_first == self.source:
            return self.source
        told = any(
            case.is_by_actor(event) and case.is_about_debt(event) and event.result not in _NO_COMMUNICATION
            for event in case.contacts
        )
        return self.source if told or case.standing("validation_notice") else self.source_of_first


@lru_cache(maxsize=1024)
def _must_carry(names: tuple[str, ...], source: str) -> Opinion:
    requires = (Requirement(name, source) for name in names)
    named = ", ".join(names).replace("_", " ")
    return replace(require(f"must carry {named}", *requires), source=source)


def _form(case: Case) -> str | None:
    """A limited-content message exists by voicemail only, and says no more than it must: the same words in a
    text are an ordinary text, and one word more makes it an ordinary voicemail (comment 2(j)-2)."""
    message = case.facts.message
    if message is None or message.form != "limited_content_voicemail":
        return None if message is None else message.form
    if case.facts.channel is not Channel.VOICE:
        return "text"
    return "voicemail" if (message.disclosures or _LIMITED) - _LIMITED else message.form
