"""What holds here, and does everything work? The rules in force and the state of the daemon."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from compliance.descriptions import RuleDescription
from gateway.api.guard import parts_of
from gateway.console import pages
from gateway.console.guard import Visitor

router = APIRouter()


@router.get("/rules")
def rules(request: Request, caller: Visitor, find: str = "", channel: str = "") -> Response:
    """List every rule with its source, pack by pack."""
    parts = parts_of(request)
    everything = parts.rulebook.rules()
    shown = [rule for rule in everything if _fits(rule, find.casefold(), channel)]
    return pages.page(
        "rules.html",
        caller=caller,
        now=parts.clock.now(),
        packs=_by_pack(shown),
        shown_count=len(shown),
        rule_count=len(everything),
        digest=parts.rulebook.digest,
        find=find,
        channel=channel,
    )


@router.get("/status")
def status(request: Request, caller: Visitor) -> Response:
    """Show whether everything works and what waits for a person."""
    parts = parts_of(request)
    now = parts.clock.now()
    return pages.page("status.html", caller=caller, now=now, facts=parts.status(now))


def _fits(rule: RuleDescription, text: str, channel: str) -> bool:
    words = f"{rule.id} {rule.pack} {rule.pack_title} {rule.sentence} {rule.source}".casefold()
    return text in words and (not channel or channel in rule.channels)


def _by_pack(rules: Sequence[RuleDescription]) -> list[dict[str, Any]]:
    found = []
    for _, group in groupby(rules, key=lambda rule: rule.pack):
        members = list(group)
        found.append({"first": members[0], "rules": members})
    return found
