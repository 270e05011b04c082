"""Which code answers to an adapter's name? One table; nothing is imported before it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from channels.adapter_settings import AdapterSettings
from channels.message import Adapter
from gateway.domain.errors import ConfigError
from gateway.domain.words import Channel

Factory = Callable[[AdapterSettings], Adapter]

FACTORIES: dict[tuple[Channel, str], str] = {
    (Channel.EMAIL, "sandbox"): "channels.sandbox.email:make",
    (Channel.EMAIL, "smtp"): "channels.email_smtp.adapter:make",
    (Channel.SMS, "sandbox"): "channels.sandbox.sms:make",
    (Channel.SMS, "twilio"): "channels.sms_twilio.adapter:make",
    (Channel.VOICE, "sandbox"): "channels.sandbox.voice:make",
    (Channel.VOICE, "twilio"): "channels.voice_twilio.adapter:make",
    (Channel.LETTER, "sandbox"): "channels.sandbox.letter:make",
    (Channel.LETTER, "lob"): "channels.letter_lob.adapter:make",
    (Channel.LETTER, "spool"): "channels.letter_spool.adapter:make",
}


def adapter_names(channel: Channel) -> tuple[str, ...]:
    """Return the names that a channel's setting may have, in alphabetical order."""
    return tuple(sorted(name for of, name in FACTORIES if of is channel))


def make_adapter(channel: Channel, name: str, settings: AdapterSettings) -> Adapter:
    """Return the adapter that a channel's setting names, made but not opened.

    Raises ConfigError if there is none of that name, or if a setting that it needs is wrong.
    """
    path = FACTORIES.get((channel, name))
    if path is None:
        known = ", ".join(adapter_names(channel))
        raise ConfigError(f"channels.{channel}: there is no adapter {name!r}; choose one of: {known}")
    module, _, factory = path.partition(":")
    make: Factory = getattr(import_module(module), factory)
    return make(settings)
