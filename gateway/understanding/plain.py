"""Which words are typed here? Small letters without accents, and common slips mended."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_LETTERS = 4000  # nobody says more in a reply; a longer one is read from its beginning

_APOSTROPHES = re.compile("['’‘`´ʼ]")
_SENTENCE_END = re.compile(r"[.!?;\n\r]+(?!\d)|[^\w\s.,:$/&%+-]+")
_CLAUSE_END = re.compile(r",(?!\d)|\s[-–]+\s|:\s")
_WORD = re.compile(r"\$?[0-9][0-9.,:/-]*[0-9]|\$?[0-9]|[^\W_]+")
_STRETCHED = re.compile(r"([a-z])\1{2,}")

# What people type instead of a word. Only such as are no words of their own in a text about money.
_SHORT_FORMS = {
    "u": "you", "ur": "your", "yall": "you", "r": "are", "pls": "please", "plz": "please",
    "plse": "please", "thx": "thanks", "txt": "text", "txts": "texts", "txting": "texting",
    "msg": "message", "msgs": "messages", "mesages": "messages", "msging": "messaging", "stp": "stop",
    "sotp": "stop", "stpo": "stop", "st0p": "stop", "tsop": "stop", "stopp": "stop", "stoop": "stop",
    "dnt": "do not", "donot": "do not", "dont": "do not", "unsub": "unsubscribe", "optout": "opt out",
    "wanna": "want to", "gonna": "going to", "gotta": "got to", "tmrw": "tomorrow", "tmr": "tomorrow",
    "tmw": "tomorrow", "tomorow": "tomorrow", "tommorow": "tomorrow", "tommorrow": "tomorrow",
    "tmorrow": "tomorrow", "2morrow": "tomorrow", "2day": "today", "nite": "night", "tonite": "tonight",
    "im": "i am", "ive": "i have", "ill": "i will", "id": "i would", "youre": "you are",
    "cant": "can not", "cannot": "can not", "wont": "will not", "isnt": "is not", "wasnt": "was not",
    "arent": "are not", "havent": "have not", "hasnt": "has not", "didnt": "did not",
    "doesnt": "does not", "couldnt": "could not", "wouldnt": "would not", "thats": "that is",
    "its": "it is", "theres": "there is", "hes": "he is", "shes": "she is", "whos": "who is",
    "whats": "what is", "dnd": "do not disturb", "acct": "account", "pymt": "payment", "pmt": "payment",
    "ppl": "people", "lemme": "let me", "leav": "leave",
    "alnoe": "alone", "alon": "alone", "q": "que", "k": "que", "xq": "por que",
    "xfavor": "por favor", "porfavor": "por favor", "porfa": "por favor", "pf": "por favor",
    "msj": "mensaje", "msjs": "mensajes", "mjs": "mensajes", "mensages": "mensajes", "tb": "tambien",
    "d": "de", "nomas": "no mas", "yano": "ya no", "qiero": "quiero", "kiero": "quiero",
    "kieren": "quieren",
}  # fmt: skip

# Longer words that matter, found with one slip (two in the longest), and real words that stand close to one.
_LONG_WORDS = (
    "texting", "messaging", "calling", "contacting", "emailing", "bothering", "harassing", "spamming",
    "unsubscribe", "message", "messages", "contact", "remove", "number", "alone", "leave", "receive",
    "receiving", "anymore", "interested", "please", "sending", "lawyer", "attorney", "bankruptcy", "deceased",
    "friday", "monday", "tuesday", "wednesday", "thursday", "saturday", "sunday", "payment", "tomorrow",
    "dispute", "escribir", "escribirme", "escriban", "llamarme", "llamen", "mensajes", "manden", "mandarme",
    "mandar", "envien", "enviarme", "enviar", "molestar", "molestarme", "molesten", "quiero", "recibir",
    "suscripcion", "numero", "contactarme", "contacten", "abogado", "bancarrota", "viernes", "miercoles",
)  # fmt: skip
_REAL_WORDS = frozenset(
    (
        "abogados", "above", "alike", "aline", "alive", "alone", "alones", "along", "attorneys",
        "balling", "believe", "bending", "billing", "binding", "bother", "bothered", "boxing",
        "brothering", "calming", "cancelling", "caring", "cashing", "casing", "ceiling", "celling",
        "coaching", "coating", "contacted", "contacto", "contactos", "contacts", "content", "contract",
        "contracting", "contracts", "culling", "cumber", "dealing", "deceive", "disinterested",
        "displayed", "disputed", "disputes", "ending", "envia", "enviado", "envian", "enviar", "enviarle",
        "enviarles", "envie", "envio", "escribe", "escriben", "escribi", "escribirle", "escribirles",
        "escribo", "falling", "father", "feeding", "feeling", "filling", "finding", "fridays", "funny",
        "heading", "healing", "holiday", "interest", "interests", "killing", "lawyers", "lead", "leaf",
        "learn", "lease", "least", "leaves", "leaving", "lending", "living", "llama", "llamado", "llaman",
        "llamar", "llamarle", "llamarles", "llamas", "llame", "llamo", "llaves", "loving", "lumber",
        "mailing", "mailings", "manda", "mandado", "mandame", "mandan", "mandarle", "mandarles", "mandas",
        "mande", "mander", "mando", "massage", "massages", "matching", "member", "members", "mending",
        "mensaje", "message", "messaged", "messages", "minding", "molesta", "molestan", "molestia",
        "molestias", "mondays", "moneda", "mother", "mundan", "needing", "number", "numbered", "numbers",
        "numeros", "parent", "passage", "passages", "patching", "patent", "patient", "payday", "payments",
        "peeling", "pending", "planet", "please", "pleased", "polling", "proven", "pulling", "queria",
        "querido", "quiere", "quieren", "quieres", "received", "receiver", "recibi", "recibido",
        "recibio", "recibo", "recibos", "release", "relieve", "removal", "removed", "remover", "removes",
        "repayment", "rolling", "sanding", "scaling", "sealing", "seeding", "seeing", "selling",
        "shading", "sister", "slumber", "smelling", "spelling", "spending", "stalling", "standing",
        "sundays", "sunny", "tasting", "telling", "testing", "texted", "texts", "timber", "today",
        "tolling", "uninterested", "unsubscribed", "unsubscribes", "unsubscribing", "vending", "viernes",
        "walling", "wedding", "winding", "yelling",
    )
)  # fmt: skip


def plain_text(text: str) -> str:
    """Return the text with its letters made small and bare: no accents, no apostrophes, one line end."""
    letters = unicodedata.normalize("NFKD", text[:MAX_LETTERS]).casefold()
    bare = "".join(
        char for char in letters if not unicodedata.combining(char) and char not in "\u200b\u200d\ufeff"
    )
    return _APOSTROPHES.sub("", bare)


def sentences(text: str) -> tuple[str, ...]:
    """Return a text's sentences, each as words with one space between."""
    found = [_mended(part) for part in _SENTENCE_END.split(plain_text(text))]
    return tuple(words for words in found if words)


