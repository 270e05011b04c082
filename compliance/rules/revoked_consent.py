"""Did the person revoke consent to robocalls and robotexts?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Self

from compliance.case import Case
from compliance.consents import held_at
from compliance.facts import Event
from compliance.limits import Limits
from compliance.opinion import Opinion, allow, refuse
from compliance.opt_outs import covers
from compliance.rule import Quiet
from gateway.domain.words import Channel, MessageKind

_NONE = allow("no revocation of consent stands")
_NO_ROBOT = allow("a person calls, no recording")
_CONFIRMS = allow("the one confirmation of the revocation")
_LATE_CONFIRMATION = allow(
    "the one confirmation of the revocation",
    notes=("A confirmation more than five minutes after the opt-out must be shown to be reasonable.",),
)
_TO = {Channel.SMS: "text", Channel.VOICE: "prerecorded"}
_AT_ONCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class RevokedConsent:
    """A revocation ends consent until a later consent or opt-in.

    spreads: it ends consent to every robocall and robotext, not just by the medium or number it names.
    """

    passes: ClassVar[frozenset[MessageKind]] = frozenset({MessageKind.REQUIRED_BY_LAW})
    quiet: ClassVar[Quiet | None] = Quiet(frozenset({"opt_out"}), _NONE)
    spreads: bool

    @classmethod
    def read(cls, limits: Limits) -> Self:
        return cls(limits.flag("spreads"))

    def ask(self, case: Case, at: datetime) -> Opinion:
        facts = case.facts
        if facts.channel is Channel.VOICE and (facts.message is None or facts.message.form != "prerecorded"):
            return _NO_ROBOT
        revoked = [stop for stop in case.standing("opt_out") if self._is_revocation(case, stop)]
        if not revoked:
            return _NONE
        again = held_at(case, _TO[facts.channel], at, transfers=True)
        revoked = [stop for stop in revoked if again is None or again.at <= stop.at]
        if not revoked:
            assert again is not None
            return allow("the person consented again", until=case.permission_ends(again))
        if facts.kind is MessageKind.OPT_OUT_CONFIRMATION and case.answered is not None:
            return _LATE_CONFIRMATION if at - case.answered.at > _AT_ONCE else _CONFIRMS
        if case.answers_after(revoked[-1].at):
            return allow("the one answer to what the customer sent after revoking consent")
        on = case.day(revoked[-1].at)
        return refuse(
            f"consent was revoked on {on}",
            sentence=f"The person revoked consent to automated contact on {on}.",
        )

    def _is_revocation(self, case: Case, stop: Event) -> bool:
        """Return whether it ended consent to this contact, and no opt-in took it back."""
        if not stop.revokes_consent:
            return False
        if not self.spreads and not covers((stop.channel, stop.contact_point), case):
            return False
        return not any(
            back.at > stop.at and covers((back.channel, back.contact_point), case)
            for back in case.standing("opted_back_in")
        )
