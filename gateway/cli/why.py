"""`dunwell why ACCOUNT`: what was and was not sent, why, and what comes next?"""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def why(
    account: Annotated[
        str, typer.Argument(help="The account number in the creditor's books, or the code on a letter.")
    ],
    creditor: Annotated[str | None, typer.Option(help="Its creditor, where several use the number.")] = None,
) -> None:
    """Say what was and was not sent on an account, why, and what comes next."""
    from gateway.bootstrap import open_app
    from gateway.directory import account_named
    from gateway.planner import outlook
    from gateway.why import as_lines, story_of

    with open_app() as parts:
        now = parts.clock.now()
        with parts.store.read() as tx:
            story = story_of(
                tx,
                parts.ledger,
                account_named(tx, account, creditor),
                creditors=parts.creditors,
                strategy_titles={s.id: s.title for s in parts.strategies},
                look_ahead=lambda tx, customer: outlook(
                    tx, customer, parts.strategies, parts.creditors, now=now
                ),
                now=now,
            )
    for line in as_lines(story, now):
        print(line)
