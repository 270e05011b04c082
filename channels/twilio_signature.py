"""Did Twilio send this request? Its signature over our public address and every field says so, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twilio.request_validator import RequestValidator

HEADER = "X-Twilio-Signature"


class Fields:
    """The fields of a form in the order in which they came; a name may come more than once."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._pairs = tuple(pairs)

    def __iter__(self) -> Iterator[str]:
        return iter(dict(self._pairs))

    def getlist(self, name: str) -> list[str]:
        """Return every value of a name; what Twilio's validator asks."""
        return [value for key, value in self._pairs if key == name]

    def first(self, name: str) -> str:
        """Return a name's first value, or "" where it does not come."""
        return next((value for key, value in self._pairs if key == name), "")


class Signatures:
    """Checks signatures with the account's auth tokens: the one in use, and while it is exchanged another."""

    def __init__(self, auth_tokens: Sequence[str]) -> None:
        self._validators = [RequestValidator(token) for token in auth_tokens if token]

    def is_genuine(self, url: str, fields: Fields, signature: str) -> bool:
        """Return whether one of the tokens signed a form that was posted to a public address.

        The address is the configured one: what a request says of its host, anybody can say.
        """
        return any(validator.validate(url, fields, signature) for validator in self._validators)
