"""What should whoever writes or decides bear in mind? It never holds a contact back."""

from __future__ import annotations

from tests.builders.question import fact
from tests.unit.compliance.cases import ADVICE, Row, merged, table
from tests.unit.compliance.cases.places import (
    AUSTRALIA,
    BRITISH_COLUMBIA,
    CALIFORNIA,
    CALL,
    DEBT_BUYER,
    EMAIL,
    FIRST_PARTY,
    INDIA,
    LETTER,
    NEW_YORK_CITY,
    NEW_YORK_STATE,
    ONTARIO,
    STRANGER,
    TEXAS,
    UNITED_KINGDOM,
    living,
)

GERMANY = merged(living("DE", "Europe/Berlin"), FIRST_PARTY | {"at": "2026-03-06T15:00:00+01:00"})
BARRED = {"account": {"time_barred": True}}
BUREAU = {"person": {"id": "b", "relation": "credit_bureau"}}


def always(entry: str, words: str, **where) -> list[Row]:
    return table(entry, (words, [], CALL, ADVICE), **where)


ROWS = [
    *table(
        "us-reg-f/time-barred",
        ("a debt that cannot be sued for any more", [], BARRED, ADVICE),
        ("any other debt", [], CALL, "allow"),
    ),
    *table(
        "us-reg-f/no-overshadowing",
        ("in the validation period", [fact("validation_notice", delivered_by="letter")], CALL, ADVICE),
        ("after it", [fact("validation_notice", "2025-12-01", delivered_by="letter")], CALL, "allow"),
        (
            "on its last day: a holiday lengthened the assumed receipt",
            [fact("validation_notice", "2026-01-16", delivered_by="letter")],
            {"at": "2026-02-25T12:00:00-05:00"},
            ADVICE,
        ),
        (
            "the day after",
            [fact("validation_notice", "2026-01-16", delivered_by="letter")],
            {"at": "2026-02-26T12:00:00-05:00"},
            "allow",
        ),
        ("before any notice", [], CALL, "allow"),
    ),
    *table(
        "us-reg-f/disputed-mark",
        ("a disputed debt", [fact("dispute")], BUREAU, ADVICE),
        ("any other", [], BUREAU, "allow"),
        ("another debt is disputed", [fact("dispute", account="B")], BUREAU, "allow"),
    ),
    *table(
        "us-reg-f/before-credit-reporting",
        ("to a credit bureau", [], BUREAU, ADVICE),
        ("to the customer", [], CALL, "allow"),
    ),
    *always("us-reg-f/private-letters", "a letter", **LETTER),
    *always("us-tcpa/email-class", "an email", **EMAIL),
    *table(
        "us-tcpa/fair-dealing",
        ("a creditor in its own name", [], FIRST_PARTY, ADVICE),
        ("a collector is bound by Regulation F itself", [], CALL, "not asked"),
    ),
    *table(
        "us-ny/substantiation",
        ("a disputed debt", [fact("dispute")], CALL, ADVICE),
        ("any other", [], CALL, "allow"),
        **NEW_YORK_STATE,
    ),
    *always("us-ny-nyc/language", "any contact", **NEW_YORK_CITY),
    *always("us-ca/frequency", "a call", **CALIFORNIA),
    *always("us-ca/recording", "a call", **CALIFORNIA),
    *always("us-tx/repeated-calls", "a call", **TEXAS),
    *always("ca-casl/electronic-messages", "an email", **EMAIL, **ONTARIO),
    *always("ca-on/disclosure-statement", "any contact", **ONTARIO),
    *always("ca-bc/frequency", "any contact", **BRITISH_COLUMBIA),
    *table(
        "ca-bc/employer",
        ("an employer is a third party", [], STRANGER, ADVICE),
        ("the customer is none", [], CALL, "allow"),
        **BRITISH_COLUMBIA,
    ),
    *always("gb/identity-first", "any contact", **UNITED_KINGDOM),
    *always("gb/debt-adviser", "any contact", **UNITED_KINGDOM),
    *table(
        "gb/time-barred",
        ("a debt that cannot be sued for any more", [], BARRED, ADVICE),
        ("any other debt", [], CALL, "allow"),
        **UNITED_KINGDOM,
    ),
    *always("gb/arrears-notices", "a letter", **LETTER, **UNITED_KINGDOM),
    *always("gb/consumer-duty", "any contact", **UNITED_KINGDOM),
    *always("gb/marketing", "a call", **UNITED_KINGDOM),
    *always("eu/legal-basis", "any contact", **GERMANY),
    *always("eu/marketing", "a call", **GERMANY),
    *always("eu/national-hours", "a call", **GERMANY),
    *table(
        "eu/purchased-loans",
        ("whoever bought the loan", [], DEBT_BUYER, ADVICE),
        ("whoever lent it", [], FIRST_PARTY, "not asked"),
        **GERMANY,
    ),
    *always("in-rbi/conduct", "any contact", **INDIA),
    *always("au/attempts", "a call", **AUSTRALIA),
]
