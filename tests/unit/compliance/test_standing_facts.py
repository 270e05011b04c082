"""What do standing facts stop, for whom, and what passes? A row is a case, its events, changes, outcome."""

from __future__ import annotations

import pytest

from tests.builders.question import a_call, fact, received, sent, verdict_on

EMAIL = {"channel": "email"}
SMS = {"channel": "sms"}
LETTER = {"channel": "letter"}
SPOUSE = {"person": {"id": "s", "relation": "spouse"}}
FIRST_PARTY = {"actor": {"role": "original_creditor"}}
OF_CUSTOMER = {"person": "p"}

OPT_OUTS = [
    ("an opt-out of a medium stops it", [fact("opt_out", channel="sms")], SMS, "refuse"),
    ("and no other medium", [fact("opt_out", channel="sms")], {}, "allow"),
    (
        "an opt-out of a point stops every channel on it",
        [fact("opt_out", contact_point="point")],
        {},
        "refuse",
    ),
    ("and no other point", [fact("opt_out", contact_point="other")], {}, "allow"),
    (
        "both together: that channel on that point only",
        [fact("opt_out", channel="sms", contact_point="point")],
        SMS,
        "refuse",
    ),
    (
        "so a call to the same number remains",
        [fact("opt_out", channel="sms", contact_point="point")],
        {},
        "allow",
    ),
    ("it binds the person it names", [fact("opt_out", channel="voice", person="other")], {}, "allow"),
    ("not the spouse", [fact("opt_out", channel="voice", **OF_CUSTOMER)], SPOUSE, "allow"),
    ("nor another account, where one is named", [fact("opt_out", channel="voice", account="B")], {}, "allow"),
    ("it binds first parties too", [fact("opt_out", channel="voice")], FIRST_PARTY, "refuse"),
    (
        "an opt-in lifts what it names",
        [fact("opt_out", channel="sms"), fact("opted_back_in", "2026-03-02", channel="sms")],
        SMS,
        "allow",
    ),
    (
        "and nothing narrower",
        [
            fact("opt_out", channel="sms", contact_point="point"),
            fact("opted_back_in", "2026-03-02", channel="sms"),
        ],
        SMS,
        "refuse",
    ),
    (
        "nor an opt-out of the whole point",
        [fact("opt_out", contact_point="point"), fact("opted_back_in", "2026-03-02", channel="sms")],
        SMS,
        "refuse",
    ),
    (
        "an opt-in for one number opens that number",
        [
            fact("opt_out", channel="sms"),
            fact("opted_back_in", "2026-03-02", channel="sms", contact_point="point"),
        ],
        SMS,
        "allow",
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
    ("an oral cease request is an opt-out of calls", [fact("cease_request")], {}, "refuse"),
    ("and of calls alone", [fact("cease_request")], EMAIL, "allow"),
    ("or of the channel it names", [fact("cease_request", channel="email")], EMAIL, "refuse"),
    ("and then not of calls", [fact("cease_request", channel="email")], {}, "allow"),
    ("an oral one binds first parties, as any opt-out does", [fact("cease_request")], FIRST_PARTY, "refuse"),
    ("an oral one does not reach the spouse", [fact("cease_request", **OF_CUSTOMER)], SPOUSE, "allow"),
    (
        "it passes what the law requires",
        [fact("opt_out", channel="voice")],
        {"kind": "required_by_law"},
        "allow",
    ),
    (
        "a validation notice does not pass",
        [fact("opt_out", channel="email")],
        {**EMAIL, "kind": "validation_notice"},
        "refuse",
    ),
]

CEASE = [
    ("a written request stops every channel", [fact("cease_request", written=True)], LETTER, "refuse"),
    (
        "whoever is asked about on the account",
        [fact("cease_request", written=True, **OF_CUSTOMER)],
        SPOUSE,
        "refuse",
    ),
    (
        "a spouse's own request does not bind the customer",
        [fact("cease_request", written=True, person="s")],
        {},
        "allow",
    ),
    ("only the debt it names", [fact("cease_request", written=True, account="B")], {}, "allow"),
    (
        "debts with one number group are one debt",
        [fact("cease_request", written=True, account="B")],
        {
            "account": {"number_group": "loan-1"},
            "accounts": [{"id": "B", "creditor": "bank", "number_group": "loan-1"}],
        },
        "refuse",
    ),
    (
        "closing notices remain",
        [fact("cease_request", written=True)],
        {**LETTER, "kind": "cease_closing"},
        "allow",
    ),
    (
        "and what the law requires",
        [fact("cease_request", written=True)],
        {**LETTER, "kind": "required_by_law"},
        "allow",
    ),
    (
        "a validation notice does not",
        [fact("cease_request", written=True)],
        {**LETTER, "kind": "validation_notice"},
        "refuse",
    ),
    ("Regulation F does not bind first parties", [fact("cease_request", written=True)], FIRST_PARTY, "allow"),
    (
        "our own policy does",
        [fact("cease_request", written=True)],
        {**FIRST_PARTY, "policy": {"packs": ["policy-decent-hours"]}},
        "refuse",
    ),
    (
        "a reply to what came after it passes once",
        [fact("cease_request", written=True), received("email", "2026-03-05", id="m")],
        {**EMAIL, "kind": "reply", "in_reply_to": "m"},
        "allow",
    ),
    (
        "a reply to what came before it does not",
        [received("email", "2026-02-05", id="m"), fact("cease_request", written=True)],
        {**EMAIL, "kind": "reply", "in_reply_to": "m"},
        "refuse",
    ),
]

ATTORNEY = [
    (
        "a known attorney is contacted instead",
        [fact("attorney_represents", contact_known=True)],
        {},
        "refuse",
    ),
    ("one who cannot be found is no bar", [fact("attorney_represents")], {}, "allow"),
    (
        "the attorney may be called",
        [fact("attorney_represents", contact_known=True, **OF_CUSTOMER)],
        {"person": {"id": "lawyer", "relation": "attorney"}},
        "allow",
    ),
    (
        "it binds contact with the spouse",
        [fact("attorney_represents", contact_known=True, **OF_CUSTOMER)],
        SPOUSE,
        "refuse",
    ),
    (
        "until the attorney does not answer",
        [fact("attorney_represents", contact_known=True), fact("attorney_unresponsive", "2026-03-04")],
        {},
        "allow",
    ),
    (
        "or consents",
        [fact("attorney_represents", contact_known=True), fact("attorney_consents", "2026-03-04")],
        {},
        "allow",
    ),
    (
        "a later notice binds again",
        [
            fact("attorney_represents", contact_known=True),
            fact("attorney_consents", "2026-03-02"),
            fact("attorney_represents", "2026-03-04", contact_known=True),
        ],
        {},
        "refuse",
    ),
    ("on this debt only", [fact("attorney_represents", contact_known=True, account="B")], {}, "allow"),
    (
        "what the customer starts is answered once",
        [fact("attorney_represents", contact_known=True), received("sms", "2026-03-05", id="m")],
        {**SMS, "kind": "reply", "in_reply_to": "m"},
        "allow",
    ),
    (
        "and then the bar stands",
        [
            fact("attorney_represents", contact_known=True),
            received("sms", "2026-03-05", id="m"),
            sent("sms", "2026-03-05T13:00:00-05:00", kind="reply", in_reply_to="m"),
        ],
        {**SMS, "kind": "reply", "in_reply_to": "m"},
        "refuse",
    ),
]

DISPUTES = [
    (
        "in writing, before any notice: in the validation period",
        [fact("dispute", written=True)],
        {},
        "refuse",
    ),
    ("an oral one does not stop collection", [fact("dispute")], {}, "allow"),
    (
        "until verification is sent",
        [fact("dispute", written=True), fact("verification_sent", "2026-03-03")],
        {},
        "allow",
    ),
    (
        "verification sent before does not count",
        [fact("verification_sent", "2026-02-03"), fact("dispute", written=True)],
        {},
        "refuse",
    ),
    ("a part stops dunning about the whole", [fact("dispute", written=True, scope="part")], {}, "refuse"),
    (
        "a validation notice passes",
        [fact("dispute", written=True)],
        {**LETTER, "kind": "validation_notice"},
        "allow",
    ),
    (
        "a dispute by the customer binds contact with the spouse",
        [fact("dispute", written=True, **OF_CUSTOMER)],
        SPOUSE,
        "refuse",
    ),
    ("first parties are not bound", [fact("dispute", written=True)], FIRST_PARTY, "allow"),
    (
        "but are by our own policy, even orally",
        [fact("dispute")],
        {**FIRST_PARTY, "policy": {"packs": ["policy-decent-hours"]}},
        "refuse",
    ),
    # Letter on Thursday 2 January: five days without weekends end on 9 January; thirty more on 8 February.
    (
        "on the last day of the period",
        [
            fact("validation_notice", "2026-01-02", delivered_by="letter"),
            fact("dispute", "2026-02-08T23:59:59-05:00", written=True),
        ],
        {},
        "refuse",
    ),
    (
        "after it",
        [
            fact("validation_notice", "2026-01-02", delivered_by="letter"),
            fact("dispute", "2026-02-09T00:00:00-05:00", written=True),
        ],
        {},
        "allow",
    ),
    # Friday 16 January: the 19th is Martin Luther King Day, so receipt is assumed on the 26th.
    (
        "a federal holiday lengthens the assumed receipt",
        [
            fact("validation_notice", "2026-01-16", delivered_by="letter"),
            fact("dispute", "2026-02-25", written=True),
        ],
        {},
        "refuse",
    ),
    (
        "by a day and no more",
        [
            fact("validation_notice", "2026-01-16", delivered_by="letter"),
            fact("dispute", "2026-02-26", written=True),
        ],
        {},
        "allow",
    ),
    (
        "spoken information is received when heard: 30 days",
        [
            fact("validation_notice", "2026-01-02", delivered_by="voice"),
            fact("dispute", "2026-02-02", written=True),
        ],
        {},
        "allow",
    ),
    (
        "a notice that came back began no period",
        [
            fact(
                "validation_notice",
                "2026-01-02",
                delivered_by="letter",
                undeliverable_at="2026-01-09T12:00:00-05:00",
            ),
            fact("dispute", "2026-02-20", written=True),
        ],
        {},
        "refuse",
    ),
    (
        "a new notice begins a new one",
        [
            fact(
                "validation_notice",
                "2026-01-02",
                delivered_by="letter",
                undeliverable_at="2026-01-09T12:00:00-05:00",
            ),
            fact("validation_notice", "2026-01-12", delivered_by="letter"),
            fact("dispute", "2026-02-17", written=True),
        ],
        {},
        "refuse",
    ),
    (
        "a duplicate is met by a written notice",
        [fact("dispute", written=True, duplicative=True), sent("letter", "2026-03-03", kind="reply")],
        {},
        "allow",
    ),
    ("and stands until then", [fact("dispute", written=True, duplicative=True)], {}, "refuse"),
    ("the original creditor was asked for", [fact("original_creditor_request", written=True)], {}, "refuse"),
    (
        "and named",
        [fact("original_creditor_request", written=True), fact("original_creditor_sent", "2026-03-02")],
        {},
        "allow",
    ),
    ("asked for orally", [fact("original_creditor_request")], {}, "allow"),
]

PAUSES = [
    ("a hold without an end refuses", [fact("hold")], {}, "refuse"),
    (
        "a hold until a date holds that whole day",
        [fact("hold", until="2026-03-09")],
        {},
        "defer 2026-03-10T08:00:01-04:00",
    ),
    (
        "until an instant",
        [fact("hold", until="2026-03-09T12:30:00-04:00")],
        {},
        "defer 2026-03-09T12:30:00-04:00",
    ),
    ("one that is over", [fact("hold", until="2026-03-05")], {}, "allow"),
    (
        "the last day is not over yet",
        [fact("hold", until="2026-03-06")],
        {},
        "defer 2026-03-07T08:00:01-05:00",
    ),
    ("lifted", [fact("hold"), fact("hold_lifted", "2026-03-02")], {}, "allow"),
    ("held again", [fact("hold_lifted", "2026-02-02"), fact("hold")], {}, "refuse"),
    ("holds stop dunning alone", [fact("hold")], {"kind": "validation_notice"}, "allow"),
    ("a consent request is judged as dunning", [fact("hold")], {"kind": "consent_request"}, "refuse"),
    (
        "a promise to pay defers to the day after",
        [fact("promise_to_pay", due_on="2026-03-08")],
        {},
        "defer 2026-03-09T08:00:01-04:00",
    ),
    ("of its own account", [fact("promise_to_pay", due_on="2026-03-08", account="B")], {}, "allow"),
    ("a promise whose day has passed", [fact("promise_to_pay", due_on="2026-03-05")], {}, "allow"),
    (
        "it does not stop a payment's confirmation",
        [fact("promise_to_pay", due_on="2026-03-08")],
        {**EMAIL, "kind": "payment_confirmation"},
        "allow",
    ),
    (
        "a breathing space with an end",
        [fact("breathing_space", until="2026-03-20")],
        {},
        "defer 2026-03-21T08:00:01-04:00",
    ),
    ("and without", [fact("breathing_space")], {}, "refuse"),
]

HARD_STOPS = [
    ("a pending bankruptcy", [fact("bankruptcy")], LETTER, "refuse"),
    ("dismissed", [fact("bankruptcy"), fact("bankruptcy_ended", "2026-03-02", how="dismissed")], {}, "allow"),
    (
        "discharged: for good",
        [fact("bankruptcy"), fact("bankruptcy_ended", "2026-03-02", how="discharged")],
        {},
        "refuse",
    ),
    (
        "filed again",
        [
            fact("bankruptcy", "2026-02-01"),
            fact("bankruptcy_ended", "2026-02-02", how="dismissed"),
            fact("bankruptcy"),
        ],
        {},
        "refuse",
    ),
    ("another debt's", [fact("bankruptcy", account="B")], {}, "allow"),
    ("the customer's binds contact with the spouse", [fact("bankruptcy", **OF_CUSTOMER)], SPOUSE, "refuse"),
    ("and the spouse's own not the customer", [fact("bankruptcy", person="s")], {}, "allow"),
    ("not even what the law requires", [fact("bankruptcy")], {"kind": "required_by_law"}, "refuse"),
    ("a death", [fact("deceased")], LETTER, "refuse"),
    (
        "stops contact with the executor too",
        [fact("deceased", **OF_CUSTOMER)],
        {"person": {"id": "x", "relation": "executor"}},
        "refuse",
    ),
    ("a wrong party altogether", [fact("wrong_party")], LETTER, "refuse"),
    ("a wrong number", [fact("wrong_party", contact_point="point")], {}, "refuse"),
    ("another number remains", [fact("wrong_party", contact_point="other")], {}, "allow"),
    (
        "a number found to be reassigned",
        [fact("number_checked", contact_point="point", reassigned=True)],
        SMS,
        "refuse",
    ),
    (
        "from which the customer wrote since",
        [
            fact("number_checked", contact_point="point", reassigned=True),
            received("sms", "2026-03-04", contact_point="point"),
        ],
        SMS,
        "allow",
    ),
    ("no clock and no region: no call", [], {"person": {"region": None, "locations": []}}, "refuse"),
    ("nor email", [], {**EMAIL, "person": {"region": None, "locations": []}}, "refuse"),
    ("a letter has no hours", [], {**LETTER, "person": {"region": None, "locations": []}}, "allow"),
]


@pytest.mark.parametrize(
    ("case", "events", "changes", "outcome"),
    [*OPT_OUTS, *CEASE, *ATTORNEY, *DISPUTES, *PAUSES, *HARD_STOPS],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "",
)
def test_a_standing_fact(case, events, changes, outcome):
    assert verdict_on(*events, **changes) == outcome, case


def test_payment_does_not_end_a_promise_before_its_day():
    assert verdict_on(fact("promise_to_pay", due_on="2026-03-08"), fact("payment", "2026-03-05")).startswith(
        "defer"
    )


def test_a_busy_customer_ends_just_that_contact():
    assert verdict_on(a_call("2026-03-05"), fact("inconvenient", "2026-03-05", only_now=True)) == "allow"
