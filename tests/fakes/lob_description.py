"""Does this request or answer fit Lob's own description? A validator of OpenAPI 3.0 reads its schemas.

What the validator would let pass, a property that nobody described, is refused here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from openapi_schema_validator import OAS30Validator, oas30_format_checker

SPEC = Path(__file__).resolve().parents[3] / "shared/data/lob-openapi/letters.json"
_NESTED = re.compile(r"(\w+)\[(\w+)\]")
# What Lob's own example has and its description does not name.
_UNDESCRIBED = frozenset({"sla", "recipient_moved"})


class LobDescription:
    """Lob's letters as its OpenAPI document describes them."""

    def __init__(self) -> None:
        self._paths = json.loads(SPEC.read_text("utf-8"))["paths"]

    def wrong_in_form(self, pairs: Iterable[tuple[str, str]], headers: Mapping[str, str]) -> list[str]:
        """Return what is wrong with a letter that is to be made."""
        operation = self._paths["/letters"]["post"]
        schema = operation["requestBody"]["content"]["multipart/form-data"]["schema"]
        body = _objects(pairs, schema)
        return [
            *_wrong(schema, body),
            *self._wrong_parameters(operation, "header", dict(headers), strict=False),
        ]

    def wrong_in_query(self, pairs: Iterable[tuple[str, str]]) -> list[str]:
        """Return what is wrong with a question for letters."""
        operation = self._paths["/letters"]["get"]
        return self._wrong_parameters(operation, "query", _nested(pairs), strict=True)

    def wrong_in_answer(self, path: str, method: str, status: int, body: Any) -> list[str]:
        """Return what is wrong with an answer."""
        answers = self._paths[path][method]["responses"]
        schema = answers.get(str(status), answers["default"])["content"]["application/json"]["schema"]
        return _wrong(schema, body)

    def _wrong_parameters(
        self, operation: Mapping[str, Any], where: str, told: dict[str, Any], *, strict: bool
    ) -> list[str]:
        known = {one["name"].lower(): one["schema"] for one in operation["parameters"] if one["in"] == where}
        known |= (
            {"before": {"type": "string"}, "after": {"type": "string"}} if "before/after" in known else {}
        )
        found = []
        for name, value in told.items():
            schema = known.get(name.lower())
            if schema is not None:
                found += _wrong(schema, _typed(value, schema))
            elif strict:
                found.append(f"the query takes no {name}")
        return found


def _wrong(schema: Mapping[str, Any], value: Any) -> list[str]:
    errors = OAS30Validator(schema, format_checker=oas30_format_checker).iter_errors(value)
    # A certified letter that nobody has scanned yet is a regular one too, by the description's oneOf.
    real = [error for error in errors if error.validator != "oneOf" or error.context]
    found = [f"{'.'.join(map(str, error.path))}: {error.message[:300]}" for error in real]
    if isinstance(value, dict) and not schema.get("additionalProperties"):
        found += [f"nobody described {name}" for name in set(value) - _names(schema) - _UNDESCRIBED]
    return found


def _names(schema: Any) -> set[str]:
    """Every property that some branch of a schema knows."""
    found = set(schema.get("properties", {}))
    for key in ("allOf", "oneOf", "anyOf"):
        for part in schema.get(key, ()):
            found |= _names(part)
    return found


def _nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """`to[name]` is the name within `to`: the deepObject style that the description asks for."""
    read: dict[str, Any] = {}
    for name, value in pairs:
        if found := _NESTED.fullmatch(name):
            read.setdefault(found[1], {})[found[2]] = value
        elif name in read:
            raise AssertionError(f"{name} comes more than once")
        else:
            read[name] = value
    return read


def _objects(pairs: Iterable[tuple[str, str]], schema: Mapping[str, Any]) -> dict[str, Any]:
    told = _nested(pairs)
    return {name: _typed(value, _property(schema, name)) for name, value in told.items()}


def _property(schema: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    if name in schema.get("properties", {}):
        found: Mapping[str, Any] = schema["properties"][name]
        return found
    parts = (_property(part, name) for part in schema.get("allOf", ()))
    return next((part for part in parts if part), {})


def _typed(value: Any, schema: Mapping[str, Any]) -> Any:
    """A form knows text alone; the schema says what is meant."""
    kinds = {schema.get("type"), *(part.get("type") for part in schema.get("allOf", ()))}
    if "boolean" in kinds:
        return {"true": True, "false": False}.get(value, value)
    return int(value) if "integer" in kinds and str(value).isdigit() else value
