"""How many pages does a letter have? As its PDF's own page tree says, without a PDF library."""

from __future__ import annotations

import re

from channels.message import NotSent, Scope

_PAGES = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)")
_A_PAGE = re.compile(rb"/Type\s*/Page\b")


def pages(document: bytes) -> int:
    """Return how many pages a PDF has, by its page tree. Raises NotSent (CONTENT) if it tells none."""
    counts = [int(count) for count in _PAGES.findall(document)] or [len(_A_PAGE.findall(document))]
    if max(counts) < 1:
        raise NotSent(scope=Scope.CONTENT, retryable=False, code="letter-without-pages")
    return max(counts)
