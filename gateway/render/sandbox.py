"""What may a template do? Print, choose, walk a list, use these filters; all else is refused at load."""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from gateway.domain.errors import ConfigError
from gateway.domain.portfolio import Creditor
from gateway.render import habits
from gateway.render.cleaning import html_lines, plain_lines, web_address
from gateway.render.context import MessageContext

MAX_TEMPLATE = 40_000  # characters of one source
FILTERS: Mapping[str, Callable[..., Any]] = {
    "money": habits.money,
    "amounts": habits.amounts,
    "day": habits.day,
    "short_day": habits.short_day,
    "listed": habits.listed,
    "lines": plain_lines,
    "web": web_address,
    "length": len,
}
_NODES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.If,
    nodes.For, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter, nodes.CondExpr,
    nodes.Test, nodes.Include,
)  # fmt: skip
_TESTS = {"none", "defined"}
_HIDDEN_FROM_TEMPLATES = frozenset(
    {"check_person", "check_company", "creditor_id", "max_feed_age_days", "licence_regions"}
)
_RESERVED = re.compile(r"Z[xs]\d+Z")  # the words that stand for tags while Markdown is read

DERIVED: Mapping[str, Any] = {
    "actor": str,
    "address_lines": tuple[str, ...],
    "since": date | None,
    "channel": str,
    "words": Mapping[str, str],
    "locale": str,
    "language": str,
    "disclosures": frozenset[str],
}


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja with nothing in it but what messages need."""

    def __init__(self, finalize: Callable[[object], str], *, html: bool = False) -> None:
        super().__init__(
            undefined=StrictUndefined,
            autoescape=html,
            finalize=finalize,
            keep_trailing_newline=True,
            cache_size=0,
        )
        self.globals.clear()
        self.filters = {**FILTERS, "lines": html_lines} if html else dict(FILTERS)
        self.tests = {name: self.tests[name] for name in _TESTS}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a field of the context; nothing else has a name here. Quicker than Jinja's own way."""
        if attribute not in ATTRIBUTES:
            return self.unsafe_undefined(obj, attribute)
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return self.undefined(obj=obj, name=attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Allow the fields of the context and nothing else: stricter than Jinja's own list."""
        return attr in ATTRIBUTES


def check_source(
    source: str, *, place: str, environment: Sandbox, parts: frozenset[str], words: frozenset[str]
) -> None:
    """Raise ConfigError naming file and line if a template could do or need anything it should not.

    parts: names that may be included. words: the layout's own words in this language.
    """
    if len(source) > MAX_TEMPLATE:
        raise ConfigError(f"{place}: a template has at most {MAX_TEMPLATE} characters; split it into parts.")
    for number, line in enumerate(source.splitlines(), 1):
        if _RESERVED.search(line):
            raise ConfigError(f"{place}, line {number}: words like Zx1Z are reserved; write something else.")
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        raise ConfigError(f"{place}, line {error.lineno}: {error.message}") from None
    _Check(place, parts, words).walk(tree, dict(NAMES))


class _Check:
    """Walks one template's tree; knows the type of every name on the way."""

    def __init__(self, place: str, parts: frozenset[str], words: frozenset[str]) -> None:
        self._place, self._parts, self._words = place, parts, words

    def walk(self, node: nodes.Node, scope: dict[str, Any]) -> None:
        if type(node) not in _NODES:
            raise self._error(node, f"{_word_for(node)} is not allowed in a template")
        self._check(node, scope)
        if isinstance(node, nodes.For):
            self._loop(node, scope)
            return
        for child in node.iter_child_nodes():
            self.walk(child, scope)

    def _check(self, node: nodes.Node, scope: dict[str, Any]) -> None:
        if isinstance(node, (nodes.Name, nodes.Getattr)):
            self._type(node, scope)
        if isinstance(node, nodes.Filter):
            self._filter(node)
        if isinstance(node, nodes.Test) and node.name not in _TESTS:
            raise self._error(node, f"unknown test {node.name!r}")
        if isinstance(node, nodes.Include):
            self._include(node)

    def _filter(self, node: nodes.Filter) -> None:
        if node.name not in FILTERS:
            raise self._error(node, f"unknown filter {node.name!r}; there are {', '.join(sorted(FILTERS))}")
        if node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise self._error(node, f"the filter {node.name!r} takes no arguments")

    def _include(self, node: nodes.Include) -> None:
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        if name not in self._parts:
            raise self._error(node, f"unknown part {name!r}; there are {', '.join(sorted(self._parts))}")

    def _loop(self, node: nodes.For, scope: dict[str, Any]) -> None:
        if node.recursive or node.test is not None or not isinstance(node.target, nodes.Name):
            raise self._error(node, "a loop is written `for x in list`, nothing more")
        self.walk(node.iter, scope)
        inner = {**scope, node.target.name: _element(self._type(node.iter, scope))}
        for child in node.body:
            self.walk(child, inner)
        for child in node.else_:
            self.walk(child, scope)

    def _type(self, node: nodes.Node, scope: dict[str, Any]) -> Any:
        """Return the type of a name or of a chain of fields; None where it is not known."""
        if isinstance(node, nodes.Name):
            if node.name not in scope:
                raise self._error(node, f"unknown name {node.name!r}; docs/templates.md lists all")
            return scope[node.name]
        if not isinstance(node, nodes.Getattr):
            return None
        owner = _bare(self._type(node.node, scope))
        if owner == Mapping[str, str] and node.attr in self._words:
            return str
        fields = _fields(owner)
        if node.attr not in fields:
            raise self._error(
                node, f"there is no {node.attr!r} there; it could be {', '.join(fields) or 'nothing'}"
            )
        return fields[node.attr]

    def _error(self, node: nodes.Node, what: str) -> ConfigError:
        return ConfigError(f"{self._place}, line {node.lineno}: {what}.")


def _fields(owner: Any) -> dict[str, Any]:
    if not dataclasses.is_dataclass(owner):
        return {}
    hints = typing.get_type_hints(owner)
    hidden = _HIDDEN_FROM_TEMPLATES if owner is Creditor else frozenset()
    return {field.name: hints[field.name] for field in dataclasses.fields(owner) if field.name not in hidden}


def _bare(hint: Any) -> Any:
    """Return X for `X | None`."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return next(part for part in typing.get_args(hint) if part is not type(None))
    return hint


def _element(hint: Any) -> Any:
    parts = typing.get_args(_bare(hint))
    return parts[0] if parts else None


def _word_for(node: nodes.Node) -> str:
    names = {
        "Mul": "`*`",
        "Mod": "`%`",
        "Pow": "`**`",
        "Add": "`+`",
        "Concat": "`~`",
        "Call": "a call",
        "Getitem": "[…]",
    }
    return names.get(type(node).__name__, type(node).__name__.lower())


def _all_attributes() -> frozenset[str]:
    found: set[str] = set()
    queue: list[Any] = [MessageContext]
    while queue:
        for name, hint in _fields(queue.pop()).items():
            found.add(name)
            inner = [_bare(hint), _element(hint)]
            queue.extend(part for part in inner if dataclasses.is_dataclass(part) and part not in queue)
    return frozenset(found)


NAMES: Mapping[str, Any] = {**_fields(MessageContext), **DERIVED}
ATTRIBUTES = _all_attributes()
