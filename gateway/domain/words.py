"""Closed sets of words: channels, kinds, roles and states, each explained where it is defined."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """A medium by which a customer can be reached."""

    EMAIL = "email"
    SMS = "sms"
    VOICE = "voice"
    LETTER = "letter"


class PointKind(StrEnum):
    """What kind of address a contact point is."""

    EMAIL = "email"
    MOBILE = "mobile"
    LANDLINE = "landline"
    POSTAL = "postal"


REACHES: dict[Channel, tuple[PointKind, ...]] = {
    Channel.EMAIL: (PointKind.EMAIL,),
    Channel.SMS: (PointKind.MOBILE,),
    Channel.VOICE: (PointKind.MOBILE, PointKind.LANDLINE),
    Channel.LETTER: (PointKind.POSTAL,),
}
"""Which kinds of contact point a channel can use, in order of preference."""


class DebtClass(StrEnum):
    """Which kind of debt; every class but commercial is consumer debt."""

    COMMERCIAL = "commercial"
    CONSUMER = "consumer"
    MEDICAL = "medical"
    CREDIT_CARD = "credit_card"
    STUDENT_LOAN = "student_loan"
    MORTGAGE = "mortgage"
    AUTO = "auto"


class ActorRole(StrEnum):
    """Who is contacting; decides which law binds."""

    ORIGINAL_CREDITOR = "original_creditor"
    SERVICER = "servicer"
    THIRD_PARTY_COLLECTOR = "third_party_collector"
    DEBT_BUYER = "debt_buyer"
    LICENSED_AGENCY = "licensed_agency"


class MessageKind(StrEnum):
    """What a contact is for; stops and caps bind by kind."""

    DUNNING = "dunning"
    VALIDATION_NOTICE = "validation_notice"
    REPLY = "reply"
    OPT_OUT_CONFIRMATION = "opt_out_confirmation"
    CEASE_CLOSING = "cease_closing"
    REQUIRED_BY_LAW = "required_by_law"
    LOCATION_INFORMATION = "location_information"
    PAYMENT_CONFIRMATION = "payment_confirmation"
    CONSENT_REQUEST = "consent_request"


class Origin(StrEnum):
    """Who asked for an outreach."""

    STRATEGY = "strategy"
    ONE_OFF = "one-off"
    ANSWER = "answer"  # to what a customer sent: a stop is confirmed, HELP is answered
    OBLIGATION = "obligation"  # a notice that the law requires, such as a resent validation notice


class MadeBy(StrEnum):
    """Who carries an outreach out."""

    DUNWELL = "dunwell"
    COLLECTOR = "collector"  # a person calls; the rulebook is asked when they say that they do


class OutreachState(StrEnum):
    """Where a contact that we would like to make stands."""

    DUE = "due"  # may be judged from `due_at` on
    DEFERRED = "deferred"  # judged; the rulebook allows it from `due_at` on; judged again then
    REFUSED = "refused"  # judged; waiting alone does not help; judged again when facts or rulebook change
    IN_HAND = "in-hand"  # an attempt is reserved or on its way
    DONE = "done"  # an attempt was made (whatever became of it)
    CANCELLED = "cancelled"  # nothing is owed any more, or its cycle or strategy ended
    BROKEN = "broken"  # it made the dispatcher fail; a person must look


OPEN_OUTREACH = frozenset({OutreachState.DUE, OutreachState.DEFERRED, OutreachState.REFUSED})
"""States in which nothing has left and something still may."""
NOTHING_OWED = "Nothing is owed any more."
"""Why the dispatcher cancels at the hand-over; the planner knows by it what comes back with the next bill."""


class AttemptState(StrEnum):
    """What became of one act of trying to reach someone."""

    RESERVED = "reserved"  # slot taken, ledger written; no byte has left; a dead worker's goes back to due
    SENDING = "sending"  # about to leave or leaving; a dead worker's becomes unknown
    ACCEPTED = "accepted"  # the provider has it
    DELIVERED = "delivered"  # the provider says it arrived
    FAILED = "failed"  # accepted first, could not be delivered
    BOUNCED = "bounced"  # returned by the receiving side
    UNCONFIRMED = "unconfirmed"  # accepted long ago, and nobody said whether it arrived
    REJECTED = "rejected"  # definitely did not leave
    UNKNOWN = "unknown"  # may have left: counted, never sent again by itself


COUNTS = frozenset(
    {
        AttemptState.RESERVED,
        AttemptState.SENDING,
        AttemptState.ACCEPTED,
        AttemptState.DELIVERED,
        AttemptState.FAILED,
        AttemptState.BOUNCED,
        AttemptState.UNCONFIRMED,
        AttemptState.UNKNOWN,
    }
)
"""Attempts that count against every cap."""
DOES_NOT_COUNT = frozenset({AttemptState.REJECTED})
"""Attempts of which nothing left."""


class Verdict(StrEnum):
    """A rule's answer, and a ruling's."""

    ALLOW = "allow"
    DEFER = "defer"
    REFUSE = "refuse"


class Role(StrEnum):
    """What the holder of an API key or a console session may do."""

    OPERATOR = "operator"
    COLLECTOR = "collector"
    AUDITOR = "auditor"
