"""What can the contact ledger say? Every kind of entry, each described where it is defined."""

from __future__ import annotations

from enum import StrEnum


class EntryKind(StrEnum):
    """The kind of a ledger entry; the words never change once entries carry them."""

    description: str
    """One sentence for officers and for the documentation."""

    def __new__(cls, word: str, description: str = "") -> EntryKind:
        kind = str.__new__(cls, word)
        kind._value_ = word
        kind.description = description
        return kind

    CONTACT_ALLOWED = (
        "contact.allowed",
        "The rulebook allowed a contact; holds the exact message of the attempt.",
    )
    CONTACT_DEFERRED = (
        "contact.deferred",
        "The rulebook put a contact off; holds every reason and the earliest time.",
    )
    CONTACT_REFUSED = "contact.refused", "The rulebook refused a contact; holds every reason."
    CONTACT_OUTCOME = (
        "contact.outcome",
        "What became of an attempt: accepted, delivered, unconfirmed, failed, bounced, rejected, unknown.",
    )
    CONTACT_WITHDRAWN = "contact.withdrawn", "A reserved attempt was taken back before anything left."
    CONTACT_BROKEN = "contact.broken", "An outreach made the dispatcher fail and waits for a person."
    EVENT_RECORDED = (
        "event.recorded",
        "Somebody or another system told us a fact: a response, a payment, a stop.",
    )
    FILE_RECEIVED = (
        "file.received",
        "A customer sent a file; holds its digest, and the digest of what is kept of it, sealed.",
    )
    INBOUND_RECEIVED = (
        "inbound.received",
        "Somebody wrote to us; holds the uncut text, sealed for the customer whose address it came from.",
    )
    OUTREACH_PLANNED = "outreach.planned", "A dunning run planned a contact."
    OUTREACH_CANCELLED = "outreach.cancelled", "A planned contact is not wanted any more."
    OUTREACH_ONE_OFF = "outreach.one-off", "A collector asked for one contact."
    STEP_SKIPPED = "step.skipped", "A strategy's step was skipped or collapsed into a later one."
    CYCLE_BEGAN = "cycle.began", "A customer's balance at a creditor became overdue."
    CYCLE_ENDED = "cycle.ended", "Nothing is overdue any more at that creditor."
    IMPORT_FINISHED = "import.finished", "A portfolio or payment file was read; holds its digest and counts."
    PLAN_KEPT = "plan.kept", "Every instalment of a payment plan has arrived."
    PLAN_BROKEN = (
        "plan.broken",
        "An instalment stayed away longer than its grace: the plan is over and reminders go on.",
    )
    LINK_OPENED_CHECK = "link.opened-check", "Somebody passed the identity check behind a customer link."
    CHECK_FAILED = "check.failed", "Somebody gave wrong answers to the identity check behind a customer link."
    RULEBOOK_CHANGED = "rulebook.changed", "Another rulebook came into force."
    STRATEGY_CHANGED = "strategy.changed", "Another set of strategies came into force."
    DAEMON_STARTED = "daemon.started", "A daemon began to work."
    DAEMON_STOPPED = "daemon.stopped", "A daemon stopped in good order."
    PROVIDER_RECONCILED = (
        "provider.reconciled",
        "A provider's list was compared with ours, in both directions; holds the ids that only one side has.",
    )
    FEED_STALE = "feed.stale", "A creditor's newest file is too old; nothing is sent about it."
    EVIDENCE_EXPORTED = (
        "evidence.exported",
        "A customer's evidence pack was made; names how many entries it holds.",
    )
    CUSTOMER_ERASED = (
        "customer.erased",
        "A customer's data key was destroyed; sealed contents stay closed for ever.",
    )
    LIFT_ASKED = "limit.lift-asked", "Somebody asked that a volume limit be lifted for the day."
    LIMIT_LIFTED = "limit.lifted", "A second person agreed that a volume limit be lifted."
    LIFT_REFUSED = "limit.lift-refused", "A lift of a volume limit was refused or taken back."
    SENDING_STOPPED = (
        "sending.stopped",
        "Somebody stopped everything, a channel, a template or a creditor, or a channel stopped itself; "
        "holds the reason.",
    )
    SENDING_RESUMED = "sending.resumed", "A stop of sending was taken back."
    KEY_CREATED = "key.created", "An API key was made for a role."
    WEBHOOK_ENDPOINT_CHANGED = (
        "webhook.endpoint-changed",
        "An address that is told what happens here was added, disabled, enabled, removed or given a new "
        "secret.",
    )
