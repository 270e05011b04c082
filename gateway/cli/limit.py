"""`dunwell limit`: how far the volume limits are used up, and who lifts them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from gateway.cli.options import AsJson

if TYPE_CHECKING:
    from gateway.access import Caller
    from gateway.bootstrap import App
    from gateway.store import Tx

app = typer.Typer(no_args_is_help=True)
KeyFile = Annotated[
    Path, typer.Option("--key-file", help="File with your own API key, made with --person; - reads it.")
]
LiftId = Annotated[
    UUID, typer.Argument(metavar="LIFT", help="The lift's id, as `dunwell limit list` shows it.")
]


@app.callback()
def limit() -> None:
    """Volume limits."""


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """Show each limit, how far it is used up, and the lifts that wait or are in force."""
    from gateway.bootstrap import open_app
    from gateway.controls import lift_as_json, standings
    from gateway.store import volume

    with open_app() as parts, parts.store.read() as tx:
        now = parts.clock.now()
        found, lifts = standings(tx, parts.limits, now), volume.lifts(tx, now)
    if as_json:
        told = {"limits": [one.as_json() for one in found], "lifts": [lift_as_json(one) for one in lifts]}
        print(json.dumps(told))
        return
    for one in found:
        told = one.as_json()
        lifted = f" and {told['lifted']} more" if told["lifted"] else ""
        print(f"{one.limit.name}: {told['used']} of {told['most']}{lifted} in one {one.limit.span}")
    for lift in lifts:
        state = f"agreed by {lift.approved_by}" if lift.approved_by else "waits for a second person"
        print(f"{lift.lift_id}  {lift.limit}, asked by {lift.asked_by}, {state}: {lift.reason}")
    if not found:
        print("There are no volume limits: write [[limit]] into the settings.")


@app.command()
def lift(
    name: Annotated[str, typer.Argument(help="The limit's name.")],
    more: Annotated[int, typer.Option(help="By how much: contacts, or whole units of its currency.")],
    reason: Annotated[str, typer.Option(help="Why; shown to everybody who asks. Name no customer.")],
    key_file: KeyFile,
) -> None:
    """Ask for more until midnight UTC. Nothing changes before another person agrees."""
    from gateway.bootstrap import open_app
    from gateway.controls import ask_lift

    with open_app() as parts, parts.store.begin() as tx:
        caller = _caller(parts, tx, key_file, may_approve=False)
        asked = ask_lift(
            tx,
            parts.ledger,
            parts.limits,
            name,
            more=more,
            reason=reason,
            person=caller.person,
            by=caller.name,
            now=parts.clock.now(),
            ids=parts.ids,
        )
    print(f"Asked. Another operator agrees with: dunwell limit approve {asked.lift_id} --key-file FILE")


@app.command()
def approve(lift_id: LiftId, key_file: KeyFile) -> None:
    """Agree to a lift that somebody else asked for; what waited is judged again."""
    from gateway.bootstrap import open_app
    from gateway.controls import approve_lift

    with open_app() as parts, parts.store.begin() as tx:
        caller = _caller(parts, tx, key_file, may_approve=True)
        now = parts.clock.now()
        good, released = approve_lift(
            tx, parts.ledger, lift_id, person=caller.person, by=caller.name, now=now, ids=parts.ids
        )
    print(f"Lifted {good.limit} until {good.until:%Y-%m-%d %H:%M} UTC; {released} put off are due again.")


@app.command()
def refuse(lift_id: LiftId, key_file: KeyFile) -> None:
    """Refuse a lift, or take your own back."""
    from gateway.bootstrap import open_app
    from gateway.controls import refuse_lift

    with open_app() as parts, parts.store.begin() as tx:
        caller = _caller(parts, tx, key_file, may_approve=True)
        now = parts.clock.now()
        refuse_lift(tx, parts.ledger, lift_id, person=caller.person, by=caller.name, now=now, ids=parts.ids)
    print("Refused.")


def _caller(parts: App, tx: Tx, key_file: Path, *, may_approve: bool) -> Caller:
    """Return who holds the key. Raises DataError: who may use this machine is not known by that alone."""
    from gateway.access import caller_of
    from gateway.domain.errors import DataError
    from gateway.domain.words import Role

    try:
        key = sys.stdin.readline() if str(key_file) == "-" else key_file.read_text("utf-8")
    except (OSError, ValueError):
        raise DataError(f"{key_file}: cannot be read", field="key-file") from None
    caller = caller_of(tx, key.strip())
    roles = (Role.OPERATOR,) if may_approve else (Role.OPERATOR, Role.COLLECTOR)
    if caller is None or caller.role not in roles:
        wanted = " or ".join(role.value for role in roles)
        raise DataError(f"this needs a good key of role {wanted}", field="key-file")
    return caller
