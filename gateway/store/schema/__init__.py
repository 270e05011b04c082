"""Which tables are there? One schema for SQLite and PostgreSQL; rows never leave `gateway.store`."""

from gateway.store.schema.base import Instant, metadata
from gateway.store.schema.calls import phone_call
from gateway.store.schema.controls import control_stop, limit_lift, provider_pace, volume_count
from gateway.store.schema.dunning import (
    attempt,
    check_failure,
    customer_link,
    delivery_event,
    dunning_cycle,
    inbound_message,
    instalment,
    outreach,
    payment_plan,
    promise,
    received_mail,
    task,
    worker,
)
from gateway.store.schema.evidence import (
    contact_log,
    ledger_entry,
    ledger_head,
    ledger_leaf,
    ledger_pending,
    subject,
)
from gateway.store.schema.knowledge import attachment, event
from gateway.store.schema.people import api_key, idempotency, session, setting, tick
from gateway.store.schema.portfolio import (
    account,
    contact_point,
    customer,
    invoice,
    payment,
    payment_part,
    portfolio_import,
    quarantined_row,
)
from gateway.store.schema.webhooks import (
    webhook_delivery,
    webhook_endpoint,
    webhook_message,
    webhook_try,
)

__all__ = [
    "Instant",
    "account",
    "api_key",
    "attachment",
    "attempt",
    "check_failure",
    "contact_log",
    "contact_point",
    "control_stop",
    "customer",
    "customer_link",
    "delivery_event",
    "dunning_cycle",
    "event",
    "idempotency",
    "inbound_message",
    "instalment",
    "invoice",
    "ledger_entry",
    "ledger_head",
    "ledger_leaf",
    "ledger_pending",
    "limit_lift",
    "metadata",
    "outreach",
    "payment",
    "payment_part",
    "payment_plan",
    "phone_call",
    "portfolio_import",
    "promise",
    "provider_pace",
    "quarantined_row",
    "received_mail",
    "session",
    "setting",
    "subject",
    "task",
    "tick",
    "volume_count",
    "webhook_delivery",
    "webhook_endpoint",
    "webhook_message",
    "webhook_try",
    "worker",
]
