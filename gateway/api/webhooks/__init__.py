"""What do providers tell us? Addresses that they call; every request is checked before it is believed."""

from gateway.api.webhooks.parts import WebhookParts
from gateway.api.webhooks.router import webhook_router

__all__ = ["WebhookParts", "webhook_router"]
