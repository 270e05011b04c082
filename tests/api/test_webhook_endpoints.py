"""Can an operator's program say who is told, see how that fares, and have things told again?"""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from gateway.domain.words import Role
from gateway.ledger import EntryKind
from gateway.store.schema import idempotency, webhook_endpoint
from tests.builders.office import Office

URL = "https://crm.example.com/dunwell"
NOBODY = "00000000-0000-7000-8000-000000000000"


def post(office: Office, address: str, body: Any = None, **headers: str) -> Any:
    return office.client.post(f"/v1/webhooks{address}", json=body, headers=office.key() | headers)


def get(office: Office, address: str = "", role: Role = Role.AUDITOR) -> Any:
    return office.client.get(f"/v1/webhooks{address}", headers=office.key(role))


def added(office: Office, **wish: Any) -> str:
    answer = post(office, "", {"url": URL, **wish})
    assert answer.status_code == 201, answer.text
    return answer.json()["endpoint"]["endpoint_id"]


def test_the_secret_is_shown_once_and_kept_sealed(office: Office) -> None:
    answer = post(office, "", {"url": URL, "types": ["event.*"], "label": "CRM"}).json()
    assert answer["secret"].startswith("whsec_")
    (shown,) = get(office).json()["endpoints"]
    assert shown == answer["endpoint"]
    assert (shown["url"], shown["types"], shown["state"]) == (URL, ["event.*"], "enabled")
    assert "secret" not in str(shown).replace("former_secret_until", "")
    with office.store.read() as tx:
        sealed = tx.execute(sa.select(webhook_endpoint.c.secret)).scalar_one()
    assert answer["secret"].encode() not in sealed


def test_a_repeated_request_adds_nothing_and_tells_no_secret(office: Office) -> None:
    key = office.key() | {"Idempotency-Key": "add-1"}
    first = office.client.post("/v1/webhooks", json={"url": URL}, headers=key)
    again = office.client.post("/v1/webhooks", json={"url": URL}, headers=key)
    assert (again.status_code, again.headers["idempotent-replayed"]) == (201, "true")
    assert again.json() == {"endpoint": first.json()["endpoint"]}
    assert len(get(office).json()["endpoints"]) == 1
    with office.store.read() as tx:
        kept = tx.execute(sa.select(idempotency.c.response)).scalar_one()
    assert first.json()["secret"] not in kept


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "url"),
        ({"url": "http://crm.example.com/"}, "url"),
        ({"url": "https://169.254.169.254/"}, "url"),
        ({"url": "https://10.0.0.1/"}, "url"),
        ({"url": URL, "types": ["no.such"]}, "types"),
        ({"url": URL, "types": [""]}, "types.0"),
        ({"url": URL, "creditor": "no-such"}, "creditor"),
        ({"url": URL, "label": "two\nlines"}, "label"),
        ({"url": URL, "more": 1}, "more"),
    ],
)
def test_an_endpoint_that_could_hear_nothing_is_refused(
    office: Office, body: dict[str, Any], field: str
) -> None:
    answer = post(office, "", body)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert get(office).json() == {"endpoints": []}


def test_what_an_endpoint_hears_can_be_looked_at_and_replayed(office: Office) -> None:
    endpoint = added(office, types=["event.*"])
    message = post(office, f"/{endpoint}/test").json()["message"]
    (row,) = get(office, f"/{endpoint}/deliveries").json()["deliveries"]
    assert (row["message"], row["type"], row["state"]) == (message, "webhook.ping", "waiting")
    assert get(office, f"/{endpoint}/deliveries/{message}").json() == {"tries": []}
    assert get(office, f"/{endpoint}/deliveries?before={row['seq']}").json() == {"deliveries": []}
    assert get(office, f"/{endpoint}/deliveries?state=lost").status_code == 422
    assert post(office, f"/{endpoint}/replay", {"message": message}).status_code == 404
    assert post(office, f"/{endpoint}/disable", {"reason": "moving"}).status_code == 200
    shown = get(office, f"/{endpoint}").json()["endpoint"]
    assert (shown["state"], shown["disabled_because"], shown["held"]) == ("disabled", "moving", 1)
    assert post(office, f"/{endpoint}/replay", {}).status_code == 409
    assert post(office, f"/{endpoint}/enable").json()["endpoint"]["held"] == 1
    assert post(office, f"/{endpoint}/replay", {}).json() == {"replayed": 1}


def test_a_new_secret_is_shown_once_and_the_old_one_overlaps(office: Office) -> None:
    endpoint = added(office)
    answer = post(office, f"/{endpoint}/secret", {"overlap_hours": 2}).json()
    assert answer["secret"].startswith("whsec_")
    assert answer["endpoint"]["former_secret_until"] == "2027-03-01T18:00:00Z"
    assert post(office, f"/{endpoint}/secret", {"overlap_hours": 10_000}).status_code == 422


def test_a_removed_endpoint_is_gone(office: Office) -> None:
    endpoint = added(office)
    assert post(office, f"/{endpoint}/remove").json() == {"removed": endpoint}
    assert get(office, f"/{endpoint}").status_code == 404


@pytest.mark.parametrize("what", ["secret", "enable", "remove", "test", "replay"])
def test_what_is_not_there_is_not_found(office: Office, what: str) -> None:
    assert post(office, f"/{NOBODY}/{what}", {}).status_code == 404
    assert get(office, f"/{NOBODY}/deliveries").status_code == 404


def test_collectors_have_no_business_here(office: Office) -> None:
    assert get(office, role=Role.COLLECTOR).status_code == 403
    answer = office.client.post("/v1/webhooks", json={"url": URL}, headers=office.key(Role.AUDITOR))
    assert answer.status_code == 403


def test_the_status_and_the_gauges_say_who_is_not_reached(office: Office) -> None:
    endpoint = added(office)
    post(office, f"/{endpoint}/test")
    post(office, f"/{endpoint}/disable", {"reason": "moving"})
    told = office.client.get("/v1/status", headers=office.key()).json()["webhooks"]
    assert (told["disabled"], told["held"], told["not_reached"]) == (1, 1, [endpoint])
    metrics = office.client.get("/metrics").text
    assert "dunwell_webhooks_failed 1.0" in metrics
    assert "dunwell_webhook_endpoints_not_reached 1.0" in metrics


def test_the_ledger_says_who_changed_what_and_not_where_to(office: Office) -> None:
    endpoint = added(office)
    post(office, f"/{endpoint}/disable", {"reason": "moving"})
    with office.store.read() as tx:
        entries = office.desk.ledger.of_system(tx, EntryKind.WEBHOOK_ENDPOINT_CHANGED)
    assert [one["public"]["change"] for one in entries] == ["added", "disabled"]
    assert all(one["public"]["by"].startswith("key:") for one in entries)
    assert URL not in str([one["public"] for one in entries])
    assert entries[0]["private"]["url"] == URL
