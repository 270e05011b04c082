"""Does a text promise to pay, and when? It is about the future, and a day can be named."""

from __future__ import annotations

import re
from datetime import date

from gateway.understanding.days import named_days
from gateway.understanding.meanings import Meaning
from gateway.understanding.plain import sentences

_PAYING = (
    r"(?:pay|paying|settle|clear|catch up|take care of|cover|zelle|venmo|transfer|wire|"
    r"deposit|remit|send|mail|drop off|bring|make"
    r"|submit|schedule|get|have|put|do)"
)
_WILL = (
    r"(?:will|am going to|going to|shall|plan to|planning to|promise to|intend to|can|be able to|"
    r"want to|would like to|let me|could|should be able to|aim to|expect to|am able to|will be)"
)
_PROMISE = re.compile(
    r"(?:"
    rf"\b{_WILL}(?: (?:probably|definitely|be|gladly|try to|also|then|just|only|able to|go "
    rf"ahead and))* (?:pay|paying|settle|catch up|zelle|venmo|transfer|remit|make (?:a |the |"
    rf"my |another |you a )?(?:\w+ )?payment|"
    r"send (?:a |the |my |in |you |over |out )*(?:\w+ )?(?:payment|check|money|it|rest|half|"
    r"\$?\d|cash|balance)|mail (?:a |the |my |you |in )*(?:payment|check|money|it)|take care "
    r"of (?:it|this|that|the)|clear (?:it|this|the)|have (?:it|the|your|ur|my|this|that|a) "
    r"?(?:\w+ )?(?:paid|payment|money|for you|in|ready|balance|rest|all|done)|have it|get "
    r"(?:it|this|that|you|the \w+) (?:paid|taken care|to you|in|done|caught up|sent)|"
    r"drop (?:off|it)|bring (?:it|the|in|a|you)|cover (?:it|the)|do (?:half|\$|it|the|a "
    r"payment|\d)|give you|put (?:something|\$|some|half|down|money))"
    r"|\bi (?:am )?(?:pay|paying|send|sending|mailing|making (?:a |the |my )?payment|wiring)\b"
    r"|^(?:paying|payment|will pay|can pay|sending|pay|paid by|half now|payment coming|"
    r"check)\b|\b(?:will be paid|payment will be|check will be|be paid (?:by|on)|money will "
    r"be|payment (?:is )?(?:coming|scheduled|set up|going out)|scheduled (?:a |the |my "
    r")?payment)\b"
    r"|\bhalf (?:now|today)|\bthe rest\b|\bpromise\b"
    r"|\b(?:pagare|pagaremos|pago|les pago|le pago|te pago|pagamos|abono|abonare|deposito|"
    r"depositare|transfiero|transferire|liquido|liquidare|saldo|saldare|cancelare|hare (?:el|"
    r"un|mi) (?:pago|deposito|abono)|hago (?:el|un|mi) (?:pago|deposito|abono)|mando el "
    r"(?:pago|dinero|cheque)|mandare|envio el (?:pago|dinero|cheque)|enviare)\b"
    r"|\b(?:voy a|vamos a|puedo|podria|podre|quiero|prometo|pienso|planeo|espero|tratare de|"
    r"me comprometo a) (?:pagar\w*|abonar\w*|depositar\w*|liquidar\w*|saldar\w*|hacer (?:el|"
    r"un|mi|otro) (?:pago|deposito|abono)|transferir\w*|mandar\w* (?:el|un) (?:pago|dinero)|"
    r"enviar\w* (?:el|un) (?:pago|dinero)|cancelar (?:la|mi) (?:cuenta|deuda))"
    r"|\b(?:tengo|tendre|tendran) (?:el|su|la) (?:dinero|pago|plata)|la mitad (?:ahora|hoy)|el resto\b"
    r")"
)  # fmt: skip
_NOT_A_PROMISE = re.compile(
    r"\b(?:can|will|could|would|am|do|did|have|is|are|was) not (?:be able to |going to |"
    r"gonna )?(?:\w+ ){0,1}(?:pay|make|send|afford|have|settle|paying)|\bnever (?:pay|"
    r"paying)|not (?:going to )?pay"
    r"|\bunable to|\brefuse to pay|\bwhy (?:should|would|do) i pay"
    r"|\bno (?:puedo|podre|voy a|vamos a|podemos|pienso|quiero|tengo)\b(?! \w+ hasta)|\bno "
    r"(?:le |les |te )?(?:pago|pagare)"
    r"|\balready\b|\bi (?:have |just )?paid\b|\bwas paid|\bhave paid|\bya (?:pague|lo pague|"
    r"la pague|esta pagad[oa]|hice|deposite)|\bi sent\b|\bi made\b"
    r"|\blast (?:week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday|year)|"
    r"\byesterday|\bayer\b|\bpasado (?!manana)(?:lunes|martes|viernes)"
)
_VAGUE = re.compile(
    r"\b(?:maybe|might|try|trying|hope|hoping|hopefully|think|probably|possibly|perhaps|if|"
    r"unless|should|could|would|when i|once i|as soon as|around|about|or|depending|want to|"
    r"like to|expect|aim|plan|planning|intend"
    r"|quizas|quiza|tal vez|a lo mejor|si|creo|espero|tratare|trato|intentare|cuando|como|"
    r"alrededor|o|depende|podria|quisiera|quiero|pienso|planeo|mas o menos|probablemente|"
    r"posiblemente)\b"
)
_AMOUNT = re.compile(
    r"\$ ?(\d{1,3}(?:,\d{3})+(?:\.\d\d)?|\d{1,6}(?:\.\d\d)?)(?![\d/])"
    r"|\b(\d{1,3}(?:,\d{3})+|\d{1,6}(?:\.\d\d)?) ?(?:dollars|bucks|usd|dolares|dls|pesos)\b"
)
_ASKS = re.compile(
    r"^(?:can|could|may|is it|would it|will it|would you|can we|do you|what if|puedo|podria|se "
    r"puede|esta bien si|es posible|seria posible)\b")  # fmt: skip


def promise(text: str, today: date) -> Meaning | None:
    """Return the promise that a text makes, or None.

    Certain with one day that is clear and nothing that weakens it. Several days, or none, are
    for a person.
    """
    said = sentences(text)
    words = " ".join(said)
    if not _PROMISE.search(words) or _NOT_A_PROMISE.search(words):
        return None
    days = [named for named in named_days(words, today) if named.day >= today]
    has_plain_will = re.search(r"\b(?:will|going to|pagare|voy a pagar|promise|prometo)\b", words)
    if not days:
        return (
            Meaning("promise", certain=False, values=_amount(words))
            if has_plain_will or _when_paid(words)
            else None
        )
    asked = "?" in text or any(_ASKS.match(sentence) for sentence in said)
    certain = len(days) == 1 and days[0].certain and not asked and not _VAGUE.search(words)
    return Meaning("promise", certain, {"due_on": days[-1].day.isoformat(), **_amount(words)})


def _when_paid(words: str) -> bool:
    return (
        re.search(r"\b(?:payday|get paid|got paid|my check|quincena|me paguen|cobre|cobro)\b", words)
        is not None
    )


def _amount(words: str) -> dict[str, str]:
    """The one amount that is named, as a decimal; several say nothing certain."""
    found = {match[1] or match[2] for match in _AMOUNT.finditer(words)}
    if len(found) != 1:
        return {}
    bare = found.pop().replace(",", "")
    return {"amount": bare if "." in bare else f"{bare}.00"}
