"""Does whoever opened a link know what only the customer should? Compared in constant time.

This screens a link that may have been forwarded; it is no authentication and unlocks no change of addresses.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from gateway.domain.errors import ConfigError
from gateway.domain.portfolio import Creditor, Customer

LEAST_FACTS = 2
MAX_ANSWER = 100  # characters; nothing that is asked for is longer
_ZIP_PLUS_4 = re.compile(r"\d{5}-?\d{4}")


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the creditor holds about a customer, as far as the check may ask for it."""

    customer: Customer
    account_numbers: tuple[str, ...]
    invoice_numbers: tuple[str, ...]


def _last_name(held: Holdings) -> tuple[str | None, ...]:
    return (held.customer.name.split()[-1] if held.customer.name.split() else None,)


FACTS: Mapping[str, Callable[[Holdings], tuple[str | None, ...]]] = {
    "postal_code": lambda held: (_postal(held.customer.postal_code),),
    "last_name": _last_name,
    "birth_year": lambda held: (str(held.customer.birth_year) if held.customer.birth_year else None,),
    "customer_number": lambda held: (held.customer.customer_number,),
    "account_number": lambda held: held.account_numbers,
    "invoice_number": lambda held: held.invoice_numbers,
}
"""Every fact that a creditor may ask for, and which answers are right."""


@dataclass(frozen=True, slots=True)
class Questions:
    """What one page asks of everybody, whoever they are: a page that knew would give something away."""

    everybody: tuple[str, ...]
    person: tuple[str, ...]
    company: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every fact on the page, in its order."""
        return tuple(dict.fromkeys((*self.everybody, *self.person, *self.company)))


def questions(creditors: Collection[Creditor]) -> Questions:
    """Return what the first page asks. Raises ConfigError where a creditor asks too little or the unknown."""
    lists = [(each, getattr(each, name)) for each in creditors for name in ("check_person", "check_company")]
    for creditor, facts in lists:
        _check(creditor, facts)
    asked = [set(facts) for _, facts in lists]
    everybody = set.intersection(*asked) if asked else set(FACTS)
    person = {fact for each in creditors for fact in each.check_person} - everybody
    company = {fact for each in creditors for fact in each.check_company} - everybody
    return Questions(_in_order(everybody), _in_order(person), _in_order(company))


def asked_of(creditor: Creditor, customer: Customer) -> tuple[str, ...]:
    """Return the facts that this customer must know."""
    return creditor.check_company if customer.is_company else creditor.check_person


def fits(held: Holdings, asked: Iterable[str], answers: Mapping[str, str]) -> bool:
    """Return whether every fact asked for was answered rightly; as slow wherever it goes wrong."""
    results = [_is_right(FACTS[fact](held), _given(fact, answers)) for fact in asked]
    return len(results) >= LEAST_FACTS and all(results)


def fits_keys(
    held: Holdings, asked: Iterable[str], keyed: Mapping[str, str], spelled: Callable[[str], str]
) -> bool:
    """Return what `fits` does of answers that were keyed into a telephone.

    spelled: returns the keys that a text is keyed in with, or "" for one that cannot be.
    """
    held_keys = {fact: tuple(spelled(value) for value in FACTS[fact](held) if value) for fact in asked}
    results = [_is_right(held_keys[fact], _given(fact, keyed)) for fact in held_keys]
    return len(results) >= LEAST_FACTS and all(results)


def normalised(answer: str) -> str:
    """Return an answer without what people write differently: case, accents, spaces, punctuation."""
    plain = unicodedata.normalize("NFKD", answer.casefold())
    return "".join(char for char in plain if char.isalnum())


def _postal(code: str | None) -> str | None:
    """A US ZIP+4 is known by its first five digits."""
    return code[:5] if code and _ZIP_PLUS_4.fullmatch(code.strip()) else code


def _given(fact: str, answers: Mapping[str, str]) -> str:
    answer = answers.get(fact, "")[:MAX_ANSWER].strip()
    return (_postal(answer) or "") if fact == "postal_code" else answer


def _is_right(held: Iterable[str | None], answer: str) -> bool:
    given = _digest(answer)
    matches = [hmac.compare_digest(_digest(value), given) for value in held if value and normalised(value)]
    return bool(normalised(answer)) and any(matches)


def _digest(value: str) -> bytes:
    return hashlib.sha256(normalised(value).encode()).digest()


def _check(creditor: Creditor, facts: tuple[str, ...]) -> None:
    unknown = sorted(set(facts) - set(FACTS))
    if unknown:
        raise ConfigError(
            f"creditor {creditor.creditor_id}: {unknown[0]!r} is no fact of the identity check; "
            f"known: {', '.join(FACTS)}"
        )
    if len(set(facts)) < LEAST_FACTS:
        raise ConfigError(f"creditor {creditor.creditor_id}: the identity check asks at least two facts")


def _in_order(facts: Iterable[str]) -> tuple[str, ...]:
    wanted = set(facts)
    return tuple(fact for fact in FACTS if fact in wanted)
