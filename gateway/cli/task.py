"""`dunwell task`: what waits for a person, and what they found."""

from __future__ import annotations

import json
from typing import Annotated
from uuid import UUID

import typer

from gateway.cli.options import AsJson
from gateway.tasks.findings import Found

app = typer.Typer(no_args_is_help=True)
TaskId = Annotated[
    UUID, typer.Argument(metavar="TASK", help="The task's id, as `dunwell task list` shows it.")
]


@app.callback()
def task() -> None:
    """What waits for a person."""


@app.command("list")
def list_(
    kind: Annotated[str | None, typer.Option(help="Only tasks of one kind.")] = None,
    as_json: AsJson = False,
) -> None:
    """List open tasks, the longest-waiting first."""
    from gateway.bootstrap import open_app
    from gateway.store import tasks

    with open_app() as parts, parts.store.read() as tx:
        found = tasks.open_tasks(tx, kind)
    for one in found:
        if as_json:
            print(json.dumps({name: str(getattr(one, name)) for name in one.__slots__}))
            continue
        whose = (
            f"customer {one.customer_number} of {one.creditor_id}" if one.customer_number else one.reference
        )
        print(f"{one.task_id}  {one.opened_at:%Y-%m-%d %H:%M} UTC  {one.kind}  {whose}")
        print(f"    {one.text}")
    if not found and not as_json:
        print("Nothing waits for a person.")


@app.command()
def show(task_id: TaskId) -> None:
    """Show a task, and the uncut text where somebody wrote to us."""
    from gateway.bootstrap import open_app
    from gateway.tasks import words_of

    with open_app() as parts, parts.store.read() as tx:
        print(words_of(tx, parts.ledger, task_id))


@app.command()
def settle(
    task_id: TaskId,
    found: Annotated[
        Found, typer.Argument(help="sent or not-sent for an unknown outcome, retry for a broken outreach.")
    ],
    note: Annotated[str, typer.Option(help="What you saw and where; kept sealed with the outcome.")] = "",
) -> None:
    """Say what you found: the attempt or outreach goes on from there, and the ledger says so."""
    from gateway.bootstrap import open_app
    from gateway.tasks import settle as settle_task

    with open_app() as parts, parts.store.begin() as tx:
        settle_task(
            tx,
            parts.ledger,
            task_id,
            found,
            by="command-line",
            note=note,
            now=parts.clock.now(),
            ids=parts.ids,
        )
    print("Settled.")


@app.command()
def close(task_id: TaskId) -> None:
    """Close a task that has been looked after elsewhere."""
    from gateway.bootstrap import open_app
    from gateway.tasks import close as close_task

    with open_app() as parts, parts.store.begin() as tx:
        close_task(tx, task_id, by="command-line", now=parts.clock.now())
    print("Closed.")
