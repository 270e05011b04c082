"""Which settings are there? The tables of docs/settings.md, from the settings themselves."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from gateway.creditor_settings import CreditorSettings, PaymentSettings, PlanSettings
from gateway.limit_settings import LimitSettings
from gateway.settings import Settings
from gateway.shipped import shipped

_INTRODUCTION = """# Settings

This page is made by `make docs` from the code; change the descriptions there.

`DUNWELL_CONFIG` names a TOML file; without it `dunwell.toml` in the working directory is read, then
`/etc/dunwell/dunwell.toml`. Environment variables win over the file; an empty one counts as not set. What is
unknown is refused, by name. `dunwell config check` reads everything that the settings name, and shows what
is in force; secrets as `***`.
"""
_CREDITOR = """
## `[[creditor]]`: whom it is owed to

One table for each creditor, in the file. Where accounts name a creditor that is not here, nothing is sent.
"""
_LIMIT = """
## `[[limit]]`: how much may leave before two people agree

One table for each limit, in the file. Without any, nothing is limited. See
[operations](operations.md#volume-limits).
"""

_NESTED: dict[str, type[BaseModel]] = {"how_to_pay": PaymentSettings, "plans": PlanSettings}


def as_markdown() -> str:
    """Return the page."""
    lines = [_INTRODUCTION, "| in the file | in the environment | default | for |", "|---|---|---|---|"]
    lines += _rows(Settings, "", "DUNWELL_")
    lines += [_CREDITOR, "| key | default | for |", "|---|---|---|"]
    lines += _creditor_rows(CreditorSettings, "")
    lines += [_LIMIT, "| key | default | for |", "|---|---|---|"]
    lines += _creditor_rows(LimitSettings, "")
    return "\n".join(lines) + "\n"


def _rows(section: type[BaseModel], key: str, variable: str) -> Iterator[str]:
    for name, field in section.model_fields.items():
        default = field.get_default(call_default_factory=True, validated_data={})
        if isinstance(default, BaseModel):
            yield from _rows(type(default), f"{key}{name}.", f"{variable}{name.upper()}__")
        elif name not in ("creditor", "limit"):
            shown = f"`{_shown(default)}`" if _shown(default) else ""
            yield f"| `{key}{name}` | `{variable}{name.upper()}` | {shown} | {field.description} |"


def _creditor_rows(section: type[BaseModel], key: str) -> Iterator[str]:
    for name, field in section.model_fields.items():
        section_of = _NESTED.get(name)
        if section_of is not PaymentSettings:
            yield f"| `{key}{name}` | {_default(field)} | {field.description} |"
        if section_of is not None:
            yield from _creditor_rows(section_of, f"{key}{name}.")


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be given"
    default: Any = field.default
    if isinstance(default, int | Decimal):
        return f"`{default}`"
    return f"`{', '.join(default)}`" if isinstance(default, tuple) and default else ""


def _shown(default: Any) -> str:
    if isinstance(default, SecretStr):
        return default.get_secret_value()
    if isinstance(default, Path):
        root = shipped("config").parent
        return (
            "" if default == Path() else str(default.relative_to(root) if default.is_absolute() else default)
        )
    return "" if default is None else str(default)
