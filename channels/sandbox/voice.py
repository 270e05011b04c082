"""What would this call have said, to whom? All of it in TwiML, as an .xml file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

from twilio.twiml import TwiML
from twilio.twiml.voice_response import Gather, VoiceResponse

from channels.adapter_settings import AdapterSettings
from channels.message import Message, NotSent, Scope
from channels.sandbox.adapter import SandboxAdapter
from channels.spoken import is_sayable, locale_of
from gateway.domain.words import Channel

LIMITED_CONTENT = "limited_content_voicemail"
ANYBODY = " To a person who answers "
RIGHT_PERSON = " To the right person alone, once the check is passed "
MACHINE = " To a machine, and nothing else "
Keys = Callable[[Message], tuple[str, str]]


class _Note(TwiML):  # type: ignore[misc]
    """A comment between verbs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def xml(self) -> Any:
        return ElementTree.Comment(self._text)


def make(settings: AdapterSettings) -> SandboxAdapter:
    """Return the adapter for these settings."""
    return SandboxAdapter(
        Channel.VOICE, ".xml", lambda message: script(message, settings.call_keys), settings
    )


def script(message: Message, keys: Keys) -> bytes:
    """Return what a person hears before and after the check, with its keys, and what a machine records.

    keys: the words that offer keys before the check and after it.
    Raises NotSent (CONTENT) for characters that cannot be spoken or written in XML.
    """
    if not all(map(is_sayable, (message.text, message.after_check, message.voicemail))):
        raise NotSent(scope=Scope.CONTENT, retryable=False, code="text-not-xml")
    response = VoiceResponse()
    left = message.text if message.form == LIMITED_CONTENT else message.voicemail
    if message.form != LIMITED_CONTENT:
        who, menu = keys(message)
        _ask(response, ANYBODY, (message.text, who), message.language)
        if message.after_check:
            _ask(response, RIGHT_PERSON, (message.after_check, menu), message.language)
    if left:
        response.append(_Note(MACHINE))
        response.pause(length=1)  # detection of the beep is inexact: a cut beginning must not cost a word
        response.say(left, language=locale_of(message.language))
    response.hangup()
    return f"{response}\n".encode()


def _ask(response: VoiceResponse, heading: str, words: tuple[str, str], language: str) -> None:
    response.append(_Note(heading))
    said, keys = words
    where = Gather(num_digits=1) if keys else response
    for text in filter(None, (said, keys)):
        where.say(text, language=locale_of(language))
    if keys:
        response.append(where)
