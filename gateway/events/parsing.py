"""How does an event from outside become one of ours? Strictly: every key known, every name found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import phonenumbers

from gateway.domain.errors import DataError
from gateway.domain.ids import AccountId, ContactPointId
from gateway.domain.portfolio import Account, ContactPoint, Customer
from gateway.domain.words import PointKind
from gateway.events import values
from gateway.events.grammar import checked_body, grammar_of
from gateway.events.new_event import NewEvent
from gateway.store import Tx, events, portfolio

CLOCKS_MAY_DIFFER_BY = timedelta(seconds=60)  # between the teller's machine and ours
_ENVELOPE = frozenset(
    {"type", "at", "customer_number", "creditor", "account_number", "account", "accounts", "discussed",
     "contact_point", "person"}
)  # fmt: skip


def parse_event(tx: Tx, obj: Any, *, now: datetime) -> NewEvent:
    """Return the event that a JSON object tells, ready to be recorded.

    obj: the keys of the decision contract, with `customer_number`, where several creditors use that number
    `creditor`, and optionally `account_number`; accounts are named by their numbers, a contact point by its
    address or number. `id` is the teller's own and recorded once.
    Raises DataError naming the key that is missing, unknown or wrong.
    """
    if not isinstance(obj, Mapping):
        raise DataError("an event is a JSON object")
    obj = {key: value for key, value in obj.items() if value is not None}
    type_ = _text(obj, "type")
    grammar_of(type_)
    at = _at(obj, now)
    customer = _customer(tx, obj)
    accounts = {a.account_number: a for a in portfolio.accounts_of(tx, [customer.customer_id]).get(
        customer.customer_id, [])}  # fmt: skip
    about = _accounts(obj, accounts)
    point = _contact_point(tx, obj, customer)
    body = {key: value for key, value in obj.items() if key not in _ENVELOPE}
    if body.get("actor") == customer.creditor_id:
        del body["actor"]  # the creditor's own contact: whoever asks, asks for that creditor
    body |= _names(obj, customer, accounts)
    if len(about) > 1:
        body["accounts"] = [str(account_id) for account_id in about]
    own_id = body.get("id")
    return NewEvent(
        type=type_,
        at=at,
        customer_id=customer.customer_id,
        account_id=about[0] if len(about) == 1 else None,
        contact_point_id=point,
        body=checked_body(type_, body, names_point=point is not None),
        dedupe_key=f"told:{customer.creditor_id}:{own_id}" if own_id else None,
    )


def _text(obj: Mapping[str, Any], key: str) -> str:
    if key not in obj:
        raise DataError(f"{key} is missing", field=key)
    return values.text(key, obj[key])


def _at(obj: Mapping[str, Any], now: datetime) -> datetime:
    if "at" not in obj:
        raise DataError("at is missing: say when it happened", field="at")
    at = values.instant_of("at", obj["at"])
    if at > now + CLOCKS_MAY_DIFFER_BY:
        raise DataError("at lies in the future; an event is something that has happened", field="at")
    return min(at, now)  # a clock that runs a little ahead must not hide the event from a ruling at `now`


def _customer(tx: Tx, obj: Mapping[str, Any]) -> Customer:
    number = _text(obj, "customer_number")
    creditor = values.text("creditor", obj["creditor"]) if "creditor" in obj else None
    found = events.customers_of_number(tx, number, creditor)
    if not found:
        at_creditor = " at that creditor" if creditor else ""
        raise DataError(f"no customer has this number{at_creditor}; import first", field="customer_number")
    if len(found) > 1:
        raise DataError("several creditors have a customer of this number; name one", field="creditor")
    return portfolio.customers_by_id(tx, found)[found[0]]


def _accounts(obj: Mapping[str, Any], known: Mapping[str, Account]) -> list[AccountId]:
    numbers: list[str] = []
    for key in ("account_number", "account"):
        if key in obj:
            numbers.append(values.text(key, obj[key]))
    if "accounts" in obj:
        numbers += values.list_of(values.text)("accounts", obj["accounts"])
    return list(dict.fromkeys(_account(number, known) for number in numbers))


def _account(number: str, known: Mapping[str, Account], key: str = "account_number") -> AccountId:
    if number not in known:
        raise DataError("the customer has no account of this number", field=key)
    return known[number].account_id


def _names(obj: Mapping[str, Any], customer: Customer, accounts: Mapping[str, Account]) -> dict[str, Any]:
    """What the body says about other accounts and other people, in our ids."""
    found: dict[str, Any] = {}
    if "discussed" in obj:
        numbers = values.list_of(values.text)("discussed", obj["discussed"])
        found["discussed"] = [str(_account(number, accounts, "discussed")) for number in numbers]
    if "person" in obj and obj["person"] != customer.customer_number:
        found["person"] = values.text("person", obj["person"])
    return found


def _contact_point(tx: Tx, obj: Mapping[str, Any], customer: Customer) -> ContactPointId | None:
    if "contact_point" not in obj:
        return None
    given = values.text("contact_point", obj["contact_point"])
    points = portfolio.contact_points_of(tx, [customer.customer_id]).get(customer.customer_id, [])
    for point in points:
        if _is_same(point, given, customer.country):
            return point.contact_point_id
    raise DataError(
        "the customer has no contact point like this; leave it out where the event is not about one",
        field="contact_point",
    )


def _is_same(point: ContactPoint, given: str, country: str | None) -> bool:
    if point.value.casefold() == given.casefold() or str(point.contact_point_id) == given.lower():
        return True
    if point.kind not in (PointKind.MOBILE, PointKind.LANDLINE):
        return False
    try:
        number = phonenumbers.parse(given, country)
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == point.value)
