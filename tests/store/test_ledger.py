"""Does the contact ledger take entries, order them and give them back? On both databases."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from gateway.domain.errors import Conflict, DataError, NotFound
from gateway.domain.ids import CustomerId, EntryId
from gateway.ledger import EntryKind
from gateway.ledger.merkle import Frontier
from gateway.store import ledger as rows
from gateway.store import ledger_scan as scan
from gateway.store.schema import ledger_entry, ledger_head, ledger_leaf, ledger_pending, subject
from tests.builders.ledger import a_ledger, an_entry, record
from tests.fakes.clock import A_MONDAY
from tests.fakes.ids import SeededIds


@pytest.fixture
def ledger(ids):
    return a_ledger(ids)


def count(store, table):
    with store.read() as tx:
        return tx.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def statements(store):
    """Collect what is sent to the database."""
    sent: list[str] = []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *a: sent.append(a[2]))
    return sent


def test_an_entry_comes_back_with_its_contents(store, ledger, ids):
    customer = CustomerId(ids.new())
    entry = an_entry(ids, customer)
    record(store, ledger, entry)
    with store.read() as tx:
        opened = ledger.open(tx, entry.entry_id)
    assert opened["private"] == entry.private
    assert opened["public"] == entry.public
    assert (opened["kind"], opened["customer_id"], opened["seq"]) == ("contact.allowed", customer, 1)
    assert (opened["at"], opened["version"]) == (A_MONDAY, "1.2.3")


def test_an_unknown_entry_is_not_found(store, ledger, ids):
    with store.read() as tx, pytest.raises(NotFound):
        ledger.open(tx, EntryId(ids.new()))


def test_many_entries_are_opened_at_once_and_unknown_ones_left_out(store, ledger, ids):
    entries = [an_entry(ids, CustomerId(ids.new())) for _ in range(3)]
    record(store, ledger, *entries)
    wanted = [entry.entry_id for entry in entries]
    with store.read() as tx:
        assert set(ledger.open_many(tx, [*wanted, EntryId(ids.new())])) == set(wanted)


def test_contents_are_nowhere_in_the_database(store, ledger, ids):
    record(store, ledger, an_entry(ids, CustomerId(ids.new())))
    with store.read() as tx:
        for table in (ledger_entry, subject, ledger_leaf, ledger_head):
            for row in tx.execute(sa.select(table)):
                kept = b"".join(v if isinstance(v, bytes) else str(v).encode() for v in row)
                assert b"ann@example.com" not in kept


def test_a_customer_s_entries_form_one_chain(store, ledger, ids):
    customer = CustomerId(ids.new())
    for _ in range(3):
        record(store, ledger, an_entry(ids, customer), an_entry(ids, customer))
    with store.read() as tx:
        row = rows.subject_of(tx, customer)
        chain = list(rows.chain(tx, row.subject_id))
    assert [entry.subject_seq for entry in chain] == [1, 2, 3, 4, 5, 6]
    assert (row.next_seq, row.last_hash) == (7, chain[-1].leaf_hash.hex())


def test_a_hundred_entries_of_a_hundred_customers_take_few_statements(store, ledger, ids):
    customers = [CustomerId(ids.new()) for _ in range(100)]
    record(store, ledger, *(an_entry(ids, customer) for customer in customers))
    sent = statements(store)
    with store.begin() as tx:
        ledger.append(tx, [an_entry(ids, customer) for customer in customers])
    assert len([s for s in sent if not s.startswith("BEGIN")]) <= 8


def test_nothing_of_a_rolled_back_transaction_stays(store, ledger, ids):
    with store.begin() as tx:
        ledger.append(tx, [an_entry(ids, CustomerId(ids.new()))])
        tx.rollback()
    assert count(store, ledger_entry) == count(store, subject) == count(store, ledger_pending) == 0


def test_an_empty_append_asks_the_database_nothing(store, ledger):
    with store.begin() as tx:
        sent = statements(store)
        ledger.append(tx, [])
    assert not [s for s in sent if "BEGIN" not in s]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"kind": "contact.dreamt"}, "kind of ledger entry"),
        ({"public": {"share": 0.5}}, "exact form"),
        ({"public": {"text": "x" * 70_000}}, "65535"),
    ],
)
def test_what_a_leaf_cannot_hold_is_refused(store, ledger, ids, change, why):
    with pytest.raises(DataError, match=why), store.begin() as tx:
        ledger.append(tx, [replace(an_entry(ids), **change)])


def test_entries_about_no_customer_share_the_system_s_chain(store, ledger, ids):
    record(store, ledger, an_entry(ids, kind=EntryKind.DAEMON_STARTED, private={}), an_entry(ids))
    with store.read() as tx:
        assert [entry.subject_seq for entry in rows.chain(tx, "system")] == [1, 2]


def test_sequencing_puts_each_entry_into_the_tree_once(store, ledger, ids):
    with store.begin() as tx:
        ledger.append(tx, [an_entry(ids, CustomerId(ids.new())) for _ in range(7)])
    assert ledger.sequence(store, A_MONDAY) == 7
    assert ledger.sequence(store, A_MONDAY) == 0
    with store.read() as tx:
        leaves, head = list(scan.scan_leaves(tx)), rows.newest_head(tx)
    tree = Frontier()
    tree.extend(leaf.leaf_hash for leaf in leaves)
    assert [leaf.position for leaf in leaves] == list(range(7))
    assert (head.size, head.root, head.frontier) == (7, tree.root(), bytes(tree))


def test_a_subject_s_entries_stand_in_the_tree_in_their_order(store, ledger, ids):
    customer = CustomerId(ids.new())
    late = an_entry(ids, customer, at=A_MONDAY + timedelta(days=1))
    early = an_entry(ids, customer)
    record(store, ledger, late, early)
    with store.read() as tx:
        positions = rows.positions(tx, rows.subject_of(tx, customer).subject_id)
    assert positions == {late.entry_id: 0, early.entry_id: 1}


@pytest.mark.parametrize("database", ["postgres"], indirect=True)  # SQLite has one writer: none is late
def test_an_entry_that_commits_late_is_not_skipped(store, ledger, ids):
    slow, quick = an_entry(ids, CustomerId(ids.new())), an_entry(ids, CustomerId(ids.new()))
    with store.begin() as tx:
        ledger.append(tx, [slow])
        record(store, a_ledger(SeededIds(2)), quick)  # begins later, commits and is sequenced earlier
        assert count(store, ledger_leaf) == 1
    assert ledger.sequence(store, A_MONDAY) == 1
    assert ledger.verify(store).finding is None


def test_two_sequencers_never_split_the_tree(store, ledger, ids):
    customers = [CustomerId(ids.new()) for _ in range(5)]
    start = threading.Barrier(3)

    def work() -> None:
        start.wait()
        for _ in range(15):
            ledger.sequence(store, A_MONDAY)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    start.wait()
    for _ in range(10):
        with store.begin() as tx:
            ledger.append(tx, [an_entry(ids, customer) for customer in customers])
    for thread in threads:
        thread.join()
    ledger.sequence(store, A_MONDAY)
    report = ledger.verify(store)
    assert (report.finding, report.size, report.waiting) == (None, 50, 0)


def test_two_writers_about_one_new_customer_share_a_chain(store, ids):
    customers = [CustomerId(ids.new()) for _ in range(8)]
    start, failures = threading.Barrier(4), []

    def work(number: int) -> None:
        own = SeededIds(100 + number)
        mine = a_ledger(own)
        order = customers if number % 2 else customers[::-1]
        start.wait()
        try:
            for _ in range(5):
                with store.begin() as tx:
                    entries = [an_entry(own, customer) for customer in order]
                    mine.append(tx, [replace(e, entry_id=own_id(own, number)) for e in entries])
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    a_ledger(ids).sequence(store, A_MONDAY)
    report = a_ledger(ids).verify(store)
    assert (report.finding, report.size, report.subjects) == (None, 160, 8)


def own_id(ids: SeededIds, number: int) -> EntryId:
    """An id that no other thread's seeded source makes."""
    return EntryId(UUID(int=ids.new().int ^ (number << 120)))


