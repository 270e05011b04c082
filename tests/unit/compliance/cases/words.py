"""How does a person say what happened, and what is asked?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

_CHANNELS = {"voice": "call", "sms": "text message", "email": "email", "letter": "letter", "call": "call"}
_DEFAULT_TIME = "T12:00:00-05:00"
_ROLES = {
    "original_creditor": "by the creditor",
    "debt_buyer": "by a debt buyer",
    "third_party_collector": "by a collector for others",
}
_NOT_SAID = ("type", "at", "direction", "contact_point", "account", "accounts")


def happened(events: Iterable[Mapping[str, Any]]) -> str:
    """Return what happened: what differs in its time alone is told together."""
    told: dict[str, Counter[str]] = {}
    for event in events:
        told.setdefault(_event(event), Counter())[event["at"]] += 1
    return "; ".join(f"{words}: {_times(times)}" for words, times in told.items()) or "nothing"


def asked(changes: Mapping[str, Any]) -> str:
    """Return what differs from the question that is asked where nothing is said."""
    said = [_CHANNELS[changes.get("channel", "voice")]]
    said += [_said(key, value) for key, value in changes.items() if key not in ("channel", "at")]
    if "at" in changes:
        said.append(f"at {_instant(changes['at'])}")
    return ", ".join(part for part in said if part)


def _event(event: Mapping[str, Any]) -> str:
    kind = _CHANNELS.get(event["type"], event["type"].replace("_", " "))
    by = {"inbound": " from the customer", "outbound": "", None: ""}[event.get("direction")]
    points = [_plain(key, event[key]) for key in ("contact_point", "account", "accounts") if key in event]
    rest = [_plain(key, value) for key, value in event.items() if key not in _NOT_SAID]
    details = ", ".join(part for part in (*rest, *points) if part)
    return f"{kind}{by} ({details})" if details else f"{kind}{by}"


def _plain(key: str, value: Any) -> str:
    if value is True:
        return key.replace("_", " ")
    if value is False or value is None:
        return ""
    words = ", ".join(value) if isinstance(value, list) else str(value).replace("_", " ")
    return words if key == "result" else f"{key.replace('_', ' ')} {words}"


def _times(times: Counter[str]) -> str:
    return ", ".join(
        f"{_instant(at)} ({count} times)" if count > 1 else _instant(at) for at, count in times.items()
    )


def _instant(text: str) -> str:
    """Return an instant; noon in New York's winter is left out."""
    if text.endswith(_DEFAULT_TIME):
        return text.removesuffix(_DEFAULT_TIME)
    return text.replace("T", " ").replace(":00-", " -").replace(":00+", " +").replace("Z", " UTC")


def _said(key: str, value: Any) -> str:
    if key == "actor":
        return _ROLES[value["role"]]
    if key == "person":
        return _person(value)
    if key == "kind":
        return value.replace("_", " ")
    if key == "in_reply_to":
        return f"to {value}"
    if key == "message":
        carries = ", ".join(value.get("disclosures", ())).replace("_", " ")
        return (
            f"{(value['form'] or 'unknown').replace('_', ' ')} that says {carries or 'nothing of the kind'}"
        )
    if key in ("packs", "policy"):
        return f"asking {', '.join(value['packs'] if key == 'policy' else value)}"
    tables = value if isinstance(value, list) else [value]
    return "; ".join(f"{key.replace('_', ' ').removesuffix('s')} {_table(each)}" for each in tables)


def _table(value: Mapping[str, Any]) -> str:
    return ", ".join(_plain(key, item) or f"not {key.replace('_', ' ')}" for key, item in value.items())


def _person(value: Mapping[str, Any]) -> str:
    said = []
    if "relation" in value:
        said.append(f"with the {value['relation'].replace('_', ' ')}")
    if value.get("region"):
        said.append(f"in {value['region']}")
    if "locations" in value:
        places = [place.get("time_zone") or place["region"] for place in value["locations"]]
        said.append(f"clocks of {' and '.join(places)}" if places else "no clock known")
    return ", ".join(said)
