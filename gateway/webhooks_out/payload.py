"""What does a message say? The same bytes in every try, and little: ids, kinds and instants."""

from __future__ import annotations

from typing import Any

import orjson

from gateway.store.webhook_deliveries import Letter

MAX_ACCOUNTS = 200  # of 40 bytes each; a payload stays under 20 kB


def payload(letter: Letter) -> bytes:
    """Return a message's body."""
    data: dict[str, Any] = {"seq": letter.number, **letter.data}
    if letter.customer_id is not None:
        data["customer_id"] = str(letter.customer_id)
    if letter.creditor_id is not None:
        data["creditor_id"] = letter.creditor_id
    accounts = data.get("account_ids", [])
    if len(accounts) > MAX_ACCOUNTS:
        data |= {"account_ids": accounts[:MAX_ACCOUNTS], "more_accounts": len(accounts) - MAX_ACCOUNTS}
    at = letter.at.isoformat(timespec="microseconds").replace("+00:00", "Z")
    return orjson.dumps({"type": letter.type, "timestamp": at, "data": data}, option=orjson.OPT_SORT_KEYS)