def test_erasure_makes_contents_unreadable_and_the_ledger_still_holds(store, ledger, ids):
    customer, other = CustomerId(ids.new()), CustomerId(ids.new())
    entry, kept = an_entry(ids, customer), an_entry(ids, other)
    record(store, ledger, entry, kept)
    with store.begin() as tx:
        ledger.erase(tx, customer, A_MONDAY)
    ledger.sequence(store, A_MONDAY)
    with store.read() as tx:
        assert ledger.open(tx, entry.entry_id)["private"] is None
        assert ledger.open(tx, kept.entry_id)["private"] == kept.private
        assert rows.subject_of(tx, customer).wrapped_key is None
    assert ledger.verify(store).finding is None


def test_nothing_more_can_be_sealed_about_an_erased_customer(store, ledger, ids):
    customer = CustomerId(ids.new())
    record(store, ledger, an_entry(ids, customer))
    with store.begin() as tx:
        ledger.erase(tx, customer, A_MONDAY)
    with pytest.raises(Conflict, match="erased"), store.begin() as tx:
        ledger.append(tx, [an_entry(ids, customer)])
    record(store, ledger, an_entry(ids, customer, private={}))
    assert ledger.verify(store).finding is None


def test_what_must_be_recorded_about_an_erased_customer_is_recorded_without_contents(store, ledger, ids):
    customer = CustomerId(ids.new())
    record(store, ledger, an_entry(ids, customer))
    with store.begin() as tx:
        ledger.erase(tx, customer, A_MONDAY)
    outcome = replace(an_entry(ids, customer), may_be_empty=True)
    record(store, ledger, outcome)
    with store.read() as tx:
        assert not ledger.open(tx, outcome.entry_id)["private"]
    assert ledger.verify(store).finding is None


def test_erasing_twice_or_somebody_unknown_is_refused(store, ledger, ids):
    customer = CustomerId(ids.new())
    record(store, ledger, an_entry(ids, customer))
    with store.begin() as tx:
        ledger.erase(tx, customer, A_MONDAY)
    with pytest.raises(Conflict), store.begin() as tx:
        ledger.erase(tx, customer, A_MONDAY)
    with pytest.raises(NotFound), store.begin() as tx:
        ledger.erase(tx, CustomerId(ids.new()), A_MONDAY)


def test_history_begins_with_the_first_sealed_entry(store, ledger, ids):
    with store.read() as tx:
        assert not rows.has_history(tx)
    record(store, ledger, an_entry(ids))
    with store.read() as tx:
        assert rows.has_history(tx)


def test_no_two_leaves_of_equal_contents_have_equal_hashes(store, ledger, ids):
    customer = CustomerId(ids.new())
    same = an_entry(ids, customer)
    record(store, ledger, same, replace(same, entry_id=EntryId(ids.new())))
    with store.read() as tx:
        chain = rows.chain(tx, rows.subject_of(tx, customer).subject_id)
        nonces = {row.body.split(b'"nonce":"')[1][:64] for row in chain}
    assert len(nonces) == 2
