"""Which account does somebody mean by a number?"""

from __future__ import annotations

from gateway.domain.errors import DataError, NotFound
from gateway.domain.ids import CreditorId
from gateway.domain.portfolio import Account
from gateway.store import Tx, portfolio


def account_named(tx: Tx, number: str, creditor: str | None = None) -> Account:
    """Return the account of that number.

    Raises NotFound when there is none, DataError when several creditors use the number and none was named.
    """
    found = portfolio.find_account(tx, number.strip(), CreditorId(creditor) if creditor else None)
    if not found:
        raise NotFound("there is no account of that number; check it against the creditor's books")
    if len(found) > 1:
        creditors = ", ".join(sorted({str(account.creditor_id) for account in found}))
        raise DataError(
            f"several accounts have that number; name the creditor: {creditors}", field="creditor"
        )
    return found[0]
