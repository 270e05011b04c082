"""What is worked out at most once? An attribute that is computed when it is first read.

Unlike `functools.cached_property` of Python 3.11 it takes no lock: a case belongs to one thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

_Owner = TypeVar("_Owner")
_Value = TypeVar("_Value")


class lazy(Generic[_Owner, _Value]):
    """Decorates a method without arguments; its value replaces it on the instance."""

    def __init__(self, compute: Callable[[_Owner], _Value]) -> None:
        self._compute = compute
        self._name = compute.__name__
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, owner: None, kind: type[Any]) -> lazy[_Owner, _Value]: ...

    @overload
    def __get__(self, owner: _Owner, kind: type[Any]) -> _Value: ...

    def __get__(self, owner: _Owner | None, kind: type[Any]) -> lazy[_Owner, _Value] | _Value:
        if owner is None:
            return self
        value = owner.__dict__[self._name] = self._compute(owner)
        return value
