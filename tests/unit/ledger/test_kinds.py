"""Is every kind of entry described, also in the documentation?"""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.ledger import EntryKind

PAGE = Path(__file__).resolve().parents[3] / "docs" / "ledger.md"


@pytest.mark.parametrize("kind", EntryKind)
def test_every_kind_has_one_sentence_that_stands_in_the_documentation(kind):
    assert kind.description.endswith(".")
    assert f"| `{kind}` | {kind.description} |" in PAGE.read_text(encoding="utf-8")


def test_a_kind_is_found_by_its_word():
    assert EntryKind("contact.allowed") is EntryKind.CONTACT_ALLOWED
