"""Do the limits read as an officer would say them, and does every kind of rule say its own?"""

from __future__ import annotations

import pytest

from tests.builders.question import shipped_rulebook

RULES = {f"{rule.pack}/{rule.id}": rule for rule in shipped_rulebook().rules()}
TOLD = [
    (
        "us-reg-f/call-frequency",
        "at most 7 calls in 7 consecutive days about one debt, the",
    ),
    ("us-reg-f/call-frequency", "none within 7 consecutive days of a conversation, whose own date is day 1"),
    ("us-reg-f/contact-hours", "every day after 08:00 and before 21:00; or when the person consented"),
    (
        "ca-on/contact-hours",
        "Monday to Saturday after 07:00 and before 21:00; Sunday after 13:00",
    ),
    ("ca-on/contact-hours", "on holidays (ca-on) never"),
    ("ca-on/contact-cap", "at most 3 contacts in 7 consecutive days"),
    ("ca-on/contact-cap", "on behalf of one creditor; from the first conversation on"),
    (
        "ca-on/written-notice-first",
        "that did not come back, then 6 whole days",
    ),
    ("us-wa/weekly-cap", "at most 3 contacts in one calendar week (from Sunday) with one person"),
    ("us-wa/mobile-cap", "at most 2 contacts in one day to one number or address; to a mobile"),
    ("au/weekly-cap", "in one calendar week (from Monday) about one account"),
    ("au/contact-hours", "Saturday and Sunday after 09:00 and before 21:00"),
    ("policy-decent-hours/call-interval", "at most one call in any 4 hours"),
    ("policy-quiet-sundays/quiet-sundays", "Monday to Saturday all day; Sunday never"),
    ("us-ny-nyc/written-consent-to-email", "written consent to emails"),
    (
        "us-tcpa/prerecorded-to-mobile",
        "consent to prerecorded calls; to a mobile; one given to the creditor",
    ),
    ("us-tcpa/prerecorded-to-landline", "to a landline; where there is no consent to prerecorded contact"),
    (
        "us-reg-f/opt-out-notice",
        "must say: opt out; not in an opt out confirmation; to a customer",
    ),
    (
        "us-reg-f/text-safe-harbour",
        "within 60 days of a text message from the number, a consent",
    ),
    ("us-reg-f/dispute", "a dispute in writing, within thirty days of receipt"),
    ("gb/dispute", "a dispute in any form, at any time"),
    (
        "us-ma/work-request",
        "10 whole days after an oral request; for good once it is confirmed",
    ),
    ("us-reg-f/time-barred", "never holds a contact back"),
]
COUNTED = [
    ("us-reg-f/call-frequency", "every call that was connected, even if it only rang"),
    ("us-ma/telephone-cap", "calls that nobody answered"),
    ("us-ma/telephone-cap", "text messages; not at work; whoever made them"),
    ("us-ny-nyc/contact-cap", "every call, even a busy or dead line, text messages and emails"),
    (
        "us-wa/weekly-cap",
        "also those with anybody else on the account; not the answer",
    ),
    ("ca-on/contact-cap", "not those to which the customer agreed"),
    ("us-dc/consent-request-cap", "only a consent request"),
    ("us-ny-nyc-exchange/cool-down", "conversations by telephone, and whatever the customer sent"),
]
BINDS = [
    (
        "us-reg-f/contact-hours",
        "debt buyers, licensed agencies and third-party collectors; consumer debts",
    ),
    ("us-dc/call-cap", "consumer debts, not auto or mortgage; calls; more than 30 days past due"),
    ("us-nv/written-notice-first", "medical debts; any channel"),
    ("us-ca/commercial-contact-hours", "whoever contacts; commercial debts"),
    ("us-ny-nyc/contact-cap", "once collection has begun"),
    ("core/opt-out", "whoever contacts; any debt; any channel"),
]
SILENT = {
    "bankruptcy",
    "breathing_space",
    "cease_request",
    "deceased",
    "employer_email",
    "hold",
    "known_zone",
    "inconvenient_times",
    "location_information",
    "opt_out",
    "promise_to_pay",
    "third_party",
    "workplace",
    "wrong_party",
}


@pytest.mark.parametrize(("rule", "words"), TOLD)
def test_the_limits_in_words(rule, words):
    assert words in RULES[rule].limits_in_words


@pytest.mark.parametrize(("rule", "words"), COUNTED)
def test_what_counts_in_words(rule, words):
    assert words in RULES[rule].counts_in_words


@pytest.mark.parametrize(("rule", "words"), BINDS)
def test_whom_it_binds_in_words(rule, words):
    assert words in RULES[rule].binds


def test_every_rule_that_has_limits_says_them():
    assert [
        name for name, rule in RULES.items() if rule.kind not in SILENT and not rule.limits_in_words
    ] == []


def test_every_rule_that_counts_says_what():
    counting = {"call_frequency", "contact_cap", "cool_down"}
    assert {rule.kind for rule in RULES.values() if rule.counts_in_words} == counting
    assert [name for name, rule in RULES.items() if rule.kind in counting and not rule.counts_in_words] == []


def test_no_number_of_a_limit_is_left_unsaid():
    for name, rule in RULES.items():
        numbers = {str(each) for each in rule.limits.values() if type(each) is int and each > 1}
        assert not {each for each in numbers if each not in rule.limits_in_words}, name
