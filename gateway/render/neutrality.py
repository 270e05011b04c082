"""Would a stranger who reads over a shoulder learn of a debt? Words that may not stand in public."""

from __future__ import annotations

import re
from functools import lru_cache

from gateway.domain.errors import ConfigError, DataError

TELLING = {
    "en": (
        r"debts?", r"debtors?", r"indebted\w*", r"overdue", r"past[ -]due", r"collect\w*",
        r"ow(?:e|es|ed|ing)", r"delinquen\w*", r"arrears", r"unpaid", r"outstanding", r"lawsuit",
        r"legal action", r"recover(?:y|ies)", r"final notice", r"urgent", r"repossess\w*", r"charged?[ -]off",
    ),
    "es": (
        r"deudas?", r"deudor\w*", r"endeudad\w*", r"adeud\w*", r"moros\w*", r"mora", r"vencid\w*", r"cobr\w*",
        r"recaudac\w*", r"impag\w*", r"atrasad\w*", r"atrasos?", r"demandas?", r"embarg\w*", r"urgente\w*",
        r"aviso final", r"pendientes?",
    ),
}  # fmt: skip
_ALL = "|".join(word for words in TELLING.values() for word in words)
_ANY = re.compile(rf"\b(?:{_ALL})\b", re.IGNORECASE)
_IN_A_VOICEMAIL = re.compile(
    r"\b(?:account|amount|balance|bill|invoice|pay\w*|money|owed|due|overdue|link|cuenta|importe|saldo|factura|pag\w+"
    r"|dinero|enlace)\b",
    re.IGNORECASE,
)
_TAGS = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
_MONEY = re.compile(r"\|\s*(?:money|amounts)\b")


def check_public_words(source: str, place: str, *, voicemail: bool = False) -> None:
    """Raise ConfigError if what a template says in public gives a debt away."""
    for number, line in enumerate(source.splitlines(), 1):
        words = _TAGS.sub(" ", line)
        found = _ANY.search(words) or (_IN_A_VOICEMAIL.search(words) if voicemail else None)
        if found or _MONEY.search(line):
            what = found[0] if found else "an amount"
            raise ConfigError(
                f"{place}, line {number}: somebody else may read or hear {what!r} here; say it further down."
            )


@lru_cache(maxsize=1024)
def is_neutral(words: str) -> bool:
    """Return whether these words give no debt away."""
    return not _ANY.search(words)


def check_neutral_name(name: str) -> None:
    """Raise DataError unless the name can stand on a locked screen."""
    if not is_neutral(name):
        raise DataError(
            "The creditor's neutral name speaks of a debt; set another `neutral_name` in the settings.",
            field="neutral_name",
        )
