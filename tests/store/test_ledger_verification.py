"""Is every kind of tampering found and named? Triggers are taken away first: they are only a seat belt."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from gateway.domain.errors import RefusedToRun
from gateway.domain.ids import CustomerId
from gateway.keys import Keys
from gateway.ledger.checkpoint import Signer
from gateway.ledger.offline import leaf_hash, open_checkpoint
from gateway.store import schema
from gateway.store.schema import ledger_entry, ledger_head, ledger_leaf, ledger_pending, subject
from gateway.store.triggers import append_only_ddl, drop_append_only_ddl
from tests.builders.ledger import KEYS, ORIGIN, a_ledger, an_entry, record
from tests.fakes.clock import A_MONDAY

TABLES = {
    "ledger_entry": (ledger_entry, "entry_id"),
    "ledger_leaf": (ledger_leaf, "position"),
    "ledger_head": (ledger_head, "size"),
    "subject": (subject, "subject_id"),
    "ledger_pending": (ledger_pending, "number"),
}
COLUMNS = [
    (name, column.name)
    for name, (table, _) in TABLES.items()
    for column in table.c
    if (name, column.name) != ("ledger_pending", "number")  # an order among what waits, nothing more
]


@pytest.fixture
def ledger(ids):
    return a_ledger(ids)


@pytest.fixture
def people(ids):
    return [CustomerId(ids.new()) for _ in range(3)]


@pytest.fixture
def filled(store, ledger, ids, people):
    """Nine entries under three heads, two more that wait, and no triggers."""
    for _ in range(3):
        record(store, ledger, *(an_entry(ids, customer) for customer in people))
    with store.begin() as tx:
        ledger.append(tx, [an_entry(ids, people[0]), an_entry(ids)])
    tampering(store, drop_append_only_ddl)
    yield store
    if not store.is_sqlite:
        tampering(store, append_only_ddl)


def tampering(store, ddl):
    with store.begin() as tx:
        for statement in ddl(store.engine.dialect.name):
            tx.exec_driver_sql(statement)


def tamper(store, statement, parameters=None):
    """Run a statement with every constraint out of the way that an administrator could remove."""
    with store.engine.connect() as tx:
        if store.is_sqlite:
            tx.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        else:
            tx.exec_driver_sql("SET session_replication_role = replica")
        result = tx.execute(sa.text(statement) if isinstance(statement, str) else statement, parameters or {})
        assert result.rowcount != 0
        tx.commit()
        if store.is_sqlite:
            tx.connection.cursor().execute("PRAGMA foreign_keys=ON")
        else:
            tx.exec_driver_sql("SET session_replication_role = origin")
            tx.commit()


def at_position(store, position):
    with store.read() as tx:
        query = sa.select(ledger_leaf.c.entry_id).where(ledger_leaf.c.position == position)
        return tx.execute(query).scalar_one()


def flipped(value):
    """The value with one bit changed."""
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:]
    if isinstance(value, str):
        return chr(ord(value[0]) ^ 1) + value[1:]
    if isinstance(value, int):
        return value ^ 16
    if hasattr(value, "int"):
        return type(value)(int=value.int ^ 1)
    return value.replace(second=value.second ^ 1)


def test_an_untouched_ledger_holds(filled, ledger):
    report = ledger.verify(filled)
    assert report.finding is None
    assert (report.entries, report.size, report.waiting, report.subjects) == (11, 9, 2, 4)
    assert report.signed_at == A_MONDAY


def test_an_empty_ledger_holds(store, ledger):
    report = ledger.verify(store)
    assert (report.finding, report.entries, report.checkpoint) == (None, 0, None)


@pytest.mark.parametrize(("name", "column"), COLUMNS)
def test_a_flipped_bit_in_any_column_is_found(filled, ledger, name, column):
    table, key = TABLES[name]
    with filled.read() as tx:
        query = sa.select(table).where(table.c[column].is_not(None)).order_by(table.c[key])
        row = tx.execute(query).first()
    change = sa.update(table).where(table.c[key] == row._mapping[key])
    tamper(filled, change.values({column: flipped(row._mapping[column])}))
    assert ledger.verify(filled).finding is not None


@pytest.mark.parametrize("column", ["body", "leaf_hash", "ciphertext", "kind", "at", "subject_seq"])
@pytest.mark.parametrize("position", [0, 4, 8])
def test_a_changed_entry_is_named_by_position_and_id(filled, ledger, column, position):
    entry_id = at_position(filled, position)
    with filled.read() as tx:
        value = tx.execute(
            sa.select(ledger_entry.c[column]).where(ledger_entry.c.entry_id == entry_id)
        ).scalar_one()
    change = sa.update(ledger_entry).where(ledger_entry.c.entry_id == entry_id)
    tamper(filled, change.values({column: flipped(value)}))
    finding = ledger.verify(filled).finding
    assert (finding.position, finding.entry_id) == (position, str(entry_id))
    assert str(entry_id) in str(finding)


def test_changed_contents_are_refused_to_a_reader_too(filled, ledger):
    entry_id = at_position(filled, 2)
    change = sa.update(ledger_entry).where(ledger_entry.c.entry_id == entry_id)
    tamper(filled, change.values(ciphertext=bytes(60)))
    with filled.read() as tx, pytest.raises(RefusedToRun, match="dunwell ledger verify"):
        ledger.open(tx, entry_id)


def test_the_first_of_two_changed_entries_is_named(filled, ledger):
    for position in (7, 2):
        change = sa.update(ledger_entry).where(ledger_entry.c.entry_id == at_position(filled, position))
        tamper(filled, change.values(ciphertext=b"other"))
    assert ledger.verify(filled).finding.position == 2


@pytest.mark.parametrize("position", range(9))
def test_a_deleted_entry_is_found_at_its_place(filled, ledger, position):
    tamper(filled, sa.delete(ledger_entry).where(ledger_entry.c.entry_id == at_position(filled, position)))
    finding = ledger.verify(filled).finding
    assert finding.position == position
    assert "deleted" in finding.what


@pytest.mark.parametrize("position", range(9))
def test_an_entry_deleted_together_with_its_leaf_is_found(filled, ledger, position):
    entry_id = at_position(filled, position)
    tamper(filled, sa.delete(ledger_leaf).where(ledger_leaf.c.position == position))
    tamper(filled, sa.delete(ledger_entry).where(ledger_entry.c.entry_id == entry_id))
    assert ledger.verify(filled).finding.position == position


def test_a_deleted_entry_that_still_waited_is_found(filled, ledger):
    tamper(filled, "DELETE FROM ledger_entry WHERE entry_id IN (SELECT entry_id FROM ledger_pending)")
    tamper(filled, "DELETE FROM ledger_pending")
    assert not ledger.verify(filled).holds


def test_an_entry_taken_out_of_the_line_is_found(filled, ledger):
    tamper(filled, "DELETE FROM ledger_pending")
    assert "no place in the tree" in ledger.verify(filled).finding.what


def test_two_swapped_leaves_are_found(filled, ledger):
    for old, new in ((3, 100), (4, 3), (100, 4)):
        tamper(filled, f"UPDATE ledger_leaf SET position = {new} WHERE position = {old}")
    assert not ledger.verify(filled).holds


def test_two_entries_of_one_subject_that_changed_places_are_found(filled, ledger):
    for old, new in ((1, 100), (2, 1), (100, 2)):
        tamper(filled, f"UPDATE ledger_entry SET subject_seq = {new} WHERE subject_seq = {old}")
    assert not ledger.verify(filled).holds


def test_a_cut_off_tail_is_found(filled, ledger):
    tail = "SELECT entry_id FROM ledger_leaf WHERE position > 5"
    tamper(filled, f"DELETE FROM ledger_entry WHERE entry_id IN ({tail})")
    tamper(filled, "DELETE FROM ledger_leaf WHERE position > 5")
    finding = ledger.verify(filled).finding
    assert (finding.position, finding.entry_id) == (6, None)


def test_a_tail_cut_off_with_its_head_and_subjects_set_back_is_found_by_a_held_checkpoint(filled, ledger):
    with filled.read() as tx:
        held = open_checkpoint(ledger.checkpoint(tx), ledger.signer.verifier_key)
    set_back(filled)
    assert ledger.verify(filled).finding is None  # nothing inside contradicts itself
    finding = ledger.verify(filled, [held]).finding
    assert "rolled back" in finding.what


def set_back(store):
    """Make the database what it was at six entries, without a trace."""
    gone = "SELECT entry_id FROM ledger_leaf WHERE position > 5 UNION SELECT entry_id FROM ledger_pending"
    tamper(store, f"DELETE FROM ledger_entry WHERE entry_id IN ({gone})")
    tamper(store, "DELETE FROM ledger_leaf WHERE position > 5")
    tamper(store, "DELETE FROM ledger_head WHERE size > 6")
    tamper(store, "DELETE FROM ledger_pending")
    tamper(store, "DELETE FROM subject WHERE subject_id = 'system'")
    with store.read() as tx:
        last = tx.execute(sa.select(ledger_entry).where(ledger_entry.c.subject_seq == 2)).all()
    for row in last:
        change = sa.update(subject).where(subject.c.subject_id == row.subject_id)
        tamper(store, change.values(next_seq=3, last_hash=row.leaf_hash.hex()))


def test_a_fork_from_an_older_copy_is_found_by_a_held_checkpoint(filled, ledger, ids, people):
    with filled.read() as tx:
        held = open_checkpoint(ledger.checkpoint(tx), ledger.signer.verifier_key)
    set_back(filled)
    record(filled, ledger, *(an_entry(ids, customer) for customer in people), an_entry(ids))
    assert ledger.verify(filled).finding is None
    assert "forked" in ledger.verify(filled, [held]).finding.what


def test_a_held_checkpoint_of_every_size_is_confirmed(filled, ledger):
    with filled.read() as tx:
        notes = [row.checkpoint for row in tx.execute(sa.select(ledger_head))]
    held = [open_checkpoint(note, ledger.signer.verifier_key) for note in notes]
    assert [checkpoint.size for checkpoint in held] == [3, 6, 9]
    assert ledger.verify(filled, held).finding is None


@pytest.mark.parametrize(
    "signer",
    [
        Signer(ORIGIN, Keys.from_secret(bytes(32)).signing_key),
        Signer("evil.example/ledger", KEYS.signing_key),
    ],
    ids=["another key", "another origin"],
)
def test_heads_signed_by_another_key_or_origin_are_found(filled, ledger, signer):
    with filled.read() as tx:
        heads = tx.execute(sa.select(ledger_head)).all()
    for head in heads:
        note = signer.checkpoint(head.size, head.root, head.at)
        tamper(filled, sa.update(ledger_head).where(ledger_head.c.size == head.size).values(checkpoint=note))
    assert "not signed by this ledger" in ledger.verify(filled).finding.what


def test_a_rewritten_leaf_whose_hashes_were_all_made_anew_is_found_by_its_head(filled, ledger):
    entry_id = at_position(filled, 8)
    with filled.read() as tx:
        row = tx.execute(sa.select(ledger_entry).where(ledger_entry.c.entry_id == entry_id)).one()
    body = row.body.replace(b'"ruling":"allow"', b'"ruling":"defer"')
    fresh = leaf_hash(body)
    change = sa.update(ledger_entry).where(ledger_entry.c.entry_id == entry_id)
    tamper(filled, change.values(body=body, leaf_hash=fresh))
    tamper(filled, sa.update(ledger_leaf).where(ledger_leaf.c.position == 8).values(leaf_hash=fresh))
    change = sa.update(subject).where(subject.c.subject_id == row.subject_id)
    tamper(filled, change.values(last_hash=fresh.hex()))
    finding = ledger.verify(filled).finding
    assert "entries at 6 to 8 was changed" in finding.what


def test_a_missing_head_is_found(filled, ledger):
    tamper(filled, "DELETE FROM ledger_head WHERE size = 9")
    assert "no recorded head" in ledger.verify(filled).finding.what


def test_a_destroyed_key_without_an_erasure_entry_is_found(filled, ledger):
    tamper(filled, "UPDATE subject SET wrapped_key = NULL WHERE subject_id <> 'system'")
    assert "no entry says why" in ledger.verify(filled).finding.what


def test_a_key_that_a_backup_brought_back_is_found(filled, ledger, people):
    with filled.read() as tx:
        key = tx.execute(
            sa.select(subject.c.wrapped_key).where(subject.c.customer_id == people[1])
        ).scalar_one()
    with filled.begin() as tx:
        ledger.erase(tx, people[1], A_MONDAY)
    tamper(filled, sa.update(subject).where(subject.c.customer_id == people[1]).values(wrapped_key=key))
    assert "is back" in ledger.verify(filled).finding.what


def test_two_customers_whose_chains_were_exchanged_are_found(filled, ledger, people):
    with filled.read() as tx:
        names = [
            tx.execute(sa.select(subject.c.subject_id).where(subject.c.customer_id == who)).scalar_one()
            for who in people[:2]
        ]
    tamper(filled, sa.update(subject).where(subject.c.subject_id == names[0]).values(customer_id=None))
    for name, who in ((names[1], people[0]), (names[0], people[1])):
        tamper(filled, sa.update(subject).where(subject.c.subject_id == name).values(customer_id=who))
    assert not ledger.verify(filled).holds


def test_a_whole_deleted_chain_is_found(filled, ledger):
    tamper(filled, "DELETE FROM ledger_entry WHERE subject_id = 'system'")
    tamper(filled, "DELETE FROM ledger_pending WHERE entry_id NOT IN (SELECT entry_id FROM ledger_entry)")
    assert "whole chain" in ledger.verify(filled).finding.what


def test_an_attempt_that_the_ledger_does_not_know_is_found(filled, ledger, ids):
    values = {column.name: "x" for column in schema.attempt.c if not column.nullable}
    uuids = [column.name for column in schema.attempt.c if isinstance(column.type, sa.Uuid)]
    values |= {name: ids.new() for name in uuids}
    values |= {"accounts": [], "reserved_at": A_MONDAY, "facts_version": 0}
    tamper(filled, sa.insert(schema.attempt).values(**values))
    finding = ledger.verify(filled).finding
    assert finding.entry_id == str(values["entry_id"])
    assert str(values["attempt_id"]) in finding.what


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # PostgreSQL keeps to a column's type
@pytest.mark.parametrize(("name", "column"), [c for c in COLUMNS if c[0] != "ledger_pending"])
def test_a_value_of_another_type_is_found_and_stops_nobody(filled, ledger, name, column):
    tamper(filled, f"UPDATE {name} SET {column} = 'no such thing' WHERE rowid = 2")
    assert not ledger.verify(filled).holds
