"""Does the tree hash and prove as RFC 6962 says? Against a naive tree and public proof cases."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.ledger.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_ranges,
    extends,
    hashes_of,
    includes,
    inclusion_ranges,
    leaf_hash,
)

LEAVES = [leaf_hash(str(number).encode()) for number in range(300)]


def naive_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def naive_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 6962, 2.1.1, word for word."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if index < k:
        return [*naive_path(index, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(index - k, leaves[k:]), naive_root(leaves[:k])]


def naive_growth(old: int, leaves: list[bytes], whole: bool = True) -> list[bytes]:
    """RFC 6962, 2.1.2, word for word."""
    if old == len(leaves):
        return [] if whole else [naive_root(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if old <= k:
        return [*naive_growth(old, leaves[:k], whole), naive_root(leaves[k:])]
    return [*naive_growth(old - k, leaves[k:], False), naive_root(leaves[:k])]


def grown(size: int) -> Frontier:
    tree = Frontier()
    tree.extend(LEAVES[:size])
    return tree


def test_an_empty_tree_has_the_hash_of_nothing_as_its_root():
    assert Frontier().root() == EMPTY_ROOT == naive_root([])


def test_a_leaf_hash_is_that_of_the_empty_leaf_in_the_rfc():
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


def test_every_small_tree_has_the_naive_root():
    tree = Frontier()
    for size, leaf in enumerate(LEAVES, 1):
        tree.push(leaf)
        assert tree.root() == naive_root(LEAVES[:size])


@given(st.integers(0, 300), st.integers(0, 300))
def test_a_frontier_read_back_goes_on_where_it_was(first, second):
    size, more = sorted((first, second))
    tree = Frontier.from_bytes(size, bytes(grown(size)))
    tree.extend(LEAVES[size:more])
    assert tree.root() == naive_root(LEAVES[:more])


@pytest.mark.parametrize("data", [b"", b"x", bytes(31), bytes(33), bytes(96)])
def test_a_frontier_of_another_length_is_refused(data):
    with pytest.raises(ValueError, match=r"subtrees|whole"):
        Frontier.from_bytes(5, data)


@given(st.integers(1, 300).flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1))))
def test_an_inclusion_proof_is_the_naive_one_and_holds(case):
    size, index = case
    ranges = inclusion_ranges(index, size)
    found = hashes_of(ranges, LEAVES[:size])
    path = [found[item] for item in ranges]
    assert path == naive_path(index, LEAVES[:size])
    assert includes(index, size, LEAVES[index], path, naive_root(LEAVES[:size]))


@given(st.integers(1, 300).flatmap(lambda new: st.tuples(st.integers(1, new), st.just(new))))
def test_a_consistency_proof_is_the_naive_one_and_holds(case):
    old, new = case
    ranges = consistency_ranges(old, new)
    found = hashes_of(ranges, LEAVES[:new])
    path = [found[item] for item in ranges]
    assert path == naive_growth(old, LEAVES[:new])
    assert extends(old, new, grown(old).root(), grown(new).root(), path)


@given(st.integers(2, 200), st.data())
def test_a_proof_with_one_flipped_bit_fails(size, data):
    index = data.draw(st.integers(0, size - 1))
    path = naive_path(index, LEAVES[:size])
    at = data.draw(st.integers(0, len(path) - 1))
    bit = data.draw(st.integers(0, 255))
    path[at] = (int.from_bytes(path[at], "big") ^ (1 << bit)).to_bytes(32, "big")
    assert not includes(index, size, LEAVES[index], path, grown(size).root())


def test_a_proof_at_a_million_entries_is_at_most_a_kibibyte():
    assert max(len(inclusion_ranges(index, 10**6)) for index in (0, 524_287, 999_999)) * 32 <= 1024


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 2)])
def test_there_is_no_path_to_a_leaf_outside_the_tree(index, size):
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_ranges(index, size)


def test_a_tree_cannot_have_grown_from_a_larger_one():
    with pytest.raises(ValueError, match="grown"):
        consistency_ranges(4, 3)


def cases(folder: Path, kind: str) -> list[dict[str, Any]]:
    files = sorted((folder / "merkle-rfc6962" / "testdata" / kind).rglob("*.json"))
    return [json.loads(file.read_text()) for file in files]


def raw(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def test_public_inclusion_cases_good_and_bad(shared_data):
    found = cases(shared_data, "inclusion")
    for case in found:
        path = [raw(node) for node in case["proof"] or []]
        holds = includes(case["leafIdx"], case["treeSize"], raw(case["leafHash"]), path, raw(case["root"]))
        assert holds is not case["wantErr"], case["desc"]
    assert len(found) > 90


def test_public_consistency_cases_good_and_bad(shared_data):
    found = cases(shared_data, "consistency")
    for case in found:
        path = [raw(node) for node in case["proof"] or []]
        holds = extends(case["size1"], case["size2"], raw(case["root1"]), raw(case["root2"]), path)
        assert holds is not case["wantErr"], case
    assert len(found) > 90
