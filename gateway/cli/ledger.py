"""`dunwell ledger verify|checkpoint|evidence`: is the contact ledger whole, and what does it prove?"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gateway.cli.options import AsJson

if TYPE_CHECKING:
    from gateway.ledger.verification import Report

app = typer.Typer(no_args_is_help=True)
_Output = typer.Option("-o", "--output", help="Write to this file.")


@app.callback()
def ledger() -> None:
    """The contact ledger: verify it, print its signed head, hand over one customer's evidence."""


@app.command()
def verify(
    checkpoint: Annotated[
        list[Path] | None, typer.Option(help="A checkpoint that somebody kept; may be given again.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compute everything again; exit 0 when the ledger holds, 1 with the first thing that is wrong."""
    from gateway.bootstrap import open_app
    from gateway.ledger.remembered import read_checkpoint

    with open_app() as parts:
        held = [read_checkpoint(path, parts.ledger.signer) for path in checkpoint or []]
        report = parts.ledger.verify(parts.store, held)
    print(json.dumps(_facts(report)) if as_json else _words(report))
    if not report.holds:
        raise typer.Exit(1)


@app.command("checkpoint")
def print_checkpoint(output: Annotated[Path | None, _Output] = None) -> None:
    """Print the newest signed head; the public key to check it with goes to standard error."""
    from gateway.bootstrap import open_app

    with open_app() as parts:
        parts.ledger.sequence(parts.store, parts.clock.now())
        with parts.store.read() as tx:
            note = parts.ledger.checkpoint(tx)
        key = parts.ledger.signer.verifier_key
    if note is None:
        print("The ledger is empty: there is nothing to sign.", file=sys.stderr)
        raise typer.Exit(1)
    if output is None:
        print(note, end="")
    else:
        output.write_text(note, encoding="utf-8")
    print(f"Public key: {key}", file=sys.stderr)


@app.command()
def evidence(
    customer: Annotated[str, typer.Argument(help="The customer number, or Dunwell's own customer id.")],
    output: Annotated[Path, _Output],
    creditor: Annotated[str | None, typer.Option(help="The creditor, where several use the number.")] = None,
) -> None:
    """Write everything about one customer, provable offline; the export is itself recorded."""
    from gateway.bootstrap import open_app
    from gateway.directory import customer_named
    from gateway.domain.ids import CreditorId

    with open_app() as parts:
        with parts.store.read() as tx:
            creditors = [CreditorId(creditor)] if creditor else parts.creditors
            customer_id = customer_named(tx, customer, creditors)
        pack = parts.ledger.export(parts.store, customer_id, output, parts.clock.now())
    print(f"{pack.path}: {pack.entries} entries. Check it with: dunwell verify {pack.path}")
    print(f"Public key: {pack.verifier_key}")


def _facts(report: Report) -> dict[str, Any]:
    finding = report.finding
    return {
        "holds": report.holds,
        "entries": report.entries,
        "size": report.size,
        "waiting": report.waiting,
        "subjects": report.subjects,
        "signed_at": report.signed_at.isoformat() if report.signed_at else None,
        "finding": {"what": finding.what, "position": finding.position, "entry_id": finding.entry_id}
        if finding
        else None,
    }


def _words(report: Report) -> str:
    if report.finding:
        return f"The ledger does NOT hold. First: {report.finding}"
    signed = f", signed {report.signed_at:%Y-%m-%d %H:%M:%S} UTC" if report.signed_at else ""
    return (
        f"The ledger holds: {report.entries} entries of {report.subjects} subjects, "
        f"{report.size} in the tree{signed}, {report.waiting} waiting."
    )
