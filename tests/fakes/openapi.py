"""Does this request or answer fit the provider's own description? OpenAPI 3.0, as far as descriptions use it.

Strict: a keyword or format that this file does not know is an error, never ignored, and so is a property
that the description does not name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_TYPES = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
}
_SAYS_NOTHING = {"description", "title", "example", "examples", "x-twilio", "default", "nullable", "type"}


class Violation(AssertionError):
    """What a description does not allow."""


class Description:
    """One OpenAPI document."""

    def __init__(self, path: Path) -> None:
        self._document = json.loads(path.read_text("utf-8"))

    def operation(self, method: str, path: str) -> tuple[Mapping[str, Any], dict[str, str]]:
        """Return the operation behind an address and what stands in the path's places."""
        for template, item in self._document["paths"].items():
            pattern = "".join(
                f"(?P<{part[1:-1]}>[^/]+)" if part.startswith("{") else re.escape(part)
                for part in re.split(r"(\{\w+\})", template)
            ).replace(r"\}", "}")
            found = re.fullmatch(pattern, path)
            if found and method.lower() in item:
                return item[method.lower()], found.groupdict()
        raise Violation(f"there is no operation {method} {path}")

    def check_request(
        self,
        method: str,
        path: str,
        query: list[tuple[str, str]],
        form: list[tuple[str, str]],
    ) -> None:
        """Raise Violation where a request has what the operation does not take."""
        operation, places = self.operation(method, path)
        known = {(one["in"], one["name"]): one for one in operation.get("parameters", ())}
        for where, pairs in (("path", list(places.items())), ("query", query)):
            for name, value in pairs:
                if (where, name) not in known:
                    raise Violation(f"{where} takes no {name}")
                self._check(
                    known[where, name]["schema"], _read(self, known[where, name]["schema"], value), name
                )
        for (where, name), one in known.items():
            if one.get("required") and name not in dict(places if where == "path" else query):
                raise Violation(f"{where} lacks {name}")
        if body := operation.get("requestBody"):
            schema = body["content"]["application/x-www-form-urlencoded"]["schema"]
            self._check(schema, self._form(schema, form), "form")
        elif form:
            raise Violation("the operation takes no form")

    def check_answer(self, method: str, path: str, status: int, body: Any) -> None:
        """Raise Violation where an answer is none that the operation gives."""
        operation, _ = self.operation(method, path)
        answers = operation["responses"]
        if str(status) not in answers:
            raise Violation(f"{method} answers no {status}")
        self._check(answers[str(status)]["content"]["application/json"]["schema"], body, "answer")

    def _form(self, schema: Mapping[str, Any], pairs: list[tuple[str, str]]) -> dict[str, Any]:
        said: dict[str, list[str]] = {}
        for name, value in pairs:
            said.setdefault(name, []).append(value)
        read: dict[str, Any] = {}
        for name, values in said.items():
            part = self._of(schema.get("properties", {}).get(name))
            if part is None:
                raise Violation(f"the form takes no {name}")
            if part.get("type") == "array":
                read[name] = [_read(self, part["items"], value) for value in values]
            elif len(values) > 1:
                raise Violation(f"{name} comes more than once")
            else:
                read[name] = _read(self, part, values[0])
        return read

    def _of(self, schema: Any) -> Any:
        while isinstance(schema, dict) and "$ref" in schema:
            schema = self._document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return schema

    def _check(self, schema: Mapping[str, Any], value: Any, at: str) -> None:
        schema = self._of(schema)
        if value is None:
            if not schema.get("nullable"):
                raise Violation(f"{at} may not be null")
            return
        kind = schema.get("type")
        if kind and (not isinstance(value, _TYPES[kind]) or (kind != "boolean" and isinstance(value, bool))):
            raise Violation(f"{at} is no {kind}")
        for keyword, wanted in schema.items():
            if keyword not in _SAYS_NOTHING:
                self._keyword(schema, keyword, wanted, value, at)

    def _keyword(self, schema: Mapping[str, Any], keyword: str, wanted: Any, value: Any, at: str) -> None:
        if keyword == "properties":
            for name, each in value.items():
                if name not in wanted:
                    raise Violation(f"{at} has no {name}")
                self._check(wanted[name], each, f"{at}.{name}")
        elif keyword == "items":
            for number, each in enumerate(value):
                self._check(wanted, each, f"{at}[{number}]")
        elif not _LAWS[keyword](value, wanted, schema):
            raise Violation(f"{at}: {keyword} {wanted!r} does not hold")


def _read(description: Description, schema: Any, text: str) -> Any:
    kind = description._of(schema).get("type")
    try:
        if kind == "integer":
            return int(text)
        if kind == "number":
            return float(text)
    except ValueError:
        return text  # checked afterwards
    return {"true": True, "false": False}.get(text, text) if kind == "boolean" else text


def _has_format(value: str, name: str, schema: Mapping[str, Any]) -> bool:
    if name == "phone-number":
        return re.fullmatch(r"\+[1-9]\d{6,14}|\d{3,8}|[A-Za-z0-9 ]{1,11}", value) is not None
    if name == "uri":
        parts = urlsplit(value)  # Twilio's own examples of pages are relative
        return parts.path.startswith("/") and (not parts.scheme or bool(parts.hostname))
    if name == "date-time":
        return datetime.fromisoformat(value).tzinfo is not None
    if name == "date-time-rfc-2822":
        return parsedate_to_datetime(value) is not None
    if name == "endpoint":
        return re.fullmatch(r"\+[1-9]\d{6,14}", value) is not None
    if name == "http-method":
        return value in ("GET", "POST")
    return {"uri-map": True, "int64": True, "currency": re.fullmatch("[A-Z]{3}", str(value)) is not None}[
        name
    ]


_LAWS: dict[str, Any] = {
    "required": lambda value, wanted, _: set(wanted) <= set(value),
    "enum": lambda value, wanted, _: value in wanted,
    "pattern": lambda value, wanted, _: re.search(wanted, value) is not None,
    "minLength": lambda value, wanted, _: len(value) >= wanted,
    "maxLength": lambda value, wanted, _: len(value) <= wanted,
    "minimum": lambda value, wanted, _: value >= wanted,
    "maximum": lambda value, wanted, _: value <= wanted,
    "format": _has_format,
}


def violations(description: Description, *checks: Any) -> Iterator[str]:
    """Yield what the checks find; each is a method of Description with its arguments."""
    for method, *arguments in checks:
        try:
            getattr(description, method)(*arguments)
        except Violation as error:
            yield str(error)
