"""Does an import that dies in the middle leave nothing twice and nothing out, once the file comes again?"""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.bootstrap import RandomIds
from gateway.store import Store
from tests.builders.importing import Desk
from tests.builders.portfolio_file import a_file
from tests.databases import Database

ROWS = 3_000
CHUNK = 100
CHILD = f"""
import sys
from pathlib import Path
from gateway.bootstrap import RandomIds
from gateway.importer import Order, importing
from gateway.store import open_store
from tests.builders.importing import Desk
importing.CHUNK = {CHUNK}
desk = Desk(open_store(sys.argv[1]), RandomIds())
importing.import_file(
    desk.store, desk.ledger, desk.creditors, Order(Path(sys.argv[2]), snapshot=True),
    now=desk.now, ids=desk.ids, progress=lambda rows: print(rows, flush=True),
)
"""


def a_long_file(folder: Path) -> Path:
    rows = [
        {
            "customer_number": str(n % 70),
            "invoice_number": f"I-{n}",
            "balance": f"{n}.00",
            "email": f"c{n % 70}@b.example",
        }
        for n in range(ROWS)
    ]
    return a_file(folder, *rows, {"invoice_number": "bad", "balance": "?"})


def kill_after(database: Database, path: Path, rows: int) -> None:
    """Import in a process of its own and kill it once it says that it has read so many rows."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, database.url, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    for line in child.stdout:
        if int(line) >= rows:
            break
    child.send_signal(signal.SIGKILL)
    child.stdout.close()
    assert child.wait() == -signal.SIGKILL


@pytest.mark.parametrize("rows", [CHUNK, 2_900])
def test_a_killed_import_is_completed_by_importing_the_file_again(
    database: Database, store: Store, tmp_path: Path, rows: int
) -> None:
    path = a_long_file(tmp_path)
    kill_after(database, path, rows)
    desk = Desk(store, RandomIds())
    assert 0 < len(desk.balances()) <= ROWS
    assert desk.rows("portfolio_import", "as_of") == []
    report = desk.take(path, snapshot=True)
    assert not report.known_before
    assert report.rows_new + report.rows_unchanged == ROWS
    assert report.rows_unchanged >= rows - CHUNK
    assert desk.balances() == {f"I-{n}": n * 100 for n in range(ROWS)}
    assert len(desk.rows("invoice", "invoice_number")) == ROWS
    assert len(desk.rows("customer", "customer_number")) == len(desk.rows("contact_point", "value")) == 70
    assert len(desk.rows("portfolio_import", "as_of")) == len(desk.rows("quarantined_row", "row")) == 1
    assert desk.take(path, snapshot=True).known_before
