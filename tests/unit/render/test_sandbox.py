"""What is a template not allowed to do? Everything but printing, choosing and walking a list."""

from __future__ import annotations

import pytest

from gateway.domain.errors import ConfigError
from gateway.render.cleaning import clean
from gateway.render.sandbox import Sandbox, check_source

REFUSED = [
    ("{{ ''.__class__ }}", "there is no '__class__'"),
    ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "a call is not allowed"),
    ("{{ creditor.__init__.__globals__ }}", "there is no '__init__'"),
    ("{{ customer_name.format }}", "there is no 'format'"),
    ("{{ customer_name.format(1) }}", "a call is not allowed"),
    ("{{ 'x' * 50000000 }}", r"`\*` is not allowed"),
    ("{{ '%0999999999d'|format(1) }}", "unknown filter 'format'"),
    ("{{ '%0999999999d' % 1 }}", "`%` is not allowed"),
    ("{{ 9 ** 9 ** 9 }}", r"`\*\*` is not allowed"),
    ("{{ range(999999999) }}", "a call is not allowed"),
    ("{{ lines['x'] }}", "is not allowed"),
    ("{{ lines|map('string')|list }}", "unknown filter"),
    ("{{ customer_name|center(99999999) }}", "unknown filter 'center'"),
    ("{% set x = 1 %}", "assign is not allowed"),
    ("{% macro x() %}{% endmacro %}", "macro is not allowed"),
    ("{% import 'x' as y %}", "import is not allowed"),
    ("{% include 'secrets' %}", "unknown part 'secrets'"),
    ("{% include customer_name %}", "unknown part None"),
    ("{% extends 'x' %}", "extends is not allowed"),
    ("{% for x in lines recursive %}{% endfor %}", "a loop is written"),
    ("{{ [1, 2] }}", "list is not allowed"),
    ("{{ {'a': 1} }}", "dict is not allowed"),
    ("{{ 1 + 1 }}", r"`\+` is not allowed"),
    ("{{ 'a' ~ 'b' }}", "`~` is not allowed"),
    ("{{ self }}", "unknown name 'self'"),
    ("{{ config }}", "unknown name 'config'"),
    ("{{ customer_nam }}", "unknown name 'customer_nam'"),
    ("{{ custmer.name }}", "unknown name 'custmer'"),
    ("{{ creditor.nam }}", "there is no 'nam'"),
    ("{{ creditor.check_person }}", "there is no 'check_person'"),
    ("{% for line in lines %}{{ line.balanc }}{% endfor %}", "there is no 'balanc'"),
    ("{% for line in lines %}{% endfor %}{{ line }}", "unknown name 'line'"),
    ("{{ validation.itemized.interst|money }}", "there is no 'interst'"),
    ("{{ words.nothing }}", "there is no 'nothing'"),
    ("{{ customer_name is callable }}", "No test named|unknown test"),
    ("{{ today|day(1) }}", "takes no arguments"),
    ("{% if x", "unexpected|expected"),
    ("Zx0Z", "reserved"),
]


@pytest.fixture(scope="module")
def environment() -> Sandbox:
    return Sandbox(clean)


def check(source: str, environment: Sandbox) -> None:
    check_source(
        source,
        place="templates/x/en/body.md",
        environment=environment,
        parts=frozenset({"invoices"}),
        words=frozenset({"page"}),
    )


@pytest.mark.parametrize(("source", "because"), REFUSED)
def test_what_could_do_harm_is_refused_with_its_place(
    source: str, because: str, environment: Sandbox
) -> None:
    with pytest.raises(ConfigError, match=because) as refused:
        check(f"Hello\n\n{source}", environment)
    assert "templates/x/en/body.md, line 3" in str(refused.value)


def test_what_messages_need_is_allowed(environment: Sandbox) -> None:
    check(
        "{% if since and not is_company %}{{ since|day }}{% elif promise is none %}{{ actor }}{% endif %}"
        "{{ words.page }}"
        "{% for line in lines %}{{ line.balance|money }}{% else %}{{ totals|amounts }}{% endfor %}"
        "{{ 'a' if channel == 'email' else 'b' }}{% include 'invoices' %}",
        environment,
    )


def test_a_template_has_a_largest_size(environment: Sandbox) -> None:
    with pytest.raises(ConfigError, match="at most 40000 characters"):
        check("x" * 40_001, environment)
