"""What has the print house said? Its files are applied once each; a broken one is put before a person."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from channels.letter_spool.acknowledgement import PROVIDER, SUFFIXES, read_acknowledgements
from channels.message import DeliveryEvent
from gateway.deliveries.applying import apply_delivery_events
from gateway.domain.clock import Clock
from gateway.domain.errors import DataError
from gateway.domain.ids import Ids
from gateway.ledger import Ledger
from gateway.store import Store, Tx, deliveries, task_rows

BROKEN_FILE = "letter-acknowledgement"
DONE, BROKEN = "done", "broken"  # folders inside the one that acknowledgements come into
MOST_FILES = 200  # in one round
MOST_BYTES = 20_000_000
AT_ONCE = 200  # news in one transaction, whose customers are locked together
SHOWN = 20  # numbers of rows that a task names


@dataclass(frozen=True, slots=True)
class Heard:
    """What one round found."""

    files: int = 0
    changed: int = 0
    broken: int = 0

    def as_counts(self) -> dict[str, int]:
        """Return them as a tick reports them."""
        return {"files": self.files, "changed": self.changed, "broken": self.broken}


class AcknowledgementReader:
    """Reads a folder again and again. What two looks have found the same is whole."""

    def __init__(self, store: Store, ledger: Ledger, folder: Path, clock: Clock, ids: Ids) -> None:
        self._store, self._ledger, self._folder = store, ledger, folder
        self._clock, self._ids = clock, ids
        self._seen: dict[str, tuple[int, int]] = {}

    def run(self) -> Heard:
        """Apply every file that has stopped growing.

        Raises OSError if one cannot be read or put away; the others are applied all the same.
        """
        seen = dict(self._files())
        ready = [name for name, state in seen.items() if self._seen.get(name) == state]
        self._seen = seen
        changed = broken = 0
        trouble: OSError | None = None
        for name in sorted(ready)[:MOST_FILES]:
            try:
                more, is_whole = self._read(name)
            except OSError as error:
                trouble = trouble or error
            else:
                changed, broken = changed + more, broken + (not is_whole)
        if trouble is not None:
            raise trouble
        return Heard(min(len(ready), MOST_FILES), changed, broken)

    def _files(self) -> Iterator[tuple[str, tuple[int, int]]]:
        if not self._folder.is_dir():
            return
        with os.scandir(self._folder) as found:
            for one in found:
                wanted = one.name.lower().endswith(SUFFIXES) and not one.name.startswith(".")
                if wanted and one.is_file(follow_symlinks=False):
                    state = one.stat(follow_symlinks=False)
                    yield one.name, (state.st_size, state.st_mtime_ns)

    def _read(self, name: str) -> tuple[int, bool]:
        """Apply a file and put it away; return how many attempts changed, and whether all of it was good."""
        path = self._folder / name
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        try:
            if len(content) > MOST_BYTES:
                raise DataError(f"It has more than {MOST_BYTES:,} bytes.")
            told = read_acknowledgements(name, content)
        except DataError as error:
            changed, wrong = 0, str(error)
        else:
            changed, bad = self._apply(told.events)
            wrong = _wrong_rows(sorted([*told.bad, *bad]))
        digest = sha256(content).hexdigest()
        if wrong:
            with self._store.begin() as tx:
                self._ask(tx, name, digest, wrong)
        self._put_away(path, BROKEN if wrong else DONE, digest)
        return changed, not wrong

    def _apply(self, told: Sequence[tuple[int, DeliveryEvent]]) -> tuple[int, list[int]]:
        changed, unknown = 0, list[int]()
        for at in range(0, len(told), AT_ONCE):
            some = told[at : at + AT_ONCE]
            with self._store.begin() as tx:
                ours = deliveries.attempts_through(tx, PROVIDER, [event.attempt_id for _, event in some])
                unknown += [number for number, event in some if event.attempt_id not in ours]
                news = [event for _, event in some if event.attempt_id in ours]
                applied = apply_delivery_events(tx, self._ledger, news, now=self._clock.now(), ids=self._ids)
            changed += applied.changed
        return changed, unknown

    def _ask(self, tx: Tx, name: str, digest: str, wrong: str) -> None:
        shown = "".join(c if c.isprintable() else "?" for c in name)[:100]
        what = f"The print house's file {shown} was set aside in the folder {BROKEN}. {wrong}"
        task = {
            "task_id": self._ids.new(),
            "customer_id": None,
            "kind": BROKEN_FILE,
            "reference": digest,
            "text": what,
            "opened_at": self._clock.now(),
        }
        task_rows.insert_tasks(tx, [task])

    def _put_away(self, path: Path, folder: str, digest: str) -> None:
        target = self._folder / folder
        target.mkdir(exist_ok=True)
        free = target / path.name
        if free.exists():  # a file of the same name is kept
            free = target / f"{path.stem}.{digest[:16]}{path.suffix}"
        path.replace(free)
        self._seen.pop(path.name, None)


def _wrong_rows(numbers: Sequence[int]) -> str:
    if not numbers:
        return ""
    shown = ", ".join(map(str, numbers[:SHOWN])) + (" and more" if len(numbers) > SHOWN else "")
    return (
        f"Rows that name no letter of ours, no known status or no time: {shown}. "
        "Have the print house correct them and put them into the folder again; the other rows count."
    )
