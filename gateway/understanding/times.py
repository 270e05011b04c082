"""When or where does somebody not want to be reached? Hours, days and the place of work."""

from __future__ import annotations

import re
from typing import Any

from gateway.understanding.meanings import Meaning
from gateway.understanding.plain import sentences

_NOT_REACH = re.compile(
    r"\b(?:do not|not to|never|stop|quit|please no|can not|rather you not|prefer (?:you "
    r")?not|without) (?:\w+ ){0,3}?(?:text|texting|texts|call|calling|calls|contact|"
    r"contacting|message|messages|messaging|email|emails|bother|bothering|disturb|ring|phone|"
    r"write)\b"
    r"|\bnot (?:before|after|until|at work|on (?:mon|tue|wed|thu|fri|sat|sun))"
    r"|\bno (?:me |nos )?(?:\w+ )?(?:llam\w+|escrib\w+|mand\w+|envi\w+|molest\w+|contact\w+|"
    r"marqu\w+|habl\w+|mensaje\w+|busqu\w+)"
    r"|\bdej\w+ de (?:llamar|escribir|mandar|marcar)\w*"
)
_REACH_THEN = re.compile(
    r"\b(?:only|just) (?:text|call|contact|message|email|reach)\b"
    r"|\b(?:call|text|contact|reach|message) (?:me )?(?:only|after|before|between|instead|later)\b"
    r"|\bllam\w+ (?:despues|antes|solo|entre|mas tarde)|\b(?:solo|unicamente) (?:llam|escrib|"
    r"mand|contact)\w+"
)
_AVAILABLE = re.compile(
    r"\b(?:work|working|sleep|asleep|trabajo|duermo) (?:the )?(?:nights?|night shift|"
    r"overnights?|third shift|graveyard|3rd shift|days|during the day|de noche|en la noche|"
    r"por la noche|turno (?:de noche|nocturno)|por las noches|en las noches|en el dia|de "
    r"dia)\b"
    r"|\bnight shift\b|\bgraveyard shift\b|\bturno (?:de noche|nocturno)\b|\bsleeping during|"
    r"\bwoke me|\bwaking (?:me|my)|\b(?:too|so) (?:early|late) (?:to|for)|\bbad time\b|\bnot "
    r"a good time|\bcan not talk (?:now|right now|at)|\bin (?:class|a meeting|court|church|"
    r"school)\b|\bi am (?:driving|at work|working|sleeping|in class)\b|\bat "
    r"work\b(?=.*\b(?:trouble|fired|boss|phone|personal))|\bno es (?:un )?buen momento|"
    r"\b(?:me )?despert(?:aron|o)|\bestoy (?:trabajando|manejando|en el trabajo|ocupad[oa]|"
    r"durmiendo)|\bmal momento|\bmuy (?:temprano|tarde) para"
)
_TIME = (
    r"(?P<{0}h>\d{{1,2}})(?::(?P<{0}m>\d\d))?\s?(?P<{0}p>am|pm|a m|p m|a|p|de la manana|de la "
    r"tarde|de la noche)?\b"
)
_NOON = r"(?P<{0}n>noon|midday|mediodia|el mediodia|midnight|medianoche)"
_BEFORE = re.compile(
    rf"\b(?:before|till|until|earlier than|antes de(?: las| la)?|hasta(?: las| la| el)?|not "
    rf"until) (?:{_TIME.format('b')}|{_NOON.format('b')})"
)
_AFTER = re.compile(
    rf"\b(?:after|past|later than|despues de(?: las| la)?|pasadas las) (?:{_TIME.format('b')}|"
    rf"{_NOON.format('b')})"
)
_BETWEEN = re.compile(
    rf"\b(?:between|from|entre(?: las| la)?|de(?: las| la)?) {_TIME.format('a')} ?(?:and|to|"
    rf"till|until|-|y|a) ?(?:las |la )?{_TIME.format('b')}"
)
_PARTS = {
    name: hours
    for names, hours in (
        ("morning mornings manana mananas", ("00:00", "12:00")),
        ("afternoon afternoons", ("12:00", "18:00")),
        ("tarde tardes", ("12:00", "19:00")),
        ("evening evenings", ("17:00", "00:00")),
        ("night nights noche noches", ("19:00", "08:00")),
    )
    for name in names.split()
}
_PART = re.compile(
    r"\b(?:in the|at|on|during the|por la|en la|de|por las|en las) (?P<part>mornings?|"
    r"afternoons?|evenings?|nights?|mananas?|tardes?|noches?)\b"
)
_DAYS = {
    day: re.compile(pattern)
    for day, pattern in {
        "mon": r"\bmondays?\b|\blunes\b",
        "tue": r"\btuesdays?\b|\bmartes\b",
        "wed": r"\bwednesdays?\b|\bmiercoles\b",
        "thu": r"\bthursdays?\b|\bjueves\b",
        "fri": r"\bfridays?\b|\bviernes\b",
        "sat": r"\bsaturdays?\b|\bweekends?\b|\bsabados?\b|\bfin(?:es)? de semana\b",
        "sun": r"\bsundays?\b|\bweekends?\b|\bdomingos?\b|\bfin(?:es)? de semana\b",
    }.items()
}  # fmt: skip
_WORK = re.compile(
    r"\b(?:at|to) (?:my )?(?:work|job|office|place of (?:work|employment)|workplace|employer)\b|"
    r"\bmy (?:work|job|office|employer|boss)\b|\bwork (?:phone|number|email)\b|\b(?:en|a|al) "
    r"(?:mi |el )?(?:trabajo|oficina|empleo|chamba)\b|\bmi (?:jefe|patron|trabajo)\b")  # fmt: skip


