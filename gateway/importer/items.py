"""What does one row of a portfolio say? Read to the last cell, or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple, TypeVar

from babel.numbers import list_currencies

from gateway.domain.ids import CreditorId
from gateway.domain.portfolio import Creditor
from gateway.domain.words import ActorRole, DebtClass
from gateway.importer.cells import choice, key, optional_line
from gateway.importer.customer_cells import CustomerCells, CustomerReader
from gateway.importer.limits import MAX_MINOR
from gateway.importer.profile import Profile
from gateway.importer.refusal import Unreadable
from gateway.importer.rows import Cell, text_of

_YES_NO = {
    "yes": True, "y": True, "true": True, "1": True, "x": True,
    "no": False, "n": False, "false": False, "0": False,
}  # fmt: skip
_CLASSES = {each.value: each for each in DebtClass}
_ROLES = {each.value: each for each in ActorRole}
_CONSENTS = {"consent_email": "email", "consent_sms": "text", "consent_voice": "channel:voice"}
_CODE = re.compile(r"[A-Z]{3}")
_EARLIEST = date(1970, 1, 1)
T = TypeVar("T")


class Item(NamedTuple):
    """One open item, as the file tells it. None: the file says nothing of it."""

    row: int
    creditor_id: CreditorId
    customer_number: str
    customer: CustomerCells
    account_number: str
    debt_class: DebtClass | None
    actor_role: ActorRole | None
    strategy: str | None
    invoice_number: str
    issued_on: date | None
    due_on: date
    currency: str
    amount_minor: int | None
    balance_minor: int
    disputed: bool | None
    settled_on: date | None
    consents: tuple[tuple[str, date], ...]


class PaymentItem(NamedTuple):
    """One payment, as the file tells it."""

    row: int
    creditor_id: CreditorId
    customer_number: str
    reference: str
    paid_on: date
    currency: str
    amount_minor: int
    invoice_number: str | None
    account_number: str | None


@dataclass(slots=True)
class Context:
    """What reading rests on besides the row. creditor_id: for rows that name none."""

    profile: Profile
    creditors: Mapping[CreditorId, Creditor]
    creditor_id: CreditorId | None
    as_of: date
    today: date


class ItemReader:
    """Reads the rows of one file."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._profile = context.profile
        self._readers: dict[CreditorId, CustomerReader] = {}

    def item(self, row: int, values: Mapping[str, Cell]) -> Item:
        """Return what a row of a portfolio says. Raises Unreadable."""
        creditor_id = self._creditor(values)
        number = key(values, "customer_number", was_number=self._profile.whole_ids)
        currency = _currency(values)
        settled_on = self._past_day(values, "settled_on")
        balance = self._minor(values, "balance", currency)
        return Item(
            row=row,
            creditor_id=creditor_id,
            customer_number=number,
            customer=self._customer(creditor_id, values),
            account_number=self._optional_key(values, "account_number") or number,
            debt_class=choice(values, "debt_class", _CLASSES),
            actor_role=choice(values, "actor_role", _ROLES),
            strategy=optional_line(values, "strategy"),
            invoice_number=key(values, "invoice_number", was_number=self._profile.whole_ids),
            issued_on=self._day(values, "issued_on"),
            due_on=self._needed_day(values, "due_on"),
            currency=currency,
            amount_minor=self._minor(values, "amount", currency) if "amount" in values else None,
            balance_minor=0 if settled_on else balance,
            disputed=choice(values, "disputed", _YES_NO),
            settled_on=settled_on,
            consents=self._consents(values) if self._tells_consents(values) else (),
        )

    def payment(self, row: int, values: Mapping[str, Cell]) -> PaymentItem:
        """Return what a row of a payment file says. Raises Unreadable."""
        currency = _currency(values)
        amount = self._minor(values, "amount", currency)
        if amount <= 0:
            raise Unreadable("amount", "is not positive; record a returned payment by a corrected balance")
        paid_on = self._needed_day(values, "paid_on")
        if paid_on > self._context.today:
            raise Unreadable("paid_on", "is in the future")
        return PaymentItem(
            row=row,
            creditor_id=self._creditor(values),
            customer_number=key(values, "customer_number", was_number=self._profile.whole_ids),
            reference=key(values, "reference"),
            paid_on=paid_on,
            currency=currency,
            amount_minor=amount,
            invoice_number=self._optional_key(values, "invoice_number"),
            account_number=self._optional_key(values, "account_number"),
        )

    def known_key(self, values: Mapping[str, Cell]) -> tuple[CreditorId | None, str | None, str | None]:
        """Return as much of a quarantined row's key as can be read: creditor, customer and invoice number."""
        creditor_id = _or_none(lambda: self._creditor(values))
        whole = self._profile.whole_ids
        customer = _or_none(lambda: key(values, "customer_number", was_number=whole))
        invoice = _or_none(lambda: key(values, "invoice_number", was_number=whole))
        return creditor_id, customer, invoice

    def _customer(self, creditor_id: CreditorId, values: Mapping[str, Cell]) -> CustomerCells:
        reader = self._readers.get(creditor_id)
        if reader is None:
            reader = CustomerReader(self._context.creditors[creditor_id].default_country)
            self._readers[creditor_id] = reader
        return reader.read(values)

    def _creditor(self, values: Mapping[str, Cell]) -> CreditorId:
        cell = values.get("creditor")
        named = CreditorId(text_of(cell).strip()) if cell is not None else self._context.creditor_id
        if named is None:
            raise Unreadable(
                "creditor", "is missing, and the settings name several: add the column or --creditor"
            )
        if named not in self._context.creditors:
            raise Unreadable("creditor", "is not in the settings; add a [[creditor]] table or correct the id")
        return named

    def _optional_key(self, values: Mapping[str, Cell], column: str) -> str | None:
        return key(values, column, was_number=self._profile.whole_ids) if column in values else None

    def _minor(self, values: Mapping[str, Cell], column: str, currency: str) -> int:
        cell = values.get(column)
        if cell is None:
            raise Unreadable(column, "is missing")
        style = self._profile.numbers
        try:
            minor = style.minor(cell.isoformat() if isinstance(cell, date) else cell, currency)
        except ValueError as error:
            raise Unreadable(column, str(error)) from None
        if abs(minor) > MAX_MINOR:
            raise Unreadable(column, "is larger than any bill")
        return minor

    def _needed_day(self, values: Mapping[str, Cell], column: str) -> date:
        day = self._day(values, column)
        if day is None:
            raise Unreadable(column, "is missing")
        return day

    def _day(self, values: Mapping[str, Cell], column: str) -> date | None:
        cell = values.get(column)
        if cell is None:
            return None
        try:
            day = self._profile.dates.read(cell if isinstance(cell, date) else text_of(cell))
        except ValueError as error:
            raise Unreadable(column, str(error)) from None
        if day < _EARLIEST:
            raise Unreadable(column, "is before 1970; the date was lost on the way")
        return day

    def _past_day(self, values: Mapping[str, Cell], column: str) -> date | None:
        """On the day of the file, what comes later has not happened yet."""
        day = self._day(values, column)
        return day if day is not None and day <= self._context.as_of else None

    @staticmethod
    def _tells_consents(values: Mapping[str, Cell]) -> bool:
        return not _CONSENTS.keys().isdisjoint(values)

    def _consents(self, values: Mapping[str, Cell]) -> tuple[tuple[str, date], ...]:
        found = ((to, self._past_day(values, column)) for column, to in _CONSENTS.items() if column in values)
        return tuple((to, day) for to, day in found if day is not None)


@lru_cache(maxsize=512)
def _currency_code(text: str) -> str:
    code = text.strip().upper()
    if not _CODE.fullmatch(code) or code not in _currencies():
        raise Unreadable("currency", "is no currency code of ISO 4217, such as USD")
    return code


def _currency(values: Mapping[str, Cell]) -> str:
    cell = values.get("currency")
    if cell is None:
        raise Unreadable("currency", "is missing")
    return _currency_code(text_of(cell))


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies()) - {"XXX", "XTS"}


def _or_none(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except Unreadable:
        return None
