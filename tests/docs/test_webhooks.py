"""Does the page for receivers say what is sent, and does its example believe our signature?"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from gateway.domain.words import Channel, PointKind
from gateway.store import Store
from gateway.webhooks_out import Courier
from gateway.webhooks_out.retries import WAITS
from gateway.webhooks_out.signing import shown, signed_headers
from gateway.webhooks_out.types import PING, TYPES
from tests.builders.office import an_office
from tests.builders.webhooks import DEADLINE, Telling, another_messenger, opened
from tests.docs.pages import ROOT
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds
from tests.fakes.webhook_receiver import a_receiver

PAGE = (ROOT / "docs" / "webhooks.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_every_type_is_documented_and_no_other() -> None:
    named = set(re.findall(r"^\| `([\w.]+)` \|", PAGE, re.MULTILINE))
    each = {"attempt.withdrawn", *(one for one in TYPES if not one.startswith(("event.", "attempt.")))}
    assert named == each | {"event.TYPE", "attempt.STATE", PING}


def test_the_plan_is_documented() -> None:
    told = "at once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h"
    assert told in PAGE.replace("\n", " ")
    assert [wait.total_seconds() for wait in WAITS[1:4]] == [5, 300, 1800]


@pytest.mark.parametrize("changed", [False, True])
def test_the_example_believes_us_and_nobody_else(changed: bool, ids: SeededIds) -> None:
    space: dict[str, Any] = {}
    exec(blocks("python")[0], space)
    secret, body = ids.random_bytes(32), b'{"type":"webhook.ping"}'
    headers = signed_headers(UUID(int=1), body, [ids.random_bytes(32), secret], datetime.now(UTC))
    assert space["verified"](shown(secret), headers, body + b" " * changed) is not changed


async def test_messages_look_like_the_examples(store: Store, clock: FixedClock, ids: SeededIds) -> None:
    office = an_office(store, clock, ids)
    made = office.parts.webhook_office
    telling = Telling(
        store, clock, ids, made, another_messenger(store, made, Courier(deadline=DEADLINE), clock, ids)
    )
    async with a_receiver() as receiver, opened(telling):
        telling.add(receiver.url)
        customer, account = office.customer(PointKind.EMAIL)
        office.send(customer, Channel.EMAIL)
        body = {"due_on": "2027-03-10", "amount": "10.00", "currency": "USD"}
        telling.happens(customer.customer_id, "promise_to_pay", account_id=account.account_id, body=body)
        telling.happens(customer.customer_id, "dispute", account_id=account.account_id)
        await telling.messenger.drain()
    sent = {one.said["type"]: one.said for one in receiver.heard}
    for example in map(json.loads, blocks("json")):
        real = sent[example["type"].replace("delivered", "accepted")]
        assert example.keys() == real.keys()
        assert example["data"].keys() == real["data"].keys(), example["type"]
