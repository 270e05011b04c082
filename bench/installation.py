"""What does a measurement run? An installation of its own in a folder: settings, database, daemons."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from gateway.bootstrap import App, open_app
from gateway.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
CREDITOR = """
[[creditor]]
id = "acme"
name = "Acme Supply Co."
neutral_name = "Acme Supply"
default_country = "US"
address = "Acme Supply Co., 1 Main St, Albany, NY 12207"
telephone = "+15185550100"
email_from = "billing@acme.example"
sms_from = "+15185550101"
voice_from = "+15185550102"
contact_person = "Robin Hale"
how_to_pay = { page = "https://pay.acme.example/" }
"""


@dataclass(slots=True)
class Child:
    """A process that this one started."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    def told(self) -> str:
        """Return what it wrote."""
        return self.log.read_text("utf-8", errors="replace")

    def refuse_if_ended(self) -> None:
        """Raise RuntimeError, with what it wrote last, if it has ended by itself."""
        if self.process.poll() is not None:
            raise RuntimeError(f"a process ended with {self.process.returncode}: {self.told()[-2000:]}")

    def kill(self) -> None:
        """End it as a power cut would, and wait until it is gone."""
        self.process.kill()
        self.process.wait()

    def terminate(self, within: float = 60.0) -> int:
        """Ask it to stop; return its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(within)


@dataclass(slots=True)
class Installation:
    """Settings for one database and one relay, and the processes started with them."""

    folder: Path
    database_url: str
    relay: str
    more: Mapping[str, str] = field(default_factory=dict)  # settings as environment variables
    _children: list[Child] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "dunwell.toml").write_text(CREDITOR, encoding="utf-8")

    def environment(self, clock: datetime | None, var: str = "var") -> dict[str, str]:
        """Return what a child process is told. var: its own var directory, where several share a database."""
        told = {
            "DUNWELL_CONFIG": str(self.folder / "dunwell.toml"),
            "DUNWELL_DATABASE_URL": self.database_url,
            "DUNWELL_VAR_DIR": str(self.folder / var),
            "DUNWELL_KEY_FILE": str(self.folder / "master.key"),
            "DUNWELL_CHANNELS__EMAIL": "smtp",
            "DUNWELL_SMTP__URL": self.relay,
            "PGAPPNAME": var,  # tells the daemons apart on the server
            **self.more,
        }
        if clock is not None:
            told["DUNWELL_CLOCK"] = clock.isoformat()
        plain = {name: value for name, value in os.environ.items() if not name.startswith("DUNWELL_")}
        return plain | told

    def app(self, at: datetime) -> App:
        """Return the same installation inside this process, at a standing instant."""
        from gateway.settings_reading import load_settings

        before = dict(os.environ)
        os.environ.update(self.environment(None))
        try:
            settings: Settings = load_settings()
        finally:
            os.environ.clear()
            os.environ.update(before)
        return open_app(at=at, settings=settings)

    def start(self, arguments: Sequence[str], clock: datetime | None, var: str = "var") -> Child:
        """Start a `dunwell` command; what it writes goes to a log file of its own."""
        log = self.folder / f"child-{len(self._children)}.log"
        (self.folder / var).mkdir(exist_ok=True)
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "gateway", *arguments],
                cwd=ROOT, env=self.environment(clock, var), stdout=output, stderr=output,
            )  # fmt: skip
        self._children.append(Child(process, log))
        return self._children[-1]

    def start_daemon(self, clock: datetime | None, var: str = "var", only: str = "dispatcher") -> Child:
        """Start a daemon, by default one that only sends."""
        return self.start(["run", "--only", only], clock, var)

    def end_children(self) -> None:
        """Kill whatever still runs."""
        for child in self._children:
            if child.process.poll() is None:
                child.process.send_signal(signal.SIGCONT)
                child.kill()
