"""Would a receiver who follows Standard Webhooks believe our signature, and only ours?"""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from gateway.keys import WrongKey
from gateway.webhooks_out.signing import Vault, shown, signature, signed_headers
from tests.fakes.ids import SeededIds

ID = UUID("0192f0c1-2222-7333-8444-555566667777")
BODY = b'{"type":"webhook.ping"}'


def now() -> datetime:
    """The verifier reads the machine's clock, so this one test must too."""
    return datetime.now(UTC)


def test_the_published_vectors_come_out(shared_data: Path) -> None:
    vectors = json.loads((shared_data / "standard-webhooks" / "vectors.json").read_text())["vectors"]
    assert vectors
    for one in vectors:
        secret = base64.b64decode(one["secret"].removeprefix("whsec_"))
        made = signature(secret, one["id"], str(one["timestamp"]), one["payload"].encode())
        assert made == one["signature"]


def test_the_independent_verifier_believes_it(ids: SeededIds) -> None:
    secret = ids.random_bytes(32)
    assert Webhook(shown(secret)).verify(BODY, signed_headers(ID, BODY, [secret], now())) == json.loads(BODY)


def test_during_an_exchange_both_secrets_are_believed(ids: SeededIds) -> None:
    new, old = ids.random_bytes(32), ids.random_bytes(32)
    headers = signed_headers(ID, BODY, [new, old], now())
    for secret in (new, old):
        Webhook(shown(secret)).verify(BODY, headers)


@pytest.mark.parametrize("change", ["body", "id", "timestamp", "secret"])
def test_whatever_is_changed_is_noticed(change: str, ids: SeededIds) -> None:
    secret = ids.random_bytes(32)
    headers, body = signed_headers(ID, BODY, [secret], now()), BODY
    if change == "body":
        body = BODY.replace(b"ping", b"pong")
    elif change == "secret":
        secret = ids.random_bytes(32)
    else:
        headers[f"webhook-{change}"] = headers[f"webhook-{change}"][:-1] + "x"
    with pytest.raises(WebhookVerificationError):
        Webhook(shown(secret)).verify(body, headers)


def test_a_sealed_secret_opens_for_its_own_endpoint_alone(ids: SeededIds) -> None:
    vault, secret = Vault(bytes(32)), ids.random_bytes(32)
    sealed = vault.seal(secret, ID, ids)
    assert secret not in sealed
    assert vault.open(sealed, ID) == secret
    for wrong_vault, wrong_id in ((Vault(bytes(31) + b"x"), ID), (vault, UUID(int=1))):
        with pytest.raises(WrongKey):
            wrong_vault.open(sealed, wrong_id)
