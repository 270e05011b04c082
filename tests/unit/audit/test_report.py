"""Is the report complete, documented, the same on paper, and silent about people?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gateway.audit import paper, telling
from gateway.audit.violation import ViolationKind
from gateway.domain.errors import DataError
from gateway.domain.words import Channel, Verdict
from gateway.store import Store
from tests.builders.ruling import Book
from tests.fakes.clock import A_MONDAY
from tests.fakes.ids import SeededIds

ROOT = Path(__file__).resolve().parents[3]
DOCS = (ROOT / "docs" / "audit.md").read_text("utf-8")


@pytest.fixture
def book(store: Store, ids: SeededIds) -> Book:
    written = Book(store, ids)
    written.rule()
    written.rule(channel=Channel.LETTER, verdict=Verdict.REFUSE, rule="made-up")
    return written


def test_every_key_of_the_json_is_documented(book: Book) -> None:
    told = json.loads(json.dumps(book.audit().as_json()))
    assert [key for key in told if f"`{key}`" not in DOCS] == []
    for part in ("limits", "hours"):
        assert [key for key in told[part][0] if f"`{key}`" not in DOCS and key not in ("rulebook",)] in (
            [],
            ["region", "channel", "earliest_entry_id", "latest_entry_id"],
        )


@pytest.mark.parametrize("kind", list(ViolationKind))
def test_every_kind_of_violation_is_documented_and_says_what_to_do(kind: ViolationKind) -> None:
    assert f"`{kind.value}`" in DOCS
    assert kind.heading
    assert kind.remedy.endswith(".")


def test_the_paper_is_tagged_archivable_and_the_same_each_time(book: Book) -> None:
    report = book.audit()
    made = paper.pdf(report, ROOT / "templates")
    assert made.startswith(b"%PDF")
    assert b"StructTreeRoot" in made
    assert made == paper.pdf(report, ROOT / "templates")


def test_the_paper_says_what_the_terminal_says(book: Book) -> None:
    report = book.audit()
    document = paper.document(report)
    assert document["headline"] == "1 violation."
    assert document["violations"][0]["what"] in "\n".join(telling.lines(report))
    assert {section["title"] for section in document["sections"]} <= set(telling.lines(report))


def test_a_layout_that_is_broken_is_named(book: Book, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "audit.typ").write_text("#nothing", encoding="utf-8")
    with pytest.raises(DataError, match=r"audit\.typ"):
        paper.pdf(book.audit(), tmp_path)


def test_a_long_list_is_cut_on_the_terminal_and_says_so(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "SHOWN", 1)
    book.rule(A_MONDAY, Channel.LETTER, verdict=Verdict.REFUSE)
    assert any("and 1 more" in line for line in telling.lines(book.audit()))


def test_an_empty_ledger_is_clean(store: Store, ids: SeededIds) -> None:
    report = Book(store, ids).audit()
    assert report.is_clean
    assert next(telling.lines(report)).startswith("0 violations")
    assert paper.pdf(report, ROOT / "templates").startswith(b"%PDF")
