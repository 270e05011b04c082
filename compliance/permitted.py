"""At which instant do all rules together allow a contact, and until when does the permission last?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from compliance.asking import Asked
from compliance.case import Case
from compliance.opinion import Opinion, refuse
from compliance.panel import Selection
from gateway.domain.words import Verdict

_MAX_STEPS = 3_000  # years of hours that never meet
_NEVER = refuse("the rules never allow it together")


def earliest(selection: Selection, case: Case, at: datetime) -> datetime | Opinion:
    """Return the first instant, `at` or later, at which every rule allows the contact if nothing else
    happens; the refusal that stands in the way where there is none.

    A rule that defers at an instant forbids everything before its `until`, so the latest `until` of all is
    the next instant worth asking about: the search leaves nothing out and needs no list of candidates.
    """
    for _ in range(_MAX_STEPS):
        latest = at
        for _, rule in selection.panel(case, at).asked:
            opinion = rule.opine(case, at)
            if opinion.verdict is Verdict.REFUSE:
                return opinion
            if opinion.verdict is Verdict.DEFER and opinion.until is not None:
                latest = max(latest, opinion.until)
        if latest == at:
            return at
        at = latest
    return _NEVER


def permission_ends(opinions: Sequence[Opinion], upcoming: Sequence[Asked], case: Case) -> datetime | None:
    """Return the first instant at which a rule that allows now may no longer do so by itself: hours close, a
    consent runs out, an upcoming rule comes into force. None if no rule names one."""
    ends = [opinion.until for opinion in opinions if opinion.until is not None]
    ends += [rule.comes_into_force(case) for rule in upcoming]
    return min(ends, default=None)