def clauses(text: str) -> tuple[str, ...]:
    """Return what stands between any two marks, commas and dashes among them."""
    return tuple(words for part in _CLAUSE_END.split(text) for words in sentences(part))


def _mended(sentence: str) -> str:
    words = (_STRETCHED.sub(r"\1", word) for word in _WORD.findall(sentence))
    return " ".join(_SHORT_FORMS.get(word) or _nearest(word) for word in words)


@lru_cache(maxsize=8192)
def _nearest(word: str) -> str:
    """Return the word that was meant: the one itself, or one of ours that is a slip away."""
    if len(word) < 5 or word in _LONG_WORDS or word in _REAL_WORDS or not word.isalpha():
        return word
    for meant in _LONG_WORDS:
        slips = 2 if len(meant) > 9 else 1
        if word[0] == meant[0] and len(meant) > 5 and _slips(word, meant, slips) <= slips:
            return meant
    return word


def _slips(word: str, meant: str, most: int) -> int:
    """Return how many letters were left out, added, changed or swapped; `most` + 1 stands for more."""
    if abs(len(word) - len(meant)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, typed in enumerate(word, 1):
        older, before, row = before, row, [i]
        for j, letter in enumerate(meant, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (typed != letter))
            if i > 1 and j > 1 and typed == meant[j - 2] and word[i - 2] == letter:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return min(row[-1], most + 1)
