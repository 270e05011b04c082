"""Rules that only advise: whatever they say, the contact may go."""

from __future__ import annotations

from tests.oracle.asked import Asked
from tests.oracle.packs import Entry
from tests.oracle.rule import AtAnInstant, always, rule


@rule("guidance")
def guidance(asked: Asked, entry: Entry) -> AtAnInstant:
    return always("allow")
