"""What is said in a call, as Twilio reads it? TwiML of one turn: words, then keys, a transfer or the end."""

from __future__ import annotations

from dataclasses import dataclass

from twilio.twiml.voice_response import Gather, VoiceResponse

from channels.spoken import locale_of, sayable

WAIT = 6  # seconds for the first key, and between two
WAIT_LONG = 10  # for several keys that have to be looked up


@dataclass(frozen=True, slots=True)
class Keys:
    """What is to be pressed. most: how many digits at most; None: as many as come before the pound key."""

    most: int | None = 1


@dataclass(frozen=True, slots=True)
class Said:
    """One turn of a call, in order: a moment of silence, the recording, words, then keys or a transfer.

    Where it asks for nothing and puts nobody through, the call ends after the words.
    """

    words: tuple[str, ...] = ()
    language: str = "en"
    keys: Keys | None = None
    transfer_to: str = ""  # number that the caller is put through to
    after_beep: bool = False  # said to a machine, whose beep is found inexactly
    records: bool = False  # recording begins here


def twiml(said: Said, *, action: str, caller: str = "") -> str:
    """Return the TwiML of a turn.

    action: where the keys, or the end of a transfer, are told. caller: number that a transfer comes from.
    """
    response = VoiceResponse()
    if said.after_beep:
        response.pause(length=1)
    if said.records:
        response.start().recording()
    if said.keys is None:
        _say(response, said)
        if said.transfer_to:
            dial = response.dial(action=action, method="POST", timeout=20, **_from(caller))
            dial.number(said.transfer_to)
            return str(response)
    else:
        response.append(_gather(said, said.keys, action))
    response.hangup()
    return str(response)


def _gather(said: Said, keys: Keys, action: str) -> Gather:
    several = keys.most != 1
    gather = Gather(
        input="dtmf",
        action=action,
        method="POST",
        timeout=WAIT_LONG if several else WAIT,
        # With one key there is no last one to wait for; "" lets the pound key be pressed like any other.
        finish_on_key="#" if several else "",
        action_on_empty_result=True,
        **({"num_digits": keys.most} if keys.most else {}),
    )
    _say(gather, said)
    return gather


def _say(verb: VoiceResponse | Gather, said: Said) -> None:
    for words in said.words:
        if clean := sayable(words).strip():
            verb.say(clean, language=locale_of(said.language))


def _from(caller: str) -> dict[str, str]:
    return {"caller_id": caller} if caller else {}
