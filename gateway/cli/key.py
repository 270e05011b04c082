"""`dunwell key create` and `revoke`: API keys, shown once."""

from __future__ import annotations

from typing import Annotated

import typer

from gateway.cli.options import OfPerson
from gateway.domain.words import Role

app = typer.Typer(no_args_is_help=True)


@app.callback()
def key() -> None:
    """API keys."""


@app.command()
def create(
    role: Annotated[Role, typer.Option(help="operator, collector or auditor.")],
    label: Annotated[str, typer.Option(help="What the key is for; not a person's name.")] = "",
    person: OfPerson = None,
) -> None:
    """Make a key and print it; it cannot be shown again."""
    from gateway.access import create_key
    from gateway.bootstrap import open_app

    with open_app() as parts, parts.store.begin() as tx:
        made = create_key(
            tx, parts.ledger, role, label=label, person=person, now=parts.clock.now(), ids=parts.ids
        )
    print(made)


@app.command()
def revoke(
    key_id: Annotated[str, typer.Argument(help="The key's second part, between the dots.")],
) -> None:
    """Make a key worthless, from now on."""
    from gateway.bootstrap import open_app
    from gateway.domain.errors import NotFound
    from gateway.store import access

    with open_app() as parts, parts.store.begin() as tx:
        if not access.revoke_key(tx, key_id, parts.clock.now()):
            raise NotFound("no key that is good has that id; it is the part between the two dots")
    print("Revoked.")
