"""What does a print house say of our letters? One file of rows, JSON or CSV, read row by row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from channels.message import Aftermath, Again, DeliveryEvent, PointNews
from gateway.domain.errors import DataError
from gateway.domain.ids import AttemptId
from gateway.domain.words import AttemptState

PROVIDER = "spool"
SUFFIXES = (".json", ".csv")
COLUMNS = ("attempt_id", "status", "time", "code")
STATES = {
    "accepted": AttemptState.ACCEPTED,
    "printed": AttemptState.ACCEPTED,
    "mailed": AttemptState.ACCEPTED,  # the post has it; that it arrived nobody says
    "returned": AttemptState.BOUNCED,
    "failed": AttemptState.FAILED,
}
# A letter that was not printed says nothing of the address: made anew a day later, and somebody looks.
_NOT_PRINTED = Aftermath(PointNews.FINE, Again.TOMORROW, task="delivery-failed")
_LONGEST_CODE = 100


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A file's rows: what they say, and the numbers of those that say nothing, counted from one."""

    events: tuple[tuple[int, DeliveryEvent], ...]
    bad: tuple[int, ...]


def read_acknowledgements(name: str, content: bytes) -> Acknowledged:
    """Return what a file says. Raises DataError if it cannot be read as a whole."""
    try:
        text = content.decode("utf-8-sig")
        rows = list(_json_rows(text) if name.lower().endswith(".json") else _csv_rows(text))
    except (UnicodeDecodeError, ValueError, csv.Error, RecursionError):
        raise DataError("It is not UTF-8 text in JSON or CSV.") from None
    read = [(number, _event(row)) for number, row in enumerate(rows, 1)]
    return Acknowledged(
        tuple((number, event) for number, event in read if event is not None),
        tuple(number for number, event in read if event is None),
    )


def _json_rows(text: str) -> Iterable[Any]:
    told = json.loads(text)
    return told if isinstance(told, list) else [told]


def _csv_rows(text: str) -> Iterable[Any]:
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",", strict=True
    )
    heads = {(head or "").strip().lower(): head for head in reader.fieldnames or ()}
    if not {"attempt_id", "status", "time"} <= heads.keys():
        raise DataError("Its first line must name the columns attempt_id, status, time and code.")
    return [{name: row.get(heads[name]) for name in COLUMNS if name in heads} for row in reader]


def _event(row: Any) -> DeliveryEvent | None:
    if not isinstance(row, Mapping):
        return None
    told = [row.get(name) for name in COLUMNS]
    attempt, status, time, code = (one.strip() if isinstance(one, str) else "" for one in told)
    try:
        attempt_id = AttemptId(UUID(attempt))
        state = STATES[status.lower()]
        datetime.fromisoformat(time)
    except (ValueError, KeyError):
        return None
    return DeliveryEvent(
        attempt_id=attempt_id,
        state=state.value,
        provider=PROVIDER,
        provider_event_id=f"{attempt_id}:{status.lower()}",  # told once, in however many files
        code=code[:_LONGEST_CODE] if code.isprintable() and code else status.lower(),
        detail={"time": time},
        aftermath=_NOT_PRINTED if state is AttemptState.FAILED else None,
    )
