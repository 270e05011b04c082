"""What came in, and what did not? Portfolio and payment files, with a report on every row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from gateway.bootstrap import App, open_app
from gateway.cli.import_report import print_report
from gateway.cli.options import AsJson, DryRun
from gateway.domain.errors import ConfigError
from gateway.domain.ids import CreditorId
from gateway.importer import ImportReport, Order, Profile, import_file, parse_profile, read_profiles
from gateway.importer.importing import Progress as Told

app = typer.Typer()
ALL_READ, NOTHING_IMPORTED, SOME_REJECTED = 0, 2, 3


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date; write it like 2027-03-01") from None


@app.command()
def command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="CSV, TSV, XLSX or JSON Lines.")],
    profile: Annotated[
        str, typer.Option(help="How the source writes its files; a name or a TOML file.")
    ] = "native",
    as_of: Annotated[
        date | None,
        typer.Option(
            "--as-of", parser=_day, metavar="DATE", help="Day of the balances; default: the file's."
        ),
    ] = None,
    snapshot: Annotated[
        bool, typer.Option("--snapshot", help="The file is complete: open items that it lacks are settled.")
    ] = False,
    creditor: Annotated[
        str | None, typer.Option(help="For rows that name none; default: the only one.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="portfolio or payments; default: as the headings say.")
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Read a portfolio or payment file and report on every row."""
    if kind not in (None, "portfolio", "payments"):
        raise typer.BadParameter("--kind must be portfolio or payments")
    owner = CreditorId(creditor) if creditor else None
    reports = []
    with open_app() as installation:
        profiles = read_profiles(installation.settings.profiles)
        chosen = _chosen(profile, profiles)
        for path in files:
            order = Order(path, chosen, owner, as_of, snapshot, kind, dry_run)
            with _progress(path, silent=as_json) as told:
                report = _import(installation, order, profiles, told)
            reports.append(report)
            if not as_json:
                print_report(report)
    if as_json:
        print(json.dumps([report.as_json() for report in reports], indent=2))
    raise typer.Exit(exit_status(reports))


def exit_status(reports: list[ImportReport]) -> int:
    """Return 0 when all rows were read, 3 when some rows or files were not, 2 when nothing was imported."""
    if not any(report.imported for report in reports):
        return NOTHING_IMPORTED
    has_rejected = any(report.rows_rejected or not report.imported for report in reports)
    return SOME_REJECTED if has_rejected else ALL_READ


def _import(installation: App, order: Order, profiles: dict[str, Profile], told: Told | None) -> ImportReport:
    return import_file(
        installation.store,
        installation.ledger,
        installation.creditors,
        order,
        now=installation.clock.now(),
        ids=installation.ids,
        progress=told,
        profiles=profiles,
    )


def _chosen(name: str, profiles: dict[str, Profile]) -> Profile:
    if name in profiles:
        return profiles[name]
    path = Path(name)
    if path.suffix == ".toml" and path.is_file():
        return parse_profile(path.stem, path.read_text(encoding="utf-8"))
    raise ConfigError(f"there is no profile {name!r}; known: {', '.join(sorted(profiles))}, or a TOML file")


@contextmanager
def _progress(path: Path, *, silent: bool) -> Iterator[Told | None]:
    """A line that counts rows, where somebody looks: on a terminal, on standard error."""
    console = Console(stderr=True)
    if silent or not console.is_terminal:
        yield None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        MofNCompleteColumn(),
        BarColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as line:
        task = line.add_task(path.name, total=None)
        yield lambda rows: line.update(task, completed=rows)
