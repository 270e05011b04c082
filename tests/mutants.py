"""Which tests reach which function? While mutmut asks, nothing may be remembered from test to test.

A pytest plugin for `make mutants` alone: the rulebook is read once and many answers are kept, so that only
the first test would seem to reach the functions behind them. The tables come first: they notice the most.
"""

from __future__ import annotations

import os
import sys

import pytest

from tests.builders.question import shipped_rulebook


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: "/test_cases.py" not in item.nodeid)


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        shipped_rulebook.cache_clear()
        shipped_rulebook()  # here, because only the test's own time counts for how long a mutant may take
        for name, module in list(sys.modules.items()):
            if name.startswith("compliance"):
                _forget(module)


def _forget(module: object) -> None:
    for value in list(vars(module).values()):
        if hasattr(value, "cache_clear"):
            value.cache_clear()
