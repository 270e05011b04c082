"""Print docs/cases.md."""

from __future__ import annotations

from tests.unit.compliance.cases.page import cases_page

if __name__ == "__main__":
    print(cases_page(), end="")
