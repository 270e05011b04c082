"""What would this call have said? The call's script in TwiML, as an .xml file."""

from __future__ import annotations

from twilio.twiml.voice_response import Gather, VoiceResponse

from channels.adapter_settings import AdapterSettings
from channels.message import Message, NotSent, Scope
from channels.sandbox.adapter import SandboxAdapter
from channels.spoken import is_sayable, locale_of
from gateway.domain.words import Channel

LIMITED_CONTENT = "limited_content_voicemail"
_HEAR_AGAIN = {"en": "To hear this again, press 1.", "es": "Para escuchar esto de nuevo, oprima 1."}


def make(settings: AdapterSettings) -> SandboxAdapter:
    """Return the adapter for these settings."""
    return SandboxAdapter(Channel.VOICE, ".xml", script, settings)


def script(message: Message) -> bytes:
    """Return what a person hears, with a key to hear it again; or what a machine records, and nothing else.

    Raises NotSent (CONTENT) for characters that cannot be spoken or written in XML.
    """
    if not is_sayable(message.text):
        raise NotSent(scope=Scope.CONTENT, retryable=False, code="text-not-xml")
    response = VoiceResponse()
    if message.form == LIMITED_CONTENT:
        response.pause(length=1)  # detection of the beep is inexact: a cut beginning must not cost a word
        _say(response, message.text, message.language)
    else:
        _say_to_a_person(response, message)
    response.hangup()
    return f"{response}\n".encode()


def _say_to_a_person(response: VoiceResponse, message: Message) -> None:
    hear_again = _HEAR_AGAIN.get(message.language.partition("-")[0])
    if hear_again is None:
        _say(response, message.text, message.language)
        return
    gather = Gather(num_digits=1, timeout=6)  # without an action, a key asks for this same script once more
    _say(gather, message.text, message.language)
    _say(gather, hear_again, message.language)
    response.append(gather)


def _say(verb: VoiceResponse | Gather, words: str, language: str) -> None:
    verb.say(words, language=locale_of(language))
