"""`dunwell audit`: was every contact within the rules of its time? The whole ledger judged again."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from gateway.cli.options import AsJson
from gateway.domain.errors import DataError

app = typer.Typer()
VIOLATIONS = 1


@app.command()
def audit(
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="From this day on (UTC).")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="To the end of this day.")
    ] = None,
    creditor: Annotated[str | None, typer.Option(help="Only this creditor's customers.")] = None,
    pdf: Annotated[
        Path | None, typer.Option(help="Also write the report for filing.", metavar="FILE")
    ] = None,
    jobs: Annotated[int | None, typer.Option(min=1, max=256, help="Processes; default: one a core.")] = None,
    as_json: AsJson = False,
) -> None:
    """Verify the ledger, judge every ruling again by the rules of then, recount limits, hours and stops.

    Exit 0 without a violation, 1 with one or when the ledger does not verify.
    """
    from gateway.audit import Scope, paper, telling
    from gateway.audit import audit as audited
    from gateway.bootstrap import open_app
    from gateway.replay import Rulebooks

    scope = Scope(since.date() if since else None, until.date() if until else None, creditor)
    if scope.since and scope.until and scope.until < scope.since:
        raise DataError("--until is before --since", field="until")
    if pdf is not None and not pdf.absolute().parent.is_dir():
        raise DataError(f"--pdf: there is no folder {pdf.absolute().parent}", field="pdf")
    if pdf is not None and pdf.is_dir():
        raise DataError(f"--pdf: {pdf} is a folder; name a file in it", field="pdf")
    with open_app() as parts:
        if creditor is not None and creditor not in parts.creditors:
            known = ", ".join(sorted(parts.creditors)) or "none"
            raise DataError(
                f"--creditor: {creditor} is not in the settings; there are {known}", field="creditor"
            )
        with parts.store.read() as tx:
            rulebooks = Rulebooks(tx, parts.ledger, parts.rulebook)
        report = audited(
            parts.store,
            parts.ledger,
            parts.keys,
            rulebooks,
            url=parts.settings.database_url.get_secret_value(),
            scope=scope,
            now=parts.clock.now(),
            jobs=jobs or os.cpu_count() or 1,
            progress=_progress,
        )
        if pdf is not None:
            pdf.write_bytes(paper.pdf(report, parts.settings.templates))
    if as_json:
        print(json.dumps(report.as_json()))
    else:
        print("\n".join(telling.lines(report)))
    if not report.is_clean:
        raise typer.Exit(VIOLATIONS)


def _progress(done: int, total: int) -> None:
    """Tell how far it is; a short audit says nothing."""
    if total > 1 and (done == total or done * 20 // total > (done - 1) * 20 // total):
        print(f"audited {done * 100 // total} %", file=sys.stderr, flush=True)
