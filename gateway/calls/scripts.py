"""What may a collector say in this call, and how do they find out with whom they speak?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from compliance.facts import MessageFacts
from gateway.dispatcher.cases import Case
from gateway.dispatcher.composing import Composed
from gateway.dispatcher.judging import Judge, ask
from gateway.domain.errors import DunwellError
from gateway.domain.words import Channel, Verdict
from gateway.render import MessageContext, Renderer
from gateway.responses.identity import FACTS, Holdings, asked_of
from gateway.store import Tx, statements

VOICEMAIL = "voicemail"  # the message with limited content
_FORM = "limited_content_voicemail"
_LABELS: Mapping[str, str] = {
    "postal_code": "Postal code",
    "last_name": "Last name",
    "birth_year": "Year of birth",
    "customer_number": "Customer number",
    "account_number": "Account number",
    "invoice_number": "The number of an open or recent invoice",
}
_MOST_ANSWERS = 5  # a customer with hundreds of invoices names one of the newest


def with_script(tx: Tx, case: Case, composed: Composed, judge: Judge, renderer: Renderer) -> Composed:
    """Return the call with all that a collector needs on the line; the ledger keeps it with the words."""
    voicemail, why_none = _voicemail(case, composed, judge, renderer)
    script = {
        "questions": _questions(tx, case),
        "voicemail": voicemail,
        "why_no_voicemail": why_none,
        "point_kind": case.way.point.kind.value,
    }
    return replace(composed, script=script)


def _questions(tx: Tx, case: Case) -> list[dict[str, Any]]:
    """The same facts as the customer page asks for, with the answers that are right."""
    assert case.dossier is not None
    dossier = case.dossier
    held = Holdings(
        dossier.customer,
        tuple(account.account_number for account in dossier.accounts),
        statements.invoice_numbers_of(tx, dossier.customer.customer_id),
    )
    asked = []
    for fact in asked_of(dossier.creditor, dossier.customer):
        answers = [answer for answer in FACTS[fact](held) if answer][:_MOST_ANSWERS]
        asked.append({"ask": _LABELS[fact], "answers": answers})
    return asked


def _voicemail(case: Case, composed: Composed, judge: Judge, renderer: Renderer) -> tuple[str | None, str]:
    """The words for a machine, or why there are none: then nothing is left on it."""
    assert case.dossier is not None
    form = MessageFacts(form=_FORM, disclosures=None)
    for facts in case.way.asked:
        ruling = ask(judge.rulebook, replace(facts, message=form))
        if ruling.verdict is not Verdict.ALLOW:
            return None, ruling.because
    creditor, customer = case.dossier.creditor, case.dossier.customer
    context = MessageContext(
        creditor=creditor,
        customer_name=customer.name,
        is_company=customer.is_company,
        reference="",
        lines=(),
        totals=(),
        today=case.way.asked[0].at.date(),
    )
    try:
        return renderer.render(context, VOICEMAIL, Channel.VOICE, composed.language).text, ""
    except DunwellError:
        return None, "The settings name no person whom the customer can ask for."


def masked(number: str) -> str:
    """Return a number as it is shown before the call is judged."""
    return f"ends in {number[-2:]}"
