"""Which words does a turn of a call have? The message as it is in the ledger, and words around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency

from channels.voice_twilio.news import Listener
from channels.voice_twilio.script import Keys, Said
from gateway.domain.money import Money
from gateway.render.habits import locale_of
from gateway.voice.talk import Step, Talk
from gateway.voice.words import Words

LIMITED_CONTENT = "limited_content_voicemail"
_SEVERAL = (Step.CHECK, Step.DAY)  # turns in which more than one key is pressed
_OF_THE_MESSAGE = {
    "greeting": "greeting",
    "message": "message",
    "message_again": "message",
    "voicemail": "voicemail",
}


@dataclass(frozen=True, slots=True)
class CallMessage:
    """The words of one call, as they were written into the ledger before it was placed."""

    greeting: str  # to whoever picks up; "" where the call only leaves a message
    message: str  # to the right person alone
    voicemail: str  # to a machine; "" where nothing is left on one

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> CallMessage:
        """Return the words of a message as the ledger keeps it."""
        is_voicemail = kept["form"] == LIMITED_CONTENT
        left = kept["text"] if is_voicemail else kept.get("voicemail", "")
        return cls("" if is_voicemail else kept["text"], kept["after_check"], left)


@dataclass(frozen=True, slots=True)
class Listening:
    """What the words need to know of whom they are said to."""

    name: str
    is_company: bool
    country: str
    language: str
    sender: str
    telephone: str
    transfer_to: str = ""


def speak(
    talk: Talk,
    message: CallMessage,
    to: Listening,
    words: Words,
    *,
    promise_within: timedelta,
    owed: Iterable[Money] = (),
    is_recorded: bool = False,
    announces: bool = False,
) -> Said:
    """Return what is said in a turn.

    promise_within: how far ahead may be promised. owed: what a promise is about.
    is_recorded: recording begins once the check is passed.
    announces: a person is told so before all else.
    """
    language = words.language(to.language)
    texts = {name: getattr(message, which) for name, which in _OF_THE_MESSAGE.items()}
    values = _values(talk, to, language, promise_within, owed)
    spoken = [_text(name, texts, words, to, values) for name in talk.said]
    if is_recorded and announces and "greeting" in talk.said:
        spoken.insert(0, words.say("recorded", language, values))
    return Said(
        words=tuple(spoken),
        language=language,
        keys=_keys(talk),
        transfer_to=to.transfer_to if talk.step is Step.TRANSFER else "",
        records=is_recorded and "message" in talk.said,
        after_beep=talk.said == ("voicemail",) and talk.listener in (Listener.MACHINE, Listener.UNKNOWN),
    )


def _text(name: str, texts: Mapping[str, str], words: Words, to: Listening, values: dict[str, str]) -> str:
    if name in texts:
        return texts[name]
    key = "press_who_company" if name == "press_who" and to.is_company else name
    return words.say(key, to.language, values)


def _keys(talk: Talk) -> Keys | None:
    if talk.step in (Step.ENDED, Step.TRANSFER):
        return None
    return Keys(most=None) if talk.step in _SEVERAL else Keys(most=1)


def _values(
    talk: Talk, to: Listening, language: str, promise_within: timedelta, owed: Iterable[Money]
) -> dict[str, str]:
    locale = locale_of(language, to.country)
    return {
        "name": to.name,
        "sender": to.sender,
        "telephone": to.telephone,
        "days": str(promise_within.days),
        "amounts": _amounts(owed, locale) if talk.due_on else "",
        "day": _day(talk.due_on, locale) if talk.due_on else "",
    }


def _amounts(owed: Iterable[Money], locale: str) -> str:
    each = [format_currency(money.amount, money.currency, locale=locale) for money in owed]
    return str(format_list(each, locale=locale))


def _day(day: date, locale: str) -> str:
    return str(format_date(day, "full", locale=locale))
