"""What does a whole text say? Every meaning that its words carry, what stops first."""

from __future__ import annotations

import re
from datetime import date

from gateway.domain.words import Channel
from gateway.understanding.keywords import HELP, START, STOP, keyword_of
from gateway.understanding.matters import matters
from gateway.understanding.meanings import Meaning, Understanding
from gateway.understanding.plain import sentences
from gateway.understanding.promises import promise
from gateway.understanding.stops import asks_to_stop, wants_nothing_more
from gateway.understanding.times import inconvenient
from gateway.understanding.trimming import trimmed_reply

_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)  # our own words, answered line by line
_AGAIN = re.compile(
    r"(?:please )?(?:start|resume) (?:texting|messaging|contacting|sending|the texts|"
    r"texts)\b|\bopt (?:me )?(?:back )?in\b|\bresubscribe\b|\bsubscribe me\b"
    r"|\b(?:you )?(?:can|may) (?:text|contact|message|call) me again\b|\bsign me (?:back "
    r")?up\b|^unstop\b|^subscribe$"
    r"|\b(?:pueden|puede) (?:volver a )?(?:escribirme|mandarme|contactarme|llamarme) (?:otra "
    r"vez|de nuevo)\b|\b(?:pueden|puede) volver a (?:escribir|mandar|contactar|llamar)\w*|"
    r"\breactiv\w+ (?:los |mis )?mensajes\b|\bquiero (?:volver a )?recibir (?:mensajes|sus "
    r"mensajes)(?: otra vez| de nuevo)?$"
)  # fmt: skip
_WANTS_HELP = re.compile(
    r"(?:i |please |can you |can someone |could you |puede |pueden |me )*(?:help(?: me)?|"
    r"need (?:some )?help|need (?:more )?info(?:rmation)?|more info(?:rmation)?|assistance|"
    r"need assistance|ayuda(?:me|r|rme)?|ayudenme|necesito ayuda|mas informacion|necesito "
    r"informacion)(?: (?:please|por favor|thanks|me))*"
)  # fmt: skip
_ASKS = re.compile(
    r"^(?:(?:hi|hello|hey|hola|so|and|but|ok|excuse me|buenas|buenos dias|buenas tardes) )*"
    r"(?:(?:who|what|when|where|why|how|which|quien|donde|como|cuanto|cuanta|cuantos|cual|por que) \w+"
    r"|(?:can|could|is|are|do|does|did|will|would|may|should|am) (?:i|you|we|it|they|he|she|"
    r"this|that|there|my|the|your|someone|somebody|anyone)\b"
    r"|(?:podria|podrian|es posible|se puede) \w+)"
)


def understand(text: str, *, language: str | None, today: date, channel: Channel) -> Understanding:
    """Return what a text says; mail is cut to what its sender wrote first.

    language: what the customer reads. People write as they like, so that both languages are always looked at.
    """
    said = trimmed_reply(text) if channel is Channel.EMAIL else text.strip()
    keyword = keyword_of(said)
    if keyword is not None:
        return Understanding((Meaning(keyword),), keyword, said)
    return Understanding(tuple(_meanings(_QUOTED.sub("", said), today)), None, said)


def _meanings(text: str, today: date) -> list[Meaning]:
    found: list[Meaning] = []
    if asks_to_stop(text):
        found.append(Meaning(STOP, values={"scope": "everything"} if wants_nothing_more(text) else {}))
    elif any(_AGAIN.search(sentence) for sentence in sentences(text)):
        found.append(Meaning(START))
    if any(_WANTS_HELP.fullmatch(sentence) for sentence in sentences(text)):
        found.append(Meaning(HELP))
    promised = promise(text, today)
    found += [promised] if promised else []
    found += matters(text)
    bad_time = inconvenient(text)
    found += [bad_time] if bad_time else []
    if _is_question(text):
        found.append(Meaning("question"))
    return found


def _is_question(text: str) -> bool:
    return "?" in text or "¿" in text or any(_ASKS.match(sentence) for sentence in sentences(text))
