"""Does this contact need the person's consent beforehand, and is it there?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Self

from compliance.case import Case
from compliance.consents import consents, is_held
from compliance.facts import Event
from compliance.limits import Limits
from compliance.opinion import Opinion, allow, refuse
from compliance.opt_outs import covers
from compliance.question_events import FORMS
from compliance.rule import Quiet
from compliance.verdict import Requirement
from gateway.domain.words import MessageKind, PointKind

_SAID = {"text": "text messages", "email": "emails", "prerecorded": "recorded calls"}
_OUTSIDE = allow("no consent is needed for a contact of this kind")
_ANSWERS = allow("answers the customer by the medium that the customer chose")


@dataclass(frozen=True, slots=True)
class ConsentRequired:
    """No consent, no contact.

    to: what must have been consented to. forms, point_kinds: which contacts need it; empty means all.
    written: only a written consent is good. transfers: one given to the creditor is. may_be_asked_for: a
    request for consent passes (another rule may cap those).
    """

    passes: ClassVar[frozenset[MessageKind]] = frozenset({MessageKind.OPT_OUT_CONFIRMATION})
    quiet: ClassVar[Quiet | None] = None
    to: str
    forms: frozenset[str]
    point_kinds: frozenset[str]
    written: bool
    transfers: bool
    may_be_asked_for: bool
    requires: tuple[Requirement, ...]

    @classmethod
    def read(cls, limits: Limits) -> Self:
        step = limits.text("step") if limits.has("step") else None
        return cls(
            to=limits.one_of("to", ("text", "email", "prerecorded")),
            forms=frozenset(limits.words("forms", FORMS, ())),
            point_kinds=frozenset(limits.words("point_kinds", tuple(PointKind), ())),
            written=limits.flag("written", default=False),
            transfers=limits.flag("transfers", default=False),
            may_be_asked_for=limits.flag("may_be_asked_for", default=False),
            requires=(Requirement(step, limits.source, is_step=True),) if step else (),
        )

    def ask(self, case: Case, at: datetime) -> Opinion:
        if not self._is_needed(case):
            return _OUTSIDE
        held = [consent for consent in self._given(case) if is_held(case, consent, at)]
        if held:
            ends = [case.permission_ends(consent) for consent in held]
            lasting = None in ends
            return allow("consent is held", until=None if lasting else max(end for end in ends if end))
        if case.answered is not None:
            return _ANSWERS
        form, to = "written consent" if self.written else "consent", _SAID[self.to]
        refused = refuse(f"no {form} to {to} is held", sentence=f"The person has given no {form} to {to}.")
        return replace(refused, requires=self.requires)

    def _is_needed(self, case: Case) -> bool:
        facts = case.facts
        if self.may_be_asked_for and facts.kind is MessageKind.CONSENT_REQUEST:
            return False
        form = facts.message.form if facts.message else None
        return (not self.forms or form in self.forms) and (
            not self.point_kinds or facts.contact_point.kind in self.point_kinds
        )

    def _given(self, case: Case) -> list[Event]:
        """A revocation of consent, by whatever words, ends the consents before it."""
        revoked = [
            stop.at
            for stop in case.standing("opt_out")
            if stop.revokes_consent and covers((stop.channel, stop.contact_point), case)
        ]
        return [
            consent
            for consent in consents(case, self.to, transfers=self.transfers)
            if (consent.written or not self.written) and not any(at >= consent.at for at in revoked)
        ]
