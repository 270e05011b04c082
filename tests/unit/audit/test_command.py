"""Does `dunwell audit` answer by its exit status, on paper and to machines?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gateway.bootstrap import open_app
from gateway.cli import main
from gateway.domain.ids import CustomerId, EntryId
from gateway.ledger import Entry, EntryKind


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty installation in the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def dunwell(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str
) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.argv", ["dunwell", "audit", *words])
    with pytest.raises(SystemExit) as status:
        main()
    shown = capsys.readouterr()
    return int(status.value.code or 0), shown.out, shown.err


def test_an_empty_ledger_ends_with_0_and_a_report_is_filed(capsys, monkeypatch, installation) -> None:
    status, out, err = dunwell(capsys, monkeypatch, "--json", "--pdf", "audit.pdf", "--since", "2027-01-01")
    assert (status, err) == (0, "")
    assert json.loads(out)["period"]["since"] == "2027-01-01"
    assert (installation / "audit.pdf").read_bytes().startswith(b"%PDF")


def test_a_violation_ends_with_1_and_is_told_before_the_tables(capsys, monkeypatch) -> None:
    with open_app() as app, app.store.begin() as tx:
        customer, entry_id = CustomerId(app.ids.new()), EntryId(app.ids.new())
        forged = {"channel": "email", "attempt_id": "a-1", "rulebook": "none"}
        entry = Entry(
            entry_id, customer, EntryKind.CONTACT_ALLOWED, app.clock.now(), forged, {"text": "Pay!"}
        )
        app.ledger.append(tx, [entry])
    status, out, _ = dunwell(capsys, monkeypatch)
    assert status == 1
    assert out.startswith("1 violation. The ledger verifies; ")
    assert f"entry {entry_id}" in out.split("The ledger\n")[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--since", "2027-03-02", "--until", "2027-03-01"), "--until is before --since"),
        (("--since", "yesterday"), "yesterday"),
        (("--creditor", "nobody"), "nobody is not in the settings"),
        (("--pdf", "no/such/folder/audit.pdf"), "there is no folder"),
        (("--pdf", "."), "--pdf: . is a folder; name a file in it"),
        (("--jobs", "0"), "--jobs"),
    ],
)
def test_wrong_arguments_end_with_2_and_say_what_is_wrong(capsys, monkeypatch, words, said) -> None:
    status, _, err = dunwell(capsys, monkeypatch, *words)
    assert status == 2
    assert said in err
