"""What does a collector see on the line? The number and the script as the ledger keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from gateway.dispatcher.dossier import gather
from gateway.dispatcher.owed import owed
from gateway.domain.errors import NotFound
from gateway.domain.ids import AccountId, CreditorId, EntryId
from gateway.domain.money import Money
from gateway.domain.portfolio import Account, Creditor, Customer
from gateway.ledger import Ledger
from gateway.store import Tx, calls
from gateway.store.calls import MadeCall
from gateway.why import read_clock


@dataclass(frozen=True, slots=True)
class CallPage:
    """A call with its number, its words, and what can be promised in it."""

    call: MadeCall
    customer: Customer
    accounts: tuple[Account, ...]
    time_zone: str
    today: date  # the customer's
    number: str
    opening: str
    after_check: str
    language: str
    questions: tuple[dict[str, Any], ...]
    voicemail: str | None
    why_no_voicemail: str
    totals: tuple[Money, ...]  # what is open on the accounts, by currency
    has_news: bool  # something was told about the customer since the call was judged


def call_page(
    tx: Tx, ledger: Ledger, attempt_id: UUID, creditors: Mapping[CreditorId, Creditor], now: datetime
) -> CallPage:
    """Return a call that was begun. Raises NotFound for any other, and for an erased customer's."""
    call = calls.find_made(tx, attempt_id)
    if call is None:
        raise NotFound("there is no call of that id")
    entry = ledger.open(tx, EntryId(call.entry_id))
    sealed = entry["private"]
    dossier = gather(tx, [call.customer_id], creditors, now).get(call.customer_id)
    if not isinstance(sealed, dict) or dossier is None:
        raise NotFound("this call's words cannot be read any more")
    message = sealed["message"]
    script = message["script"]
    zone = read_clock(tx, dossier.customer, creditors)
    accounts = tuple(one for one in dossier.accounts if str(one.account_id) in call.accounts)
    return CallPage(
        call=call,
        customer=dossier.customer,
        accounts=accounts,
        time_zone=zone,
        today=now.astimezone(ZoneInfo(zone)).date(),
        number=message["to"],
        opening=message["text"],
        after_check=message["after_check"],
        language=entry["public"]["language"],
        questions=tuple(script["questions"]),
        voicemail=script["voicemail"],
        why_no_voicemail=script["why_no_voicemail"],
        totals=owed(dossier, {AccountId(one.account_id) for one in accounts}).totals,
        has_news=calls.has_news(tx, call),
    )
