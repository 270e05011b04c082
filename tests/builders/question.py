"""A question of the decision contract, with sensible defaults, and the shipped rulebook that answers it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from compliance.decision import decide
from compliance.rulebook import Rulebook, load_rulebook

PACKS = Path(__file__).resolve().parents[2] / "config" / "compliance"
A_FRIDAY = "2026-03-06T10:00:00-05:00"  # two days before the clocks go forward in the United States
POINTS = {"voice": "mobile", "sms": "mobile", "email": "email", "letter": "postal"}


@lru_cache(maxsize=1)
def shipped_rulebook() -> Rulebook:
    """Return the rulebook of all shipped packs."""
    return load_rulebook({path.name: path.read_text("utf-8") for path in sorted(PACKS.glob("*.toml"))})


def a_question(*events: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a question: a collector's call about a consumer debt, in New York on a Friday morning.

    Objects among the changes are merged into the default ones; `channel` brings a contact point that fits.
    """
    channel = changes.get("channel", "voice")
    question: dict[str, Any] = {
        "at": A_FRIDAY,
        "channel": channel,
        "actor": {"id": "collector", "role": "third_party_collector"},
        "account": {"id": "A", "creditor": "bank", "debt_class": "consumer"},
        "person": {
            "id": "p",
            "region": "US",
            "locations": [{"clue": "residence", "time_zone": "America/New_York"}],
        },
        "contact_point": {"id": "point", "kind": POINTS.get(channel, "mobile")},
        "events": list(events),
    }
    for key, value in changes.items():
        merged = isinstance(value, dict) and isinstance(question.get(key), dict)
        question[key] = {**question[key], **value} if merged else value
    return question


def answer_to(*events: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the shipped rulebook's answer to `a_question`."""
    return decide(a_question(*events, **changes), shipped_rulebook())


def verdict_on(*events: dict[str, Any], **changes: Any) -> str:
    """Return what it comes to, with the instant where it is a matter of waiting."""
    answer = answer_to(*events, **changes)
    return f"defer {answer['permitted_at']}" if answer["verdict"] == "defer" else str(answer["verdict"])


def rule(answer: dict[str, Any], rule_id: str) -> dict[str, Any]:
    """Return the verdict of one rule; its pack may be named before a slash."""
    pack, _, name = rule_id.rpartition("/")
    return next(v for v in answer["verdicts"] if v["rule"] == name and pack in ("", v["pack"]))


def required(answer: dict[str, Any]) -> set[str]:
    """Return the names of all disclosures and steps that an answer requires."""
    return {item.get("disclosure") or item["step"] for item in answer["requires"]}


def a_call(at: str, result: str = "no_answer", **keys: Any) -> dict[str, Any]:
    """Return an outbound call; `at` may be a date, at noon in New York's winter."""
    return {"type": "call", "direction": "outbound", "at": instant(at), "result": result, **keys}


def sent(type_: str, at: str, /, **keys: Any) -> dict[str, Any]:
    """Return an outbound message."""
    return {"type": type_, "direction": "outbound", "at": instant(at), **keys}


def received(type_: str, at: str, /, **keys: Any) -> dict[str, Any]:
    """Return an inbound contact."""
    return {"type": type_, "direction": "inbound", "at": instant(at), **keys}


def fact(type_: str, at: str = "2026-03-01", /, **keys: Any) -> dict[str, Any]:
    """Return a standing fact."""
    return {"type": type_, "at": instant(at), **keys}


def instant(text: str) -> str:
    """Return an instant; a date means noon in New York's winter."""
    return text if "T" in text else f"{text}T12:00:00-05:00"
