"""Does an evidence pack prove one customer's story alone, offline, and does it break when touched?"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile

import pytest

from gateway.domain.errors import NotFound
from gateway.domain.ids import CustomerId
from gateway.ledger import EntryKind
from gateway.ledger.offline import BadEvidence, check_pack, includes, leaf_hash, parse_proof
from gateway.store import ledger as rows
from tests.builders.ledger import a_ledger, an_entry, record
from tests.fakes.clock import A_MONDAY


@pytest.fixture
def ledger(ids):
    return a_ledger(ids)


@pytest.fixture
def people(ids):
    return [CustomerId(ids.new()) for _ in range(3)]


@pytest.fixture
def pack(store, ledger, ids, people, tmp_path):
    """The pack of one of three customers with five entries each, and fifteen neighbours."""
    for _ in range(5):
        record(store, ledger, *(an_entry(ids, who, private={"to": f"{who}@example.com"}) for who in people))
    path = tmp_path / "evidence.zip"
    ledger.export(store, people[1], path, A_MONDAY)
    return path


def members(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewritten(path, files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return str(path)


def test_a_pack_holds_and_names_every_entry(pack, ledger):
    found = check_pack(str(pack), ledger.signer.verifier_key)
    assert [entry.kind for entry in found.entries] == ["contact.allowed"] * 5 + ["evidence.exported"]
    assert [entry.position for entry in found.entries] == [1, 4, 7, 10, 13, 15]
    assert (found.checkpoint.size, found.checkpoint.at, found.readable) == (16, A_MONDAY, True)


def test_a_pack_holds_nothing_about_anybody_else(pack, store, people):
    everything = b"".join(members(pack).values())
    with store.read() as tx:
        for other in (people[0], people[2]):
            subject = rows.subject_of(tx, other)
            assert subject.subject_id.encode() not in everything
            assert str(other).encode() not in everything
            for entry in rows.chain(tx, subject.subject_id):
                assert str(entry.entry_id).encode() not in everything
                assert entry.ciphertext not in everything


def test_the_contents_can_be_read_in_the_pack(pack, people):
    shown = json.loads(members(pack)["entries/000001.contents.json"])
    assert shown == {"to": f"{people[1]}@example.com"}


def test_each_proof_is_a_tlog_proof_as_specified(pack):
    files = members(pack)
    lines = files["entries/000002.tlog-proof"].decode().split("\n")
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 4"]
    position, path, note = parse_proof(files["entries/000002.tlog-proof"].decode())
    assert note.encode() == files["checkpoint"]
    root = check_pack(str(pack)).checkpoint.root
    assert includes(position, 16, leaf_hash(files["entries/000002.leaf.json"]), path, root)


def test_the_verifier_inside_the_pack_runs_alone(pack, tmp_path, ledger):
    script = tmp_path / "alone" / "verify.py"
    script.parent.mkdir()
    script.write_bytes(members(pack)["verify.py"])
    run = subprocess.run(
        [sys.executable, "-I", str(script), str(pack), ledger.signer.verifier_key],
        capture_output=True,
        text=True,
        cwd=script.parent,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert "6 entries" in run.stdout


def test_the_verifier_inside_the_pack_says_what_is_wrong(pack, tmp_path):
    script = tmp_path / "verify.py"
    script.write_bytes(members(pack)["verify.py"])
    bad = rewritten(tmp_path / "bad.zip", members(pack) | {"entries/000003.sealed": b"other"})
    run = subprocess.run(
        [sys.executable, "-I", str(script), bad], capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert "entry 3" in run.stderr


def test_the_file_is_for_its_owner_alone(pack):
    assert pack.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in pack.parent.glob("*evidence*")] == ["evidence.zip"]


def test_the_ledger_holds_after_an_export(pack, store, ledger):
    assert ledger.verify(store).finding is None


def test_a_second_export_counts_the_first(pack, store, ledger, people):
    exported = ledger.export(store, people[1], pack, A_MONDAY)
    assert exported.entries == 7
    assert len(check_pack(str(pack)).entries) == 7


def test_there_is_no_pack_of_somebody_unknown(store, ledger, ids, tmp_path):
    with pytest.raises(NotFound):
        ledger.export(store, CustomerId(ids.new()), tmp_path / "none.zip", A_MONDAY)
    assert list(tmp_path.glob("*none*")) == []


def test_the_pack_of_an_erased_customer_holds_without_contents(store, ledger, ids, tmp_path, people):
    record(store, ledger, *(an_entry(ids, who) for who in people))
    with store.begin() as tx:
        ledger.erase(tx, people[0], A_MONDAY)
    path = tmp_path / "erased.zip"
    ledger.export(store, people[0], path, A_MONDAY)
    found = check_pack(str(path))
    assert (len(found.entries), found.readable) == (3, False)
    assert b"ann@example.com" not in b"".join(members(path).values())


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_flipped_bit_in_any_vouched_file_is_found(pack, tmp_path):
    files = members(pack)
    for name in files.keys() - {"README.txt", "verify.py"}:
        for at in {0, len(files[name]) // 2, len(files[name]) - 2} - {-1, -2}:
            data = bytearray(files[name])
            if not data:
                continue
            data[at] ^= 1
            with pytest.raises(BadEvidence):
                check_pack(rewritten(tmp_path / "bad.zip", files | {name: bytes(data)}))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_missing_file_is_found(pack, tmp_path):
    files = members(pack)
    for name in files.keys() - {"README.txt", "verify.py"}:
        with pytest.raises(BadEvidence):
            check_pack(rewritten(tmp_path / "bad.zip", {n: d for n, d in files.items() if n != name}))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("missing", [1, 3, 6])
def test_an_entry_left_out_is_found(pack, tmp_path, missing):
    files = {n: d for n, d in members(pack).items() if not n.startswith(f"entries/{missing:06d}")}
    with pytest.raises(BadEvidence, match=r"missing before it|last entry is not the export"):
        check_pack(rewritten(tmp_path / "bad.zip", files))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_entries_left_out_and_numbered_anew_are_found(pack, tmp_path):
    files = {n.replace("000006", "000005"): d for n, d in members(pack).items() if "000005" not in n}
    with pytest.raises(BadEvidence, match="missing before it"):
        check_pack(rewritten(tmp_path / "bad.zip", files))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_contents_withheld_without_erasure_are_found(pack, tmp_path):
    files = {n: d for n, d in members(pack).items() if not n.endswith(".contents.json")}
    manifest = json.loads(files["evidence.json"]) | {"data_key": ""}
    with pytest.raises(BadEvidence, match="contents are missing"):
        check_pack(rewritten(tmp_path / "bad.zip", files | {"evidence.json": json.dumps(manifest)}))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("extra", ["entries/000009.contents.json", "invoice.pdf", "../evil"])
def test_a_file_that_nothing_vouches_for_is_found(pack, tmp_path, extra):
    with pytest.raises(BadEvidence, match="vouches"):
        check_pack(rewritten(tmp_path / "bad.zip", members(pack) | {extra: b"x"}))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_pack_made_with_another_key_is_refused_by_who_knows_the_key(pack, ledger):
    other = ledger.signer.verifier_key.replace("acme", "evil")
    with pytest.raises(BadEvidence, match="another key"):
        check_pack(str(pack), other)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_pack_is_refused(tmp_path, data, store):
    path = tmp_path / "bad.zip"
    path.write_bytes(data)
    with pytest.raises(BadEvidence):
        check_pack(str(path))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_cut_off_pack_is_refused(pack, tmp_path):
    path = tmp_path / "cut.zip"
    path.write_bytes(pack.read_bytes()[:-40])
    with pytest.raises(BadEvidence, match="not a whole"):
        check_pack(str(path))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_file_that_unpacks_to_too_much_is_refused(pack, tmp_path):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members(pack).items():
            archive.writestr(name, bytes(65 * 1024 * 1024) if name == "checkpoint" else content)
    path = tmp_path / "bomb.zip"
    path.write_bytes(data.getvalue())
    with pytest.raises(BadEvidence, match="larger"):
        check_pack(str(path))


def test_the_export_is_in_the_ledger(pack, store, people):
    with store.read() as tx:
        last = list(rows.chain(tx, rows.subject_of(tx, people[1]).subject_id))[-1]
    assert last.kind == EntryKind.EVIDENCE_EXPORTED
    assert b'"public":{"entries":5}' in last.body
