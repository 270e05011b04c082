"""Who is told what happens here? Endpoints by Standard Webhooks 1.0.0: signed, tried again, replayed."""

from gateway.webhooks_out.courier import Courier
from gateway.webhooks_out.endpoints import Office, Wish
from gateway.webhooks_out.messenger import Messenger
from gateway.webhooks_out.signing import Vault

__all__ = ["Courier", "Messenger", "Office", "Vault", "Wish"]
