"""Do the docs lead where they say, and do they speak in our words?"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, every_page

CODE = ("gateway", "channels", "compliance", "bench")
# Words that the glossary gives up for others, and that mean nothing else in this project.
GIVEN_UP = ("debtor", "tenant", "blacklist", "whitelist", "suppression")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", every_page(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in _LINK.findall(_FENCED.sub("", page.read_text(encoding="utf-8"))):
        if target.startswith(("https://", "http://", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        found = (page.parent / name).resolve() if name else page
        assert found.exists(), f"{target} leads nowhere"
        assert not anchor or anchor in _anchors(found), f"{target}: no such heading"


def test_the_way_in_leads_to_every_page() -> None:
    way_in = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    assert {page.name for page in (ROOT / "docs").glob("*.md")} - set(_LINK.findall(way_in)) == {"README.md"}
    decisions = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    pages = {page.name for page in (ROOT / "docs" / "decisions").glob("*.md")}
    assert pages - set(_LINK.findall(decisions)) == {"README.md"}


@pytest.mark.parametrize("page", every_page(), ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_use_the_words_of_the_glossary(page: Path) -> None:
    said = page.read_text(encoding="utf-8").lower()
    assert [word for word in GIVEN_UP if word in said] == []


@pytest.mark.parametrize("folder", CODE)
def test_names_in_the_code_use_the_words_of_the_glossary(folder: str) -> None:
    found = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in (ROOT / folder).rglob("*.py")
        for name in _names(ast.parse(file.read_text(encoding="utf-8")))
        if any(word in name.lower() for word in GIVEN_UP)
    }
    assert found == set()


def _anchors(page: Path) -> set[str]:
    """The anchors that a heading gets where Markdown is shown: lower case, hyphens, no punctuation."""
    headings = _HEADING.findall(_FENCED.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
