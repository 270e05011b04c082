"""Which account or customer does somebody mean by a number?"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from channels.letter_code import ending, letter_code, read_letter_code
from gateway.domain.errors import DataError, NotFound
from gateway.domain.ids import CreditorId, CustomerId
from gateway.domain.portfolio import Account
from gateway.store import Tx, deliveries, portfolio


def account_named(tx: Tx, number: str, creditor: str | None = None) -> Account:
    """Return the account of that number, or the first that a letter with that code is about.

    Raises NotFound when there is none, DataError when several creditors use the number and none was named.
    """
    found = portfolio.find_account(tx, number.strip(), CreditorId(creditor) if creditor else None)
    found = found or _of_letter(tx, number)
    if not found:
        raise NotFound("there is no account of that number; check it against the creditor's books")
    if len(found) > 1:
        creditors = ", ".join(sorted({str(account.creditor_id) for account in found}))
        raise DataError(
            f"several accounts have that number; name the creditor: {creditors}", field="creditor"
        )
    return found[0]


def _of_letter(tx: Tx, typed: str) -> list[Account]:
    code = read_letter_code(typed)
    letters = deliveries.letters_ending(tx, ending(code)) if code else []
    ids = [accounts[0] for attempt_id, accounts in letters if letter_code(attempt_id) == code and accounts]
    found = (portfolio.account_by_id(tx, account_id) for account_id in ids)
    return [account for account in found if account is not None]


def customer_named(tx: Tx, name: str, creditors: Iterable[CreditorId]) -> CustomerId:
    """Return the customer of that number at one of the creditors, or of that id (also when long gone).

    Raises NotFound when there is none, DataError when several creditors use the number.
    """
    try:
        return CustomerId(UUID(name))
    except ValueError:
        found = {one: portfolio.find_customer(tx, one, name.strip()) for one in creditors}
    known = {one: customer for one, customer in found.items() if customer is not None}
    if not known:
        raise NotFound("there is no customer of that number; check it against the creditor's books")
    if len(known) > 1:
        raise DataError(
            f"several customers have that number; name the creditor: {', '.join(sorted(known))}",
            field="creditor",
        )
    return next(iter(known.values())).customer_id
