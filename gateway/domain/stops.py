"""What has somebody stopped, and does it hold a given contact back?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.domain.words import Channel


class StopScope(StrEnum):
    """What a stop of ours is about. A customer's own stop is another thing: an event, judged by rules."""

    ALL = "all"
    CHANNEL = "channel"
    TEMPLATE = "template"
    CREDITOR = "creditor"


class StopCause(StrEnum):
    """Who stopped: somebody, or a channel itself after failures."""

    OPERATOR = "operator"
    BREAKER = "breaker"


@dataclass(frozen=True, slots=True)
class Extent:
    """What is stopped. name: the channel, template or creditor; nothing where it is everything."""

    scope: StopScope
    name: str = ""

    @property
    def in_words(self) -> str:
        """Return it as the object of a sentence."""
        return "everything" if self.scope is StopScope.ALL else f"the {self.scope} {self.name}"


EVERYTHING = Extent(StopScope.ALL)


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop in force: what, why, by whom and since when."""

    extent: Extent
    cause: StopCause
    reason: str
    by: str
    since: datetime
    probe_at: datetime | None = None  # of a breaker: from when on one message tries the channel out
    probes: int = 0  # so many did

    @property
    def key(self) -> str:
        """Return what marks outreach that this stop holds back."""
        return f"{self.cause}:{self.extent.scope}:{self.extent.name}"

    @property
    def because(self) -> str:
        """Return why something is held back, as a sentence."""
        who = "The breaker stopped" if self.cause is StopCause.BREAKER else "Somebody stopped"
        since = f"{self.since:%Y-%m-%d %H:%M} UTC"
        return f"{who} {self.extent.in_words} on {since}: {self.reason.rstrip('.')}."

    def as_json(self) -> dict[str, str]:
        """Return it for programs."""
        return {
            "scope": self.extent.scope.value,
            "name": self.extent.name,
            "cause": self.cause.value,
            "reason": self.reason,
            "by": self.by,
            "since": self.since.isoformat(timespec="seconds").replace("+00:00", "Z"),
        }


class Stops:
    """All stops in force, asked about one contact."""

    def __init__(self, stops: Iterable[Stop] = ()) -> None:
        self._by_extent: dict[Extent, Stop] = {}
        for stop in stops:  # where somebody and the breaker stopped the same, somebody is named
            known = self._by_extent.get(stop.extent)
            if known is None or known.cause is StopCause.BREAKER:
                self._by_extent[stop.extent] = stop

    def __bool__(self) -> bool:
        return bool(self._by_extent)

    @property
    def of_everything(self) -> Stop | None:
        """The stop of everything."""
        return self._by_extent.get(EVERYTHING)

    def of_matter(self, creditor_id: str, template: str) -> Stop | None:
        """Return what holds back every contact for a creditor with a template, by whichever channel."""
        extents = (Extent(StopScope.CREDITOR, creditor_id), Extent(StopScope.TEMPLATE, template))
        return self.of_everything or next((s for e in extents if (s := self._by_extent.get(e))), None)

    def of_channel(self, channel: Channel) -> Stop | None:
        """Return what holds back a channel."""
        return self._by_extent.get(Extent(StopScope.CHANNEL, channel.value))

    def of_outreach(self, creditor_id: str, template: str, channels: Sequence[Channel]) -> Stop | None:
        """Return what holds back a contact whichever of its channels were chosen."""
        stop = self.of_matter(creditor_id, template)
        if stop is None and self._by_extent:
            each = [self.of_channel(channel) for channel in channels]
            stop = each[0] if each and all(each) else None
        return stop

    def of_contact(self, creditor_id: str, template: str, channel: Channel) -> Stop | None:
        """Return what holds back one contact."""
        return self.of_matter(creditor_id, template) or self.of_channel(channel)


NO_STOPS = Stops()
