"""Does a text ask us to stop? A list of phrases in English and Spanish; nothing else is guessed.

The law takes any reasonable wording for a revocation (47 CFR 64.1200(a)(10)), so that the list is long. It
stays a list, because "stop by the office" and "cancel my appointment" must not silence anybody.
"""

from __future__ import annotations

import re

from gateway.understanding.plain import clauses, sentences
from gateway.understanding.stop_phrases_english import ENGLISH
from gateway.understanding.stop_phrases_spanish import SPANISH

_STOP_PHRASE = re.compile("|".join(f"(?:{phrase})" for phrase in (*ENGLISH, *SPANISH)))

# A whole clause that says it, while the rest may say anything.
_STOP_CLAUSE = re.compile(
    r"(?:please |just |ok |so )?(?:stop|stop all|unsubscribe|opt out|stop stop|stop stop "
    r"stop|stop now|please stop|stop it|stop this|alto|ya paren|paren ya|paren|"
    r"remove me|parar|quit it|cease|leave me alone|not interested|basta|ya basta|no mas)(?: "
    r"please| now| por favor| ya| immediately)?"
)
_WHOLE = re.compile(
    r"(?:(?:oh|hi|hello|um|uh|sorry) )?(?:no (?:thanks|thank you|gracias)|no (?:thanks|thank "
    r"you) (?:stop|not interested|bye|sorry)|nope not interested|no me interesa|"
    r"no estoy interesad[oa]|no contact|no text|no texts|no calls?|never again|im out|i am "
    r"out|i am done with you|ya no|nunca mas|end all|cancel all|quit all|"
    r"cancel (?:texts?|messages?|sms|this|me)|end (?:texts?|messages?|this)|no spam|spam)(?: "
    r"please| thanks| gracias| por favor)?"
)
_SHOUTED = re.compile(
    r"(?<![A-Za-z])STOP(?![A-Za-z])(?! (?:BY|SIGN|IN|AT|LIGHT|PAYMENT|OVER|OFF|HERE|THE "
    r"PAYMENT)\b)"
)
# Everything from everybody: a wish that all contact ends, in writing (15 USC 1692c(c)).
_EVERYTHING = re.compile(
    r"cease and desist|(?:stop|cease|end|no|refuse|halt|discontinue|quit) (?:\w+ "
    r"){0,3}?(?:contact|contacting|communications?|communicating|correspondence)\b"
    r"|(?:do not|never|no longer|not to) (?:\w+ ){0,2}?(?:contact|communicate)\b|(?:by|in) "
    r"any (?:means|way|form|manner)"
    r"|(?:want|wish) nothing (?:more )?to do with|refuse to pay"
    r"|(?:no|dejen de|nunca) (?:\w+ ){0,3}?contact(?:ar|en|e)\w*|ningun (?:medio|tipo de "
    r"contacto)|no quiero (?:saber )?nada (?:mas )?(?:de|con) ustedes"
)


def asks_to_stop(text: str) -> bool:
    """Return whether a text holds a phrase that asks us to stop."""
    whole = sentences(text)
    if len(whole) == 1 and _WHOLE.fullmatch(whole[0]):
        return True
    if any(_STOP_PHRASE.search(sentence) for sentence in whole):
        return True
    return any(_STOP_CLAUSE.fullmatch(clause) for clause in clauses(text)) or _is_shouted(text)


def wants_nothing_more(text: str) -> bool:
    """Return whether a text that asks us to stop means every way of contact, not only this one."""
    return any(_EVERYTHING.search(sentence) for sentence in sentences(text))


def _is_shouted(text: str) -> bool:
    """STOP in capitals among words that are not: as a keyword is written."""
    return not text.isupper() and _SHOUTED.search(text) is not None
