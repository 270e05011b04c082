"""Did the person revoke consent to robocalls and robotexts?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Self

from compliance.case import Case
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
        revoked = [stop for stop in case.standing("opt_out") if self._stands(case, stop)]
        if not revoked:
            return _NONE
        if facts.kind is MessageKind.OPT_OUT_CONFIRMATION and case.answered is not None:
            return _LATE_CONFIRMATION if at - case.answered.at > _AT_ONCE else _CONFIRMS
        if case.answers_after(revoked[-1].at):
            return allow("the one answer to what the customer sent after revoking consent")
        return refuse(
            f"consent was revoked on {revoked[-1].at:%Y-%m-%d}",
            sentence=f"The person revoked consent to automated contact on {revoked[-1].at:%Y-%m-%d}.",
        )

    def _stands(self, case: Case, stop: Event) -> bool:
        if not stop.revokes_consent:
            return False
        if not self.spreads and not covers((stop.channel, stop.contact_point), case):
            return False
        to = "text" if case.facts.channel is Channel.SMS else "prerecorded"
        again = (
            *(back for back in case.standing("opted_back_in")
              if covers((back.channel, back.contact_point), case)),
            *(given for given in case.standing("consent")
              if given.to == to and given.contact_point in (None, case.facts.contact_point.id)),
        )  # fmt: skip
        return not any(each.at > stop.at for each in again)
