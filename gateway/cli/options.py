"""Which options do several commands share? Written once, so that they are spelt and read alike."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from gateway.domain.words import Channel


def instant(text: str) -> datetime:
    """Return the instant that an RFC 3339 text names. Raises typer.BadParameter."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no instant; write it like 2027-03-01T09:30:00-05:00") from None
    if parsed.tzinfo is None:
        raise typer.BadParameter(f"{text!r} has no offset; add Z or one such as -05:00")
    return parsed.astimezone(UTC)


At = Annotated[
    datetime | None,
    typer.Option("--at", parser=instant, metavar="INSTANT", help="Act as if it were then (RFC 3339)."),
]
OfChannel = Annotated[Channel | None, typer.Option("--channel", help="Of one channel only.")]
OfTemplate = Annotated[
    str | None, typer.Option("--template", help="Of one message, a folder in templates/, only.")
]
OfCreditor = Annotated[str | None, typer.Option("--creditor", help="Of one creditor only, by its id.")]
OfPerson = Annotated[
    str | None,
    typer.Option("--person", help="Whose it is: a short name, such as initials, where two must agree."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")]
