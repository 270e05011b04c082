"""Does the message say what the law wants said?"""

from __future__ import annotations

from tests.builders.question import fact, sent
from tests.unit.compliance.cases import table
from tests.unit.compliance.cases.places import (
    CALIFORNIA,
    CALL,
    CONFIRMATION,
    DEBT_BUYER,
    EMAIL,
    FIRST_PARTY,
    LAWYER,
    LETTER,
    MASSACHUSETTS,
    SMS,
    STRANGER,
    TEXAS,
)

VALIDATION = {"kind": "validation_notice"}
LOCATION = {"kind": "location_information"}
BARRED = {"account": {"time_barred": True}}


def saying(*disclosures: str, form: str = "text"):
    return {"message": {"form": form, "disclosures": list(disclosures)}}


RECORDED_SILENT = saying(form="prerecorded")
SAYS_HOW = saying("opt_out", form="prerecorded")
HOME_LINE = {"contact_point": {"kind": "landline", "place": "home"}}
LIMITED = "limited_content_voicemail"

ROWS = [
    *table(
        "us-reg-f/opt-out-notice",
        ("an email that is not written yet", [], EMAIL, "allow with opt_out"),
        ("a text that says how to opt out", [], SMS | saying("opt_out"), "allow"),
        ("one that does not", [], SMS | saying("debt_collector"), "refuse"),
        (
            "the confirmation of an opt-out says nothing else",
            [fact("opt_out", channel="sms")],
            CONFIRMATION | saying(),
            "allow",
        ),
        ("an attorney needs no such notice", [], LAWYER | EMAIL | saying(), "allow"),
        ("the spouse does", [], EMAIL | saying() | {"person": {"relation": "spouse"}}, "refuse"),
        ("a letter has none", [], LETTER | saying(), "not asked"),
    ),
    *table(
        "us-reg-f/debt-collector-disclosure",
        ("a letter that is not written yet", [], LETTER, "allow with debt_collector"),
        ("a letter that says it", [], LETTER | saying("debt_collector"), "allow"),
        ("a letter that does not", [], LETTER | saying("opt_out"), "refuse"),
        ("a later letter that does not", [sent("letter", "2026-02-01")], LETTER | saying(), "refuse"),
        ("asking for the customer's whereabouts no word is said of a debt", [], STRANGER | LOCATION, "allow"),
        (
            "a limited-content message says no word of it",
            [],
            saying("caller_identity", form=LIMITED),
            "allow",
        ),
        (
            "the same words in a text are an ordinary text",
            [],
            SMS | saying("opt_out", form=LIMITED),
            "refuse",
        ),
        (
            "the confirmation of an opt-out says nothing else",
            [fact("opt_out", channel="sms")],
            CONFIRMATION | saying(),
            "allow",
        ),
        ("an attorney need not be told", [], LAWYER | LETTER | saying(), "allow"),
        ("first parties are no debt collectors", [], FIRST_PARTY | LETTER, "not asked"),
    ),
    *table(
        "us-reg-f/validation-information",
        (
            "a validation notice that is not written yet",
            [],
            LETTER | VALIDATION,
            "allow with validation_information",
        ),
        ("one that carries it", [], LETTER | VALIDATION | saying("validation_information"), "allow"),
        ("one that does not", [], LETTER | VALIDATION | saying("debt_collector"), "refuse"),
        ("any other message", [], LETTER | saying(), "allow"),
    ),
    *table(
        "us-reg-f/caller-identity",
        ("a call that is still to be made", [], CALL, "allow with caller_identity"),
        ("one in which the caller is named", [], saying("caller_identity", form="live"), "allow"),
        ("one in which not", [], saying(form="live"), "refuse"),
        ("a limited-content message has its own rule", [], saying(form=LIMITED), "allow"),
    ),
    *table(
        "us-reg-f/limited-content-voicemail",
        (
            "it names whom to ask for and the number to call back",
            [],
            saying("caller_identity", "call_back_number", form=LIMITED),
            "allow",
        ),
        ("without the number", [], saying("caller_identity", form=LIMITED), "refuse"),
        ("with neither", [], saying(form=LIMITED), "refuse"),
        ("any other call", [], saying(form="live"), "allow"),
    ),
    *table(
        "us-tcpa/prerecorded-identity",
        (
            "a recording that names caller and number",
            [],
            saying("caller_identity", "call_back_number", form="prerecorded"),
            "allow",
        ),
        ("one that does not", [], RECORDED_SILENT, "refuse"),
        ("a person's call", [], saying(form="live"), "allow"),
        **FIRST_PARTY,
    ),
    *table(
        "us-tcpa/prerecorded-opt-out",
        ("a recording for a home line that says how to stop them", [], HOME_LINE | SAYS_HOW, "allow"),
        ("one that does not", [], HOME_LINE | RECORDED_SILENT, "refuse"),
        ("one for a mobile, which needs consent instead", [], RECORDED_SILENT, "allow"),
        ("a person's call to a home line", [], HOME_LINE | saying(form="live"), "allow"),
        **FIRST_PARTY,
    ),
    *table(
        "us-ca/licence-number",
        ("a collector's letter that is not written yet", [], {}, "allow with licence_number"),
        ("with the number", [], saying("licence_number"), "allow"),
        ("without", [], saying(), "refuse"),
        ("asking for the customer's whereabouts", [], STRANGER | LOCATION | saying(), "allow"),
        ("a creditor's letter", [], FIRST_PARTY, "not asked"),
        **CALIFORNIA | LETTER | DEBT_BUYER,
    ),
    *table(
        "us-ca/time-barred",
        ("a debt that cannot be sued for any more", [], BARRED, "allow with time_barred"),
        ("and the letter says so", [], BARRED | saying("time_barred"), "allow"),
        ("or does not", [], BARRED | saying(), "refuse"),
        ("any other debt", [], saying(), "allow"),
        **CALIFORNIA | LETTER | DEBT_BUYER,
    ),
    *table(
        "us-tx/time-barred",
        ("a debt that cannot be sued for any more", [], BARRED, "allow with time_barred"),
        ("and the email says so", [], BARRED | saying("time_barred"), "allow"),
        ("or does not", [], BARRED | saying(), "refuse"),
        ("any other debt", [], saying(), "allow"),
        (
            "whose owner did not buy it",
            [],
            BARRED | {"actor": {"role": "third_party_collector"}},
            "not asked",
        ),
        **TEXAS | EMAIL,
    ),
    *table(
        "us-ma/rights-notice",
        ("a letter that is not written yet", [], {}, "allow with rights_notice"),
        ("with the notice", [], saying("rights_notice"), "allow"),
        ("without", [], saying(), "refuse"),
        ("a validation notice carries it too", [], VALIDATION | saying(), "refuse"),
        ("a payment's confirmation need not", [], {"kind": "required_by_law"} | saying(), "allow"),
        **MASSACHUSETTS | LETTER,
    ),
]
