"""By which short code does a person name a letter? Twelve characters out of its attempt's id."""

from __future__ import annotations

from gateway.domain.ids import AttemptId

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O or U
_DATA = 11  # characters: 55 of the id's random bits
_GROUP = 4


def letter_code(attempt_id: AttemptId) -> str:
    """Return the code, in groups: `K7QF-2M9X-4RTB`. Its last character checks the others."""
    data = "".join(ALPHABET[attempt_id.int >> 5 * place & 31] for place in reversed(range(_DATA)))
    return _grouped(data + _check(data))


def read_letter_code(typed: str) -> str | None:
    """Return the code that somebody typed, as `letter_code` writes it, or None if it cannot be one."""
    plain = "".join(typed.upper().replace("-", "").split())
    plain = plain.replace("O", "0").replace("I", "1").replace("L", "1")
    if len(plain) != _DATA + 1 or set(plain) - set(ALPHABET) or _check(plain[:-1]) != plain[-1]:
        return None
    return _grouped(plain)


def ending(code: str) -> str:
    """Return the last twelve hexadecimal digits of every id that has this code."""
    number = 0
    for character in code.replace("-", "")[:-1]:
        number = number << 5 | ALPHABET.index(character)
    return f"{number & (1 << 48) - 1:012x}"


def _check(data: str) -> str:
    """Luhn's sum in base 32: it notices every single wrong character and nearly every swapped pair."""
    total = 0
    for place, character in enumerate(reversed(data)):
        value = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def _grouped(code: str) -> str:
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))
