"""What does an audit come to, how was it made, and what can it not say? In words."""

from __future__ import annotations

from collections.abc import Iterable

from gateway.audit.report import AuditReport

METHOD = (
    "The ledger was verified from its leaves to the signed head, and the audit stands at that head: what was "
    "written later is left for the next audit.",
    "Every ruling's stored question was put again to the rulebook whose digest the entry names.",
    "Independently of the stored questions, each customer's history was built again from the customer's own "
    "entries. Each question's events were compared with it, one by one; calls and messages were counted "
    "naively, date by date, on every clock; hours were read from the packs; stops were followed to the last "
    "contact.",
    "Disclosures that the rulings required were compared with those that the messages carried, and attempts "
    "in the database with the ledger's rulings and outcomes.",
)
NOT_CHECKED = (
    "Whether the portfolio was right: names, addresses, regions, account classes and balances come from the "
    "creditor's files, and the ledger keeps them as the questions used them.",
    "Whether people told us more than was recorded, and whether what others recorded took place.",
    "Whether a provider delivered what it accepted, and whether a person heard a call.",
    "The wording of messages beyond the presence of the disclosures by name.",
    "Rules that were not in the rulebook of then, and whether the rulebook that a ruling names was the one "
    "in force at that instant: the table says when each began.",
    "Whether the database still holds every event and attempt that the ledger tells of. What it has lost "
    "shows as a fact left out of the next question about that customer.",
)


def limits_of_this_audit(report: AuditReport) -> Iterable[str]:
    """Return what was not checked: in general, and because it could not be read here."""
    for words, count in sorted(report.tally.again.items()):
        if words.startswith(("same", "differs")):
            continue
        yield f"{count:,} rulings or questions: {words}."
    if report.tally.erased:
        yield f"The contents of {report.tally.erased:,} erased customers: only what is public could be read."
    yield from NOT_CHECKED


def headline(report: AuditReport) -> str:
    """Return the one sentence that the audit comes to."""
    if not report.verified.holds:
        return f"THE LEDGER DOES NOT VERIFY. First: {report.verified.finding}"
    count = len(report.violations)
    checked = f"{report.rulings:,} rulings and {report.made:,} contacts audited"
    left = f", {report.not_asked_again:,} rulings could not be judged again" if report.not_asked_again else ""
    if count == 0:
        return f"0 violations. The ledger verifies; {checked}{left}."
    return f"{count:,} violation{'s' * (count > 1)}. The ledger verifies; {checked}{left}."
