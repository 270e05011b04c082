"""Did the person opt out of this medium, address or number?"""

from __future__ import annotations

from tests.builders.question import fact, received, sent
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import (
    CALL,
    CONFIRMATION,
    EMAIL,
    FIRST_PARTY,
    LETTER,
    OF_CUSTOMER,
    REPLY,
    SMS,
    SPOUSE,
)

STOPPED = fact("opt_out", "2026-03-04", channel="sms")
WROTE = received("sms", "2026-03-05", id="m")
AFTER = "2026-03-05T13:00:00-05:00"
AT_ONCE = "2026-03-04T12:00:10-05:00"
POINT = {"contact_point": "point"}

OF_MEDIUM_AND_ADDRESS = [
    ("nobody opted out", [], SMS, "allow"),
    ("an opt-out of a medium stops it", [fact("opt_out", channel="sms")], SMS, "refuse"),
    ("and no other medium", [fact("opt_out", channel="sms")], CALL, "allow"),
    ("an opt-out of an address stops every channel to it", [fact("opt_out", **POINT)], CALL, "refuse"),
    ("and no other address", [fact("opt_out", contact_point="other")], CALL, "allow"),
    ("both together: that channel to that number", [fact("opt_out", channel="sms", **POINT)], SMS, "refuse"),
    ("so a call to the same number remains", [fact("opt_out", channel="sms", **POINT)], CALL, "allow"),
    ("and a text to another", [fact("opt_out", channel="sms", contact_point="other")], SMS, "allow"),
    ("it binds the person it names", [fact("opt_out", channel="voice", person="other")], CALL, "allow"),
    ("not the spouse", [fact("opt_out", channel="voice", **OF_CUSTOMER)], SPOUSE, "allow"),
    (
        "nor another account, where one is named",
        [fact("opt_out", channel="voice", account="B")],
        CALL,
        "allow",
    ),
    ("it binds first parties too", [fact("opt_out", channel="voice")], FIRST_PARTY, "refuse"),
    ("letters can be opted out of", [fact("opt_out", channel="letter")], LETTER, "refuse"),
    (
        "a revocation of consent is one as well",
        [fact("opt_out", channel="sms", revokes_consent=True)],
        SMS,
        "refuse",
    ),
    (
        "the latest of several is named",
        [fact("opt_out", channel="sms"), fact("opt_out", "2026-03-03", **POINT)],
        SMS,
        "refuse",
    ),
]
TAKEN_BACK = [
    (
        "an opt-in lifts what it names",
        [fact("opt_out", channel="sms"), fact("opted_back_in", "2026-03-02", channel="sms")],
        SMS,
        "allow",
    ),
    (
        "and nothing narrower",
        [fact("opt_out", channel="sms", **POINT), fact("opted_back_in", "2026-03-02", channel="sms")],
        SMS,
        "refuse",
    ),
    (
        "nor an opt-out of the whole address",
        [fact("opt_out", **POINT), fact("opted_back_in", "2026-03-02", channel="sms")],
        SMS,
        "refuse",
    ),
    (
        "an opt-in for one number opens that number",
        [fact("opt_out", channel="sms"), fact("opted_back_in", "2026-03-02", channel="sms", **POINT)],
        SMS,
        "allow",
    ),
    (
        "an opt-in for another number does not",
        [
            fact("opt_out", channel="sms"),
            fact("opted_back_in", "2026-03-02", channel="sms", contact_point="other"),
        ],
        SMS,
        "refuse",
    ),
    (
        "nor one for another channel",
        [fact("opt_out", channel="sms"), fact("opted_back_in", "2026-03-02", channel="email")],
        SMS,
        "refuse",
    ),
    (
        "a later opt-out stands again",
        [
            fact("opt_out", channel="sms"),
            fact("opted_back_in", "2026-03-02", channel="sms"),
            fact("opt_out", "2026-03-03", channel="sms"),
        ],
        SMS,
        "refuse",
    ),
    (
        "an earlier opt-in lifts nothing",
        [fact("opted_back_in", "2026-02-01", channel="sms"), fact("opt_out", channel="sms")],
        SMS,
        "refuse",
    ),
    (
        "nor one at the same instant",
        [fact("opt_out", channel="sms"), fact("opted_back_in", channel="sms")],
        SMS,
        "refuse",
    ),
]
ORAL_CEASE = [
    ("an oral cease request is an opt-out of calls", [fact("cease_request")], CALL, "refuse"),
    ("and of calls alone", [fact("cease_request")], EMAIL, "allow"),
    ("or of the channel it names", [fact("cease_request", channel="email")], EMAIL, "refuse"),
    ("and then not of calls", [fact("cease_request", channel="email")], CALL, "allow"),
    ("it binds first parties, as any opt-out does", [fact("cease_request")], FIRST_PARTY, "refuse"),
    ("it does not reach the spouse", [fact("cease_request", **OF_CUSTOMER)], SPOUSE, "allow"),
    ("it reaches the spouse who made it", [fact("cease_request", person="s")], SPOUSE, "refuse"),
    (
        "an opt-in takes it back",
        [fact("cease_request"), fact("opted_back_in", "2026-03-02", channel="voice")],
        CALL,
        "allow",
    ),
    ("a written request is another record", [fact("cease_request", written=True)], CALL, "allow"),
]
WHAT_PASSES = [
    (
        "what the law requires passes",
        [fact("opt_out", channel="voice")],
        {"kind": "required_by_law"},
        "allow",
    ),
    (
        "a validation notice does not",
        [fact("opt_out", channel="email")],
        {**EMAIL, "kind": "validation_notice"},
        "refuse",
    ),
    ("one answer by the same medium after the opt-out", [STOPPED, WROTE], {**SMS, **REPLY}, "allow"),
    (
        "not to what came before it",
        [received("sms", "2026-03-03", id="m"), STOPPED],
        {**SMS, **REPLY},
        "refuse",
    ),
    (
        "nor to what came before the later of two",
        [fact("opt_out", "2026-03-03", **POINT), WROTE, fact("opt_out", AFTER, channel="sms")],
        {**SMS, **REPLY},
        "refuse",
    ),
    (
        "not by another medium",
        [fact("opt_out", "2026-03-04", channel="email"), WROTE],
        {**EMAIL, **REPLY},
        "refuse",
    ),
    ("not a second time", [STOPPED, WROTE, sent("sms", AFTER, in_reply_to="m")], {**SMS, **REPLY}, "refuse"),
    (
        "a contact afterwards that says nothing of itself was the answer",
        [STOPPED, WROTE, sent("sms", AFTER)],
        {**SMS, **REPLY},
        "refuse",
    ),
    (
        "so was one that says that it is an answer",
        [STOPPED, WROTE, sent("sms", AFTER, kind="reply")],
        {**SMS, **REPLY},
        "refuse",
    ),
    (
        "one that was for another purpose was not",
        [STOPPED, WROTE, sent("sms", AFTER, kind="validation_notice")],
        {**SMS, **REPLY},
        "allow",
    ),
    (
        "nor one that was the answer to something else",
        [STOPPED, WROTE, sent("sms", AFTER, in_reply_to="other")],
        {**SMS, **REPLY},
        "allow",
    ),
    ("nor one on another channel", [STOPPED, WROTE, sent("email", AFTER)], {**SMS, **REPLY}, "allow"),
    (
        "nor one that went before",
        [STOPPED, sent("sms", "2026-03-05T11:00:00-05:00"), WROTE],
        {**SMS, **REPLY},
        "allow",
    ),
    (
        "each message is answered once",
        [
            STOPPED,
            received("sms", "2026-03-05", id="l"),
            sent("sms", AFTER, in_reply_to="l"),
            received("sms", "2026-03-05T14:00:00-05:00", id="m"),
        ],
        {**SMS, **REPLY},
        "allow",
    ),
    ("one electronic confirmation", [STOPPED], CONFIRMATION, "allow"),
    ("not a second", [STOPPED, sent("sms", AT_ONCE, kind="opt_out_confirmation")], CONFIRMATION, "refuse"),
    (
        "whatever was sent after it was the confirmation",
        [STOPPED, sent("sms", AT_ONCE)],
        CONFIRMATION,
        "refuse",
    ),
    (
        "unless it says that it was something else",
        [STOPPED, sent("sms", AT_ONCE, kind="required_by_law")],
        CONFIRMATION,
        "allow",
    ),
    ("an answer was no confirmation", [STOPPED, sent("sms", AT_ONCE, kind="reply")], CONFIRMATION, "allow"),
    (
        "a new opt-out may be confirmed again",
        [STOPPED, sent("sms", AT_ONCE), fact("opt_out", "2026-03-05", channel="sms")],
        CONFIRMATION,
        "allow",
    ),
    (
        "the very opt-out that is named",
        [
            fact("opt_out", "2026-03-03", channel="sms", id="first"),
            sent("sms", "2026-03-03T12:00:10-05:00"),
            fact("opt_out", "2026-03-05", channel="sms", id="second"),
        ],
        {**CONFIRMATION, "in_reply_to": "first"},
        "refuse",
    ),
    (
        "an oral request that is named is confirmed",
        [fact("cease_request", "2026-03-04", channel="sms", id="stop")],
        {**CONFIRMATION, "in_reply_to": "stop"},
        "allow",
    ),
    (
        "not by telephone",
        [fact("opt_out", "2026-03-04", channel="voice")],
        {"kind": "opt_out_confirmation"},
        "refuse",
    ),
    (
        "an opt-out of the number is confirmed on it",
        [fact("opt_out", "2026-03-04", **POINT)],
        CONFIRMATION,
        "allow",
    ),
    (
        "an oral request to cease texts may be confirmed",
        [fact("cease_request", "2026-03-04", channel="sms")],
        CONFIRMATION,
        "allow",
    ),
    (
        "a payment is confirmed where the customer wrote",
        [STOPPED, received("sms", "2026-03-05")],
        {**SMS, "kind": "payment_confirmation"},
        "allow",
    ),
    (
        "once",
        [STOPPED, received("sms", "2026-03-05"), sent("sms", AFTER, kind="payment_confirmation")],
        {**SMS, "kind": "payment_confirmation"},
        "refuse",
    ),
    (
        "not where the customer wrote by another medium",
        [STOPPED, received("email", "2026-03-05")],
        {**SMS, "kind": "payment_confirmation"},
        "refuse",
    ),
    (
        "and not against an opt-out where not",
        [STOPPED, fact("payment", "2026-03-05")],
        {**SMS, "kind": "payment_confirmation"},
        "refuse",
    ),
]

ROWS = table("core/opt-out", *OF_MEDIUM_AND_ADDRESS, *TAKEN_BACK, *ORAL_CEASE, *WHAT_PASSES)
