"""`dunwell verify FILE`: does an evidence pack hold? Needs no database, no settings and no network."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="The evidence pack.", exists=True, dir_okay=False)],
    key: Annotated[
        str | None, typer.Option(help="The ledger's public key, from a source you trust (NAME+ID+BASE64).")
    ] = None,
) -> None:
    """Check a pack; exit 0 when it holds, 1 with the first thing that does not."""
    from gateway.ledger.offline import BadEvidence, check_pack, summary

    try:
        pack = check_pack(str(file), key)
    except (BadEvidence, OSError) as error:
        print(f"DOES NOT HOLD: {error}", file=sys.stderr)
        raise typer.Exit(1) from None
    print(summary(pack, trusted=key is not None))
