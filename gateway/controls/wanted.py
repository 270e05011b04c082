"""What does somebody want to stop? A word that names nothing is refused: it would stop nothing."""

from __future__ import annotations

from collections.abc import Collection

from gateway.domain.errors import DataError
from gateway.domain.stops import EVERYTHING, Extent, StopScope
from gateway.domain.words import Channel

MAX_REASON = 500


def extent_of(
    *,
    channel: Channel | None,
    template: str | None,
    creditor: str | None,
    templates: Collection[str],
    creditors: Collection[str],
) -> Extent:
    """Return what is meant; everything where nothing is named. Raises DataError for two at once, and for a
    template or creditor that is not among those there are."""
    named = [
        Extent(scope, name)
        for scope, name in (
            (StopScope.CHANNEL, channel.value if channel else None),
            (StopScope.TEMPLATE, template),
            (StopScope.CREDITOR, creditor),
        )
        if name is not None
    ]
    if len(named) > 1:
        raise DataError("name one of channel, template and creditor; stop the others one by one")
    if not named:
        return EVERYTHING
    (extent,) = named
    there = {StopScope.TEMPLATE: templates, StopScope.CREDITOR: creditors}.get(extent.scope)
    if there is not None and extent.name not in there:
        known = ", ".join(sorted(there)) or "none"
        raise DataError(f"there is no {extent.scope} of that name; there are: {known}", field=extent.scope)
    return extent


def checked_reason(text: str) -> str:
    """Return a reason that can be kept and shown. Raises DataError."""
    reason = text.strip()
    if not reason or len(reason) > MAX_REASON or not reason.isprintable():
        raise DataError(f"a reason has 1 to {MAX_REASON} printable characters on one line", field="reason")
    return reason
