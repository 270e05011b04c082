"""Which messages may a collector ask for, and by which channels do they go?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.domain.errors import DataError
from gateway.domain.words import Channel, MessageKind
from gateway.render import Renderer

# What follows from an event or is due by law goes by itself, with the facts that it needs.
ON_REQUEST = frozenset({MessageKind.DUNNING})


@dataclass(frozen=True, slots=True)
class Template:
    """A message that can be asked for."""

    name: str
    title: str
    channels: tuple[Channel, ...]


def templates_of(renderer: Renderer) -> dict[str, Template]:
    """Return what may be asked for, by name.

    What a person says on the telephone is not sent, and what calls leave on a machine is no call by itself.
    """
    calls, left = renderer.calls, renderer.only_left
    return {
        name: Template(name, message.title, ways)
        for name, message in sorted(renderer.messages.items())
        if message.kind in ON_REQUEST and name not in calls
        if (ways := _without_voice(renderer.channels(name)) if name in left else renderer.channels(name))
    }


def _without_voice(channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
    return tuple(channel for channel in channels if channel is not Channel.VOICE)


def calls_of(renderer: Renderer) -> dict[str, Template]:
    """Return what a collector can call about: the words of a person, by name."""
    return {
        name: Template(name, renderer.messages[name].title, renderer.channels(name))
        for name in sorted(renderer.calls)
        if renderer.messages[name].kind in ON_REQUEST
    }


def check_template(templates: Mapping[str, Template], name: str, channel: Channel) -> None:
    """Raise DataError where a message does not exist, or has no words for a channel."""
    found = templates.get(name)
    if found is None:
        known = ", ".join(sorted(templates))
        raise DataError(f"there is no such message to ask for; there are {known}", field="template")
    if channel not in found.channels:
        known = ", ".join(found.channels)
        raise DataError(f"the message {name} has no words for {channel}, only for {known}", field="channel")


def ways_of(templates: Mapping[str, Template], name: str, channel: Channel | None) -> tuple[Channel, ...]:
    """Return the channels that are meant: the one that was named, or all that a message has words for.

    Raises DataError where a message does not exist, or has no words for the channel.
    """
    found = templates.get(name)
    if channel is None and found is not None:
        return found.channels
    check_template(templates, name, channel or Channel.EMAIL)
    return (channel or Channel.EMAIL,)
