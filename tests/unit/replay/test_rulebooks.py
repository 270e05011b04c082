"""Are the rules of then found again, and is it said where they are not?"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from compliance.rulebook import REASONING, Rulebook, load_rulebook
from gateway.bootstrap.app import App
from gateway.bootstrap.rules_in_force import rules_in_force
from gateway.domain.ids import EntryId
from gateway.keys import Keys
from gateway.ledger import Entry, EntryKind, Ledger
from gateway.replay import Rulebooks
from gateway.store import Store
from tests.builders.question import PACKS, shipped_rulebook
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

CORE = {name: (PACKS / name).read_text("utf-8") for name in ("core.toml", "holidays.toml")}


@pytest.fixture
def ledger(ids: SeededIds) -> Ledger:
    return Ledger(ids, Keys.from_secret(bytes(32)), "test")


def in_force(store: Store, ledger: Ledger, clock: FixedClock, ids: SeededIds, rulebook: Rulebook) -> None:
    parts = cast(App, SimpleNamespace(rulebook=rulebook, strategies=(), clock=clock, ids=ids))
    with store.begin() as tx:
        ledger.append(tx, rules_in_force(parts, tx))


def kept(store: Store, ledger: Ledger, digest: str, today: Rulebook) -> Any:
    with store.read() as tx:
        return Rulebooks(tx, ledger, today).of(digest)


def test_todays_rules_need_no_ledger(store: Store, ledger: Ledger) -> None:
    found = kept(store, ledger, shipped_rulebook().digest, shipped_rulebook())
    assert (found.rulebook, found.since, found.problem) == (shipped_rulebook(), None, "")


def test_rules_once_in_force_come_back_word_for_word(store, ledger, clock, ids) -> None:
    then = load_rulebook(CORE)
    in_force(store, ledger, clock, ids, then)
    began = clock.now()
    clock.advance(days=1)
    in_force(store, ledger, clock, ids, shipped_rulebook())
    found = kept(store, ledger, then.digest, shipped_rulebook())
    assert (found.rulebook.texts, found.rulebook.digest) == (then.texts, then.digest)
    assert (found.since, found.problem) == (began, "")
    with store.read() as tx:
        assert len(Rulebooks(tx, ledger, then).in_force) == 2


def test_rules_that_come_back_have_begun_twice(store, ledger, clock, ids) -> None:
    first, other, began = load_rulebook(CORE), shipped_rulebook(), []
    for rulebook in (first, other, first):
        in_force(store, ledger, clock, ids, rulebook)
        began.append(clock.now())
        clock.advance(days=1)
    with store.read() as tx:
        found = Rulebooks(tx, ledger, first)
    assert found.began(first.digest) == (began[0], began[2])
    assert found.began(other.digest) == (began[1],)


def test_rules_that_never_were_in_force_are_missing(store: Store, ledger: Ledger) -> None:
    found = kept(store, ledger, "sha256:unheard-of", shipped_rulebook())
    assert (found.rulebook, found.problem) == (None, "the ledger does not hold the packs of then")


@pytest.mark.parametrize(
    ("packs", "problem"),
    [
        ({**CORE, "x.toml": "[pack"}, "this version of Dunwell cannot read the packs of then (x.toml"),
        (CORE, "the packs of then, but this version of Dunwell reasons differently"),
    ],
)
def test_rules_of_another_version_say_so(store, ledger, clock, ids, packs, problem) -> None:
    public = {"before": None, "now": "sha256:older"}
    private = {"reasoning": f"before {REASONING}", "packs": packs}
    entry = Entry(EntryId(ids.new()), None, EntryKind.RULEBOOK_CHANGED, clock.now(), public, private)
    with store.begin() as tx:
        ledger.append(tx, [entry])
    assert kept(store, ledger, "sha256:older", shipped_rulebook()).problem.startswith(problem)
