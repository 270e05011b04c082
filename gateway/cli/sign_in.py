"""`dunwell sign-in`: a one-time link to the console."""

from __future__ import annotations

from typing import Annotated

import typer

from gateway.cli.options import OfPerson
from gateway.domain.words import Role

app = typer.Typer()


@app.command()
def sign_in(
    role: Annotated[Role, typer.Option(help="operator, collector or auditor.")] = Role.OPERATOR,
    person: OfPerson = None,
    end_all: Annotated[
        bool, typer.Option("--end-all", help="Sign everybody out instead, and make every link useless.")
    ] = False,
) -> None:
    """Print a link that signs one person in, once, within an hour."""
    from gateway.access import begin_sign_in, end_all_sessions
    from gateway.bootstrap import open_app

    with open_app() as parts, parts.store.begin() as tx:
        if end_all:
            print(f"Ended: {end_all_sessions(tx)} sessions and sign-in links.")
            return
        token = begin_sign_in(tx, role, person=person, now=parts.clock.now(), ids=parts.ids)
        print(f"{parts.settings.public_url}/sign-in/{token}")
