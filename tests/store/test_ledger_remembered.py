"""Is a database that was set back to an older copy noticed, from a file beside it?"""

from __future__ import annotations

import shutil

import pytest

from gateway.domain.errors import ConfigError, RefusedToRun
from gateway.keys import Keys
from gateway.store import open_store
from tests.builders.ledger import a_ledger, an_entry, record


@pytest.fixture
def path(tmp_path):
    return tmp_path / "var" / "ledger.checkpoint"


@pytest.fixture
def ledger(ids, path):
    return a_ledger(ids, remembered=path)


def test_the_newest_checkpoint_is_remembered(store, ledger, ids, path):
    ledger.refuse_if_set_back(store)
    for size in (1, 2):
        record(store, ledger, an_entry(ids))
        assert path.read_text().split("\n")[1] == str(size)
    ledger.refuse_if_set_back(store)
    assert ledger.verify(store).holds


def older_copy(store, database, folder):
    """A copy of the database as it is now."""
    store.close()  # everything moves from the WAL into the file
    shutil.copyfile(database.url.removeprefix("sqlite:///"), folder / "copy.db")
    return open_store(f"sqlite:///{folder / 'copy.db'}")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_older_copy_is_refused_and_found(database, store, ledger, ids, tmp_path):
    record(store, ledger, an_entry(ids))
    older = older_copy(store, database, tmp_path)
    record(store, ledger, an_entry(ids))
    with pytest.raises(RefusedToRun, match="had 2 entries and now has 1"):
        ledger.refuse_if_set_back(older)
    assert "rolled back" in ledger.verify(older).finding.what
    older.close()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_older_copy_that_went_on_is_refused_and_found(database, store, ledger, ids, tmp_path):
    record(store, ledger, an_entry(ids))
    fork = older_copy(store, database, tmp_path)
    record(store, ledger, an_entry(ids))
    record(fork, a_ledger(ids), an_entry(ids))
    with pytest.raises(RefusedToRun, match="not the one we knew"):
        ledger.refuse_if_set_back(fork)
    assert "forked" in ledger.verify(fork).finding.what
    fork.close()


def test_another_master_key_is_refused_at_the_start(store, ledger, ids):
    record(store, ledger, an_entry(ids))
    other = a_ledger(ids, keys=Keys.from_secret(bytes(32)))
    with pytest.raises(RefusedToRun, match="DUNWELL_KEY_FILE"):
        other.refuse_if_set_back(store)


@pytest.mark.parametrize("text", ["", "garbage", "a\n1\nAAAA\n\n— a AAAA\n"])
def test_a_damaged_memory_is_named(store, ledger, ids, path, text):
    record(store, ledger, an_entry(ids))
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"ledger\.checkpoint"):
        ledger.refuse_if_set_back(store)
    with pytest.raises(ConfigError, match=r"ledger\.checkpoint"):
        ledger.verify(store)
