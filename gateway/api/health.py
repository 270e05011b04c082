"""Is the daemon alive, and can it do its work? For service managers, balancers and Prometheus."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from gateway.access import Caller
from gateway.api.guard import allows, parts_of
from gateway.domain.stops import StopCause
from gateway.domain.words import Role

open_router = APIRouter()
router = APIRouter()
May = Annotated[Caller, Depends(allows(Role.OPERATOR, Role.COLLECTOR, Role.AUDITOR))]


@open_router.api_route("/health/live", methods=["GET", "HEAD"], include_in_schema=False)
def live() -> dict[str, str]:
    """Answer as long as the process can."""
    return {"status": "alive"}


@open_router.api_route("/health/ready", methods=["GET", "HEAD"], include_in_schema=False)
def ready(request: Request) -> Response:
    """Answer 200 when everything that sending needs is there, else 503 with what is missing."""
    readiness = parts_of(request).readiness()
    body = {"status": "ready" if readiness.is_ready else "not ready", "faults": dict(readiness.faults)}
    return JSONResponse(body, 200 if readiness.is_ready else 503)


@open_router.get("/metrics", include_in_schema=False)
def metrics(request: Request) -> Response:
    """Answer with gauges of the same facts as the status; labels are closed words, never anybody's data."""
    parts = parts_of(request)
    return Response(_exposition(parts.status(parts.clock.now())), media_type=CONTENT_TYPE_LATEST)


@router.get("/v1/status")
def status(request: Request, caller: May) -> dict[str, Any]:
    """Return what `dunwell status --json` prints."""
    parts = parts_of(request)
    return parts.status(parts.clock.now())


_GAUGES = {
    "queue": ("dunwell_outreach", "Outreach that has not left, by state", "state"),
    "rulings_today": ("dunwell_rulings_today", "Rulings written since midnight UTC, by verdict", "verdict"),
    "attempts_today": ("dunwell_attempts_today", "Attempts since midnight UTC, by state", "state"),
    "tasks": ("dunwell_open_tasks", "Things that wait for a person, by kind", "kind"),
}


def _missed(told: dict[str, Any]) -> int:
    return int(told["failed"] + told["held"])


def _exposition(facts: dict[str, Any]) -> bytes:
    registry = CollectorRegistry()
    stops = Gauge("dunwell_stops", "Stops of ours in force, by cause", ["cause"], registry=registry)
    for cause in StopCause:
        stops.labels(cause.value).set(sum(stop["cause"] == cause for stop in facts["stops"]))
    for key, (name, text, label) in _GAUGES.items():
        gauge = Gauge(name, text, [label], registry=registry)
        for word, count in facts[key].items():
            gauge.labels(word).set(count)
    mailbox = facts["mailbox"] or {}
    came = Gauge("dunwell_mails_today", "Mails read since midnight UTC, by kind", ["kind"], registry=registry)
    for kind, count in mailbox.get("today", {}).items():
        came.labels(kind).set(count)
    for name, text, value in (
        (
            "dunwell_oldest_due_seconds",
            "Age of the longest-waiting due outreach",
            facts["oldest_due_seconds"],
        ),
        ("dunwell_mailbox_waiting", "Mails that wait in the mailbox", mailbox.get("waiting")),
        ("dunwell_mailbox_oldest_seconds", "Age of the oldest of them", mailbox.get("oldest_seconds")),
        ("dunwell_mails_set_aside", "Mails set aside for a person", mailbox.get("set_aside")),
        ("dunwell_faults", "How many things are wrong", len(facts["faults"])),
        ("dunwell_webhooks_waiting", "Webhook messages that wait", facts["webhooks"]["waiting"]),
        ("dunwell_webhooks_failed", "Webhook messages given up or held back", _missed(facts["webhooks"])),
        (
            "dunwell_webhooks_oldest_seconds",
            "Age of the longest-waiting webhook message",
            facts["webhooks"]["oldest_waiting_seconds"],
        ),
        (
            "dunwell_webhook_endpoints_not_reached",
            "Webhook endpoints that fail or are disabled",
            len(facts["webhooks"]["not_reached"]),
        ),
        ("dunwell_daemons", "Daemons that were heard of lately", len(facts["daemons"])),
    ):
        Gauge(name, text, registry=registry).set(value or 0)
    return generate_latest(registry)
