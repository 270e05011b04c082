"""May something explain a contact over a limit or outside hours? A consent, or that it answers the customer.

Whether it does is the rulebook's business, which is asked again beside this recount; here the contact is only
counted apart from those that nothing on record explains.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compliance.packs import Entry
from gateway.audit.acts import Act
from gateway.audit.history import Contact, Told

ANSWERS = frozenset({"reply", "payment_confirmation", "opt_out_confirmation"})


def consented(told: Iterable[Told], contact: Contact, to: Iterable[str]) -> bool:
    """Whether a consent to one of these was on record when the contact was ruled on."""
    wanted = frozenset(to)
    return any(
        one.said["type"] == "consent" and one.said.get("to") in wanted and one.seq < contact.seq
        for one in told
    )


def answers(acts: Sequence[Act], contact: Contact) -> bool:
    """Whether it is of a kind that answers, and something had come in."""
    came_in = any(act.inbound and act.was_known(contact.seq) for act in acts)
    return contact.kind in ANSWERS and (came_in or contact.kind == "opt_out_confirmation")


def lifting_consents(entry: Entry) -> tuple[str, ...]:
    """Return the consents that lift a limit."""
    if entry.kind == "call_frequency":
        return ("exceed_call_frequency",)
    named = entry.limits.get("without_consent_to")
    lifts = ("exceed_call_frequency",) if entry.limits.get("consent_lifts") else ()
    return (*lifts, named) if named else lifts
