"""What does a request's body say? Read within bounds, after the caller is known; text that can be kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Annotated, Any, NoReturn, TypeVar
from urllib.parse import parse_qsl

from fastapi import Depends, HTTPException, Request
from pydantic import BaseModel, ValidationError

from gateway.domain.errors import DataError

MAX_FIELDS = 40
_URL_ENCODED = "application/x-www-form-urlencoded"
# What no database keeps as text: the null character, and halves of a character that stand alone.
_UNSPEAKABLE = re.compile("[\x00\ud800-\udfff]")
_MAY_BE_UNSPEAKABLE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
Model = TypeVar("Model", bound=BaseModel)
Form = dict[str, str]


async def read_body(request: Request) -> bytes:
    """Return the request's body, within the server's bounds. To be asked for after the caller."""
    return await request.body()


Body = Annotated[bytes, Depends(read_body)]


def text_in(body: bytes) -> str:
    """Return the body as text. Raises HTTPException 400 where it is not UTF-8."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"The body is not UTF-8 at byte {error.start}.") from None


def json_in(text: str) -> Any:
    """Return what a JSON text says. Raises DataError where it is none or holds text that nothing can keep."""
    try:
        value = json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise DataError("the JSON is nested too deeply", field="body") from None
    except json.JSONDecodeError as error:
        raise DataError(
            f"the body is no JSON: {error.msg} (line {error.lineno}, column {error.colno})", field="body"
        ) from None
    except ValueError:
        raise DataError("the body holds a number that no amount or date needs", field="body") from None
    if _MAY_BE_UNSPEAKABLE.search(text) and any(_UNSPEAKABLE.search(one) for one in _texts(value)):
        raise DataError("the body holds a null character or half a character", field="body")
    return value


def checked(model: type[Model], value: Any) -> Model:
    """Return the value as a model. Raises DataError that names the first wrong field."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "body"
        raise DataError(f"{field}: {first['msg']}", field=field) from None


async def read_form(request: Request) -> Form:
    """Return the fields of a posted form. Raises HTTPException 400 or 415."""
    kind = request.headers.get("content-type", _URL_ENCODED).split(";")[0].strip().lower()
    if kind != _URL_ENCODED:
        raise HTTPException(415, "This page takes ordinary forms only.")
    text = text_in(await request.body())
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError:
        raise HTTPException(400, "This form cannot be read.") from None
    return {name: _UNSPEAKABLE.sub("", value).strip() for name, value in pairs}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)
