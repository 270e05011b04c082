"""Which of our columns is meant by a heading? Names match without regard to case, spaces, `_` or `-`."""

from __future__ import annotations

import re
from functools import lru_cache

PORTFOLIO_COLUMNS = (
    "customer_number", "customer_name", "customer_kind", "email", "mobile", "phone", "street", "city",
    "region", "postal_code", "country", "time_zone", "language", "birth_year", "creditor", "account_number",
    "debt_class", "actor_role", "strategy", "invoice_number", "settled_on", "issued_on", "due_on", "amount",
    "balance", "currency", "disputed", "consent_email", "consent_sms", "consent_voice",
)  # fmt: skip
PORTFOLIO_NEEDED = ("customer_number", "customer_name", "invoice_number", "due_on", "balance", "currency")

PAYMENT_COLUMNS = (
    "customer_number", "creditor", "paid_on", "amount", "currency", "reference", "invoice_number",
    "account_number",
)  # fmt: skip
PAYMENT_NEEDED = ("customer_number", "paid_on", "amount", "currency", "reference")

COLUMNS = {"portfolio": PORTFOLIO_COLUMNS, "payments": PAYMENT_COLUMNS}
NEEDED = {"portfolio": PORTFOLIO_NEEDED, "payments": PAYMENT_NEEDED}
KINDS = ("portfolio", "payments")

_IGNORED = re.compile(r"[\s_\-\u00a0\u200b\ufeff]+")


@lru_cache(maxsize=4096)
def plain(heading: str) -> str:
    """Return the heading as it is compared."""
    return _IGNORED.sub("", heading).casefold()