def inconvenient(text: str) -> Meaning | None:
    """Return when or where somebody does not want to be reached, or None where the text says nothing of it.

    Certain where hours, days or the place are named and not turned round ("only after 5").
    """
    for sentence in sentences(text):
        told = _told(sentence)
        if told and _NOT_REACH.search(sentence):
            return Meaning("inconvenient", values=told)
        if _AVAILABLE.search(sentence) or (told and _REACH_THEN.search(sentence)):
            return Meaning("inconvenient", certain=False)
    return None


def _told(sentence: str) -> dict[str, Any]:
    told: dict[str, Any] = {}
    hours = _hours(sentence)
    if hours:
        told["from"], told["to"] = hours
    days = [day for day, pattern in _DAYS.items() if pattern.search(sentence)]
    if days and not re.search(r"\b(?:until|till|hasta)\b", sentence):
        told["days"] = days
    if _WORK.search(sentence):
        told["place"] = "work"
    return told


def _hours(sentence: str) -> tuple[str, str] | None:
    """The window to keep free, as HH:MM on the reader's clock."""
    if match := _BETWEEN.search(sentence):
        end = _clock(match, "b", "")
        start = _clock(match, "a", (match["bp"] or "") if end else "")
        if start and end and start > end and not match["ap"]:  # 9 to 5pm begins in the morning
            start = _clock(match, "a", "")
        return (start, end) if start and end and start != end else None
    if match := _BEFORE.search(sentence):
        end = _clock(match, "b", "am")
        return ("00:00", end) if end and end != "00:00" else None
    if match := _AFTER.search(sentence):
        start = _clock(match, "b", "pm")
        return (start, "00:00") if start and start != "00:00" else None
    if match := _PART.search(sentence):
        return _PARTS[match["part"]]
    return None


def _clock(match: re.Match[str], which: str, usual: str) -> str | None:
    groups = match.groupdict()
    if groups.get(f"{which}n"):
        return "00:00" if groups[f"{which}n"] in ("midnight", "medianoche") else "12:00"
    hour, minute = int(groups[f"{which}h"]), int(groups[f"{which}m"] or 0)
    half = groups[f"{which}p"] or usual
    if hour > 23 or minute > 59:
        return None
    if hour <= 12 and half.startswith(("p", "de la tarde", "de la noche")):
        hour = hour % 12 + 12
    elif hour == 12 and half.startswith(("a", "de la manana")):
        hour = 0
    return f"{hour:02}:{minute:02}"
